package io.dmstocrate.ordering;

import io.dmstocrate.ordering.SourceHistory.Style;
import java.util.List;

/** Many runs, each with a table of its own, share an operator: to start one takes its time. */
final class Runs implements AutoCloseable {

    private static final int RUNS_OF_AN_OPERATOR = 2_000;

    private OrderingHarness ordering = OrderingHarness.fresh();
    private int started;

    Runs() throws Exception {}

    /** Starts a run of the history with this seed. */
    Run start(long seed, Style style) throws Exception {
        if (++started % RUNS_OF_AN_OPERATOR == 0) {
            ordering.close();
            ordering = OrderingHarness.fresh();
        }
        return new Run(new SourceHistory(seed, style, "t" + started), List.of(ordering), seed);
    }

    @Override
    public void close() throws Exception {
        ordering.close();
    }
}
