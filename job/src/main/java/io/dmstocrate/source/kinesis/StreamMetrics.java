package io.dmstocrate.source.kinesis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * What a reader shows of its shards.
 *
 * <p>Records and bytes are counted by Flink's own {@code numRecordsIn} and {@code numBytesIn}.
 */
final class StreamMetrics {

    private final Map<String, Long> behind = new ConcurrentHashMap<>();
    private final MetricGroup group;
    private final Counter throttled;
    private final Counter failed;
    private final Counter bytes;

    StreamMetrics(SourceReaderMetricGroup reader) {
        group = reader.addGroup("kinesis");
        group.gauge("millisBehindLatest", this::mostBehind);
        group.gauge("shards", behind::size);
        throttled = group.counter("throttledCalls", new ThreadSafeSimpleCounter());
        failed = group.counter("failedCalls", new ThreadSafeSimpleCounter());
        bytes = reader.getIOMetricGroup().getNumBytesInCounter();
    }

    /** How far a shard is behind its latest record. */
    void behind(String shard, long millis) {
        if (behind.put(shard, millis) == null) {
            group.addGroup("shard", shard)
                    .gauge("millisBehindLatest", () -> behind.getOrDefault(shard, -1L));
        }
    }

    /** A shard is finished. */
    void forget(String shard) {
        behind.remove(shard);
    }

    void throttled() {
        throttled.inc();
    }

    void failed() {
        failed.inc();
    }

    /** Counts a record that goes on into the job; for the task's thread only. */
    void emitted(int size) {
        bytes.inc(size);
    }

    private long mostBehind() {
        long most = -1;
        for (long millis : behind.values()) {
            most = Math.max(most, millis);
        }
        return most;
    }
}
