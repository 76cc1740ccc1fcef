package io.dmstocrate.source.kinesis;

import io.dmstocrate.dms.RawRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.RecordEmitter;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;

/**
 * Hands the records of its shards on, and remembers how far.
 *
 * <p>A finished shard is reported at once, and stays in this reader's state until a checkpoint that
 * holds it has completed: the enumerator's part of a checkpoint is taken first, and may not have
 * heard of it.
 */
final class StreamReader
        extends SingleThreadMultiplexSourceReaderBase<
                RawRecord, RawRecord, ShardSplit, ShardProgress> {

    private static final long IN_NO_CHECKPOINT = Long.MAX_VALUE;

    /** Finished shards, each with the first checkpoint that holds it. */
    private final Map<String, Long> finished = new LinkedHashMap<>();

    private final List<String> restored = new ArrayList<>();
    private boolean started;

    StreamReader(
            Supplier<SplitReader<RawRecord, ShardSplit>> fetchers,
            StreamMetrics metrics,
            SourceReaderContext context) {
        super(fetchers, emitter(metrics), context.getConfiguration(), context);
    }

    private static RecordEmitter<RawRecord, RawRecord, ShardProgress> emitter(
            StreamMetrics metrics) {
        return (record, output, progress) -> {
            long arrival = record.position().arrivalMillis();
            if (arrival >= 0) {
                output.collect(record, arrival);
            } else {
                output.collect(record);
            }
            progress.emitted(record.position().sequenceNumber());
            metrics.emitted(record.data().length);
        };
    }

    @Override
    public void start() {
        super.start();
        started = true;
        context.sendSourceEventToCoordinator(new ShardsHeld(restored, finished.keySet()));
    }

    @Override
    public void addSplits(List<ShardSplit> splits) {
        List<ShardSplit> toRead = new ArrayList<>(splits.size());
        for (ShardSplit split : splits) {
            if (split.finished()) {
                finished.put(split.shard(), IN_NO_CHECKPOINT);
                continue;
            }
            toRead.add(split);
            if (!started) {
                restored.add(split.shard());
            }
        }
        if (!toRead.isEmpty()) {
            super.addSplits(toRead);
        }
    }

    @Override
    public List<ShardSplit> snapshotState(long checkpoint) {
        List<ShardSplit> splits = new ArrayList<>(super.snapshotState(checkpoint));
        for (Map.Entry<String, Long> shard : finished.entrySet()) {
            splits.add(ShardSplit.finished(shard.getKey()));
            shard.setValue(Math.min(shard.getValue(), checkpoint));
        }
        return splits;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        super.notifyCheckpointComplete(checkpoint);
        finished.values().removeIf(first -> first <= checkpoint);
    }

    @Override
    protected void onSplitFinished(Map<String, ShardProgress> shards) {
        shards.keySet().forEach(shard -> finished.put(shard, IN_NO_CHECKPOINT));
        context.sendSourceEventToCoordinator(new ShardsFinished(shards.keySet()));
    }

    @Override
    protected ShardProgress initializedState(ShardSplit split) {
        return new ShardProgress(split.position());
    }

    @Override
    protected ShardSplit toSplitType(String shard, ShardProgress progress) {
        return ShardSplit.toRead(shard, progress.position());
    }
}
