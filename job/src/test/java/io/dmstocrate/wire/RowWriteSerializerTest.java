package io.dmstocrate.wire;

import io.dmstocrate.flow.RowWrite;

final class RowWriteSerializerTest extends WireSerializerContract<RowWrite> {

    RowWriteSerializerTest() {
        super(WireTypes.ROW_WRITE);
    }

    @Override
    int version() {
        return 2;
    }

    @Override
    RowWrite[] samples() {
        return WireSamples.rowWrites();
    }
}
