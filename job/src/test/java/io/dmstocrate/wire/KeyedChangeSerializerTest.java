package io.dmstocrate.wire;

import io.dmstocrate.flow.KeyedChange;

final class KeyedChangeSerializerTest extends WireSerializerContract<KeyedChange> {

    KeyedChangeSerializerTest() {
        super(WireTypes.KEYED_CHANGE);
    }

    @Override
    int version() {
        return 2;
    }

    @Override
    KeyedChange[] samples() {
        return WireSamples.keyedChanges();
    }
}
