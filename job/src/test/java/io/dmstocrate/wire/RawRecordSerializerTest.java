package io.dmstocrate.wire;

import io.dmstocrate.dms.RawRecord;

final class RawRecordSerializerTest extends WireSerializerContract<RawRecord> {

    RawRecordSerializerTest() {
        super(WireTypes.RAW_RECORD);
    }

    @Override
    RawRecord[] samples() {
        return WireSamples.rawRecords();
    }
}
