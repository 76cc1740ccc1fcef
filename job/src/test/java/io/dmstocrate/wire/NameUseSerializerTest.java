package io.dmstocrate.wire;

import io.dmstocrate.flow.NameUse;

final class NameUseSerializerTest extends WireSerializerContract<NameUse> {

    NameUseSerializerTest() {
        super(WireTypes.NAME_USE);
    }

    @Override
    NameUse[] samples() {
        return WireSamples.nameUses();
    }
}
