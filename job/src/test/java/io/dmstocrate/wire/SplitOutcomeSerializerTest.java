package io.dmstocrate.wire;

import io.dmstocrate.flow.SplitOutcome;

final class SplitOutcomeSerializerTest extends WireSerializerContract<SplitOutcome> {

    SplitOutcomeSerializerTest() {
        super(WireTypes.SPLIT_OUTCOME);
    }

    @Override
    SplitOutcome[] samples() {
        return WireSamples.splitOutcomes();
    }
}
