package io.dmstocrate.wire;

import io.dmstocrate.flow.NameUse;
import java.io.IOException;

/** The newest rows that carried columns of some names. */
enum NameUseFormat implements WireFormat<NameUse> {
    INSTANCE;

    @Override
    public String id() {
        return "name-use";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Class<NameUse> type() {
        return NameUse.class;
    }

    @Override
    public void write(NameUse value, WireOutput output) {
        Parts.writeTable(value.table(), output);
        Parts.writeNames(value.names(), output);
        output.writeSigned(value.timestampMicros());
        Parts.writePosition(value.position(), output);
    }

    @Override
    public NameUse read(WireInput input, int version) throws IOException {
        return new NameUse(
                input.readTable(),
                Parts.readNames(input),
                input.readSigned(),
                Parts.readPosition(input));
    }
}
