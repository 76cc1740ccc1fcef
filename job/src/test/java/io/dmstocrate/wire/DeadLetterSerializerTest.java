package io.dmstocrate.wire;

import io.dmstocrate.dms.DeadLetter;

final class DeadLetterSerializerTest extends WireSerializerContract<DeadLetter> {

    DeadLetterSerializerTest() {
        super(WireTypes.DEAD_LETTER);
    }

    @Override
    DeadLetter[] samples() {
        return WireSamples.deadLetters();
    }
}
