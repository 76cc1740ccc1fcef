package io.dmstocrate.sink;

import io.dmstocrate.accounting.Tally;
import io.dmstocrate.flow.VersionText;
import io.dmstocrate.mapping.Inexactness;
import io.dmstocrate.target.Target;
import java.util.Map;
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
    private volatile long commitToWriteMillis = -1;

    private volatile Map<Inexactness, Long> inexactValues = Map.of();

    SinkMetrics(MetricGroup group) {
        // Counted by the batch thread alone.
        batches = group.counter("batches");
        rows = group.counter("batchRows");
        group.gauge("lastBatchRows", () -> lastBatchRows);
        group.gauge("lastBatchMillis", () -> lastBatchMillis);
        group.gauge("writeLagMillis", () -> writeLagMillis);
        group.gauge("commitToWriteMillis", () -> commitToWriteMillis);
        for (Inexactness reason : Inexactness.values()) {
            group.addGroup("reason", reason.name())
                    .gauge("inexactValues", () -> inexactValues.getOrDefault(reason, 0L));
        }
    }

    Tally measure(ChangeBuffer batch, Target target, Supplier<Tally> write) {
        long start = System.nanoTime();
        Tally tally = write.get();
        lastBatchMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        lastBatchRows = batch.rows();
        long now = System.currentTimeMillis();
        writeLagMillis = now - TimeUnit.MICROSECONDS.toMillis(batch.newestTimestampMicros());
        long commit = VersionText.commitMicros(batch.newestVersion());
        commitToWriteMillis = commit < 0 ? -1 : now - TimeUnit.MICROSECONDS.toMillis(commit);
        inexactValues = target.inexactValues();
        batches.inc();
        rows.inc(batch.rows());
        return tally;
    }
}
