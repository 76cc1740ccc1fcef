package io.dmstocrate.wire;

import io.dmstocrate.dms.RowChange;

final class RowChangeSerializerTest extends WireSerializerContract<RowChange> {

    RowChangeSerializerTest() {
        super(WireTypes.ROW_CHANGE);
    }

    @Override
    RowChange[] samples() {
        return WireSamples.rowChanges();
    }
}
