package io.dmstocrate.sink;

import io.dmstocrate.accounting.Tally;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.target.Target;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutorService;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * Opens the sink's writers with an executor from outside, which decides when batches are written.
 */
public final class SteppedSink {

    private SteppedSink() {}

    /** A writer that goes on from the counts of others, as {@link DmsSink} makes it. */
    public static StatefulSinkWriter<RowWrite, byte[]> writer(
            SinkOptions options,
            Target target,
            ProcessingTimeService timers,
            Collection<byte[]> tallies,
            ExecutorService executor) {
        Tally tally = new Tally();
        for (byte[] bytes : tallies) {
            tally.merge(Tally.fromBytes(bytes));
        }
        return new DmsSinkWriter(
                options,
                Duration.ofDays(7),
                target,
                timers,
                tally,
                new SinkMetrics(new UnregisteredMetricsGroup()),
                executor);
    }
}
