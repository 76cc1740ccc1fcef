package io.dmstocrate.wire;

import io.dmstocrate.flow.SplitOutcome;
import java.io.IOException;
import java.util.List;

/** What became of the parts of a changed key. */
enum SplitOutcomeFormat implements WireFormat<SplitOutcome> {
    INSTANCE;

    private static final EnumCodes<SplitOutcome.Outcome> OUTCOMES =
            new EnumCodes<>(
                    SplitOutcome.Outcome.class,
                    List.of(
                            SplitOutcome.Outcome.CONTRIBUTED,
                            SplitOutcome.Outcome.DUPLICATE,
                            SplitOutcome.Outcome.SUPERSEDED));

    @Override
    public String id() {
        return "split-outcome";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Class<SplitOutcome> type() {
        return SplitOutcome.class;
    }

    @Override
    public void write(SplitOutcome value, WireOutput output) {
        output.writeString(value.recordId());
        Parts.writeTable(value.table(), output);
        KeyedChangeFormat.PARTS.write(value.part(), output);
        OUTCOMES.write(value.outcome(), output);
    }

    @Override
    public SplitOutcome read(WireInput input, int version) throws IOException {
        return new SplitOutcome(
                input.readString(),
                input.readTable(),
                KeyedChangeFormat.PARTS.read(input),
                OUTCOMES.read(input));
    }
}
