package io.dmstocrate.sink;

import io.dmstocrate.accounting.Tally;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the sink shows of its batches. The counters of records are {@link Tally}'s.
 *
 * <p>Gauges are read by other threads than those that set them, hence volatile.
 */
final class SinkMetrics {

    private final Counter batches;
    private final Counter rows;
    private volatile long lastBatchRows;
    private volatile long lastBatchMillis;
    private volatile long writeLagMillis = -1;

    SinkMetrics(MetricGroup group) {
        // Counted by the batch thread alone.
        batches = group.counter("batches");
        rows = group.counter("batchRows");
        group.gauge("lastBatchRows", () -> lastBatchRows);
        group.gauge("lastBatchMillis", () -> lastBatchMillis);
        group.gauge("writeLagMillis", () -> writeLagMillis);
    }

    Tally measure(ChangeBuffer batch, Supplier<Tally> write) {
        long start = System.nanoTime();
        Tally tally = write.get();
        lastBatchMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        lastBatchRows = batch.rows();
        writeLagMillis =
                System.currentTimeMillis()
                        - TimeUnit.MICROSECONDS.toMillis(batch.newestTimestampMicros());
        batches.inc();
        rows.inc(batch.rows());
        return tally;
    }
}
