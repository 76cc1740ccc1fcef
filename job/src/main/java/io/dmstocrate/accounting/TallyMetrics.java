package io.dmstocrate.accounting;

import java.util.EnumSet;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Shows a {@link Tally} as Flink counters, {@code table.<schema.table>.<outcome>}.
 *
 * <p>The counters are views: counting costs nothing more, and after a restart they go on from what
 * was restored.
 */
public final class TallyMetrics {

    private TallyMetrics() {}

    /**
     * Registers a counter for each of these outcomes and each table, also tables that come later.
     *
     * @param group the operator's metric group
     * @param outcomes what this operator counts; others stay out of sight
     */
    public static void show(Tally tally, MetricGroup group, Outcome first, Outcome... outcomes) {
        Set<Outcome> shown = EnumSet.of(first, outcomes);
        tally.listen(
                (table, counts) -> {
                    MetricGroup tableGroup = group.addGroup("table", table.toString());
                    for (Outcome outcome : shown) {
                        tableGroup.counter(outcome.metric(), new View(counts, outcome.place()));
                    }
                });
    }

    /** Reads the task's own array: a metric reporter's thread never touches the tally's map. */
    private static final class View implements Counter {

        private final long[] counts;
        private final int place;

        View(long[] counts, int place) {
            this.counts = counts;
            this.place = place;
        }

        @Override
        public long getCount() {
            return counts[place];
        }

        @Override
        public void inc() {
            inc(1);
        }

        @Override
        public void inc(long number) {
            counts[place] += number;
        }

        @Override
        public void dec() {
            inc(-1);
        }

        @Override
        public void dec(long number) {
            inc(-number);
        }
    }
}
