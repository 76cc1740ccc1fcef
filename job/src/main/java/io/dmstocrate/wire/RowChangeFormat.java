package io.dmstocrate.wire;

import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RowChange;
import java.io.IOException;
import java.util.List;

/** Changes of rows. */
enum RowChangeFormat implements WireFormat<RowChange> {
    INSTANCE;

    private static final EnumCodes<Operation> OPERATIONS =
            new EnumCodes<>(
                    Operation.class,
                    List.of(Operation.LOAD, Operation.INSERT, Operation.UPDATE, Operation.DELETE));

    @Override
    public String id() {
        return "row-change";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Class<RowChange> type() {
        return RowChange.class;
    }

    @Override
    public void write(RowChange value, WireOutput output) {
        Parts.writeTable(value.table(), output);
        OPERATIONS.write(value.operation(), output);
        Parts.writeRow(value.row(), output);
        Parts.writeRow(value.before(), output);
        output.writeSigned(value.timestampMicros());
        Parts.writeSource(value.source(), output);
        Parts.writePosition(value.position(), output);
        output.writeBytes(value.payload());
    }

    @Override
    public RowChange read(WireInput input, int version) throws IOException {
        return new RowChange(
                input.readTable(),
                OPERATIONS.read(input),
                Parts.readRow(input),
                Parts.readRow(input),
                input.readSigned(),
                Parts.readSource(input),
                Parts.readPosition(input),
                input.readBytes());
    }
}
