package io.dmstocrate.wire;

import io.dmstocrate.dms.RawRecord;
import java.io.IOException;

/** Records as the stream holds them. */
enum RawRecordFormat implements WireFormat<RawRecord> {
    INSTANCE;

    @Override
    public String id() {
        return "raw-record";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Class<RawRecord> type() {
        return RawRecord.class;
    }

    @Override
    public void write(RawRecord value, WireOutput output) {
        Parts.writePosition(value.position(), output);
        output.writeBytes(value.data());
    }

    @Override
    public RawRecord read(WireInput input, int version) throws IOException {
        return new RawRecord(Parts.readPosition(input), input.readBytes());
    }
}
