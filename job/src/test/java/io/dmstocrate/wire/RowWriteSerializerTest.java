package io.dmstocrate.wire;

import io.dmstocrate.flow.RowWrite;

final class RowWriteSerializerTest extends WireSerializerContract<RowWrite> {

    RowWriteSerializerTest() {
        super(WireTypes.ROW_WRITE);
    }

    @Override
    RowWrite[] samples() {
        return WireSamples.rowWrites();
    }
}
