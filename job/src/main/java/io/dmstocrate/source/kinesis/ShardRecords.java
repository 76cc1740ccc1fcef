package io.dmstocrate.source.kinesis;

import io.dmstocrate.dms.RawRecord;
import java.util.List;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

/** The records of one call, on their way from the fetching thread to the task's. */
final class ShardRecords implements RecordsWithSplitIds<RawRecord> {

    private final String shard;
    private final List<RawRecord> records;
    private final boolean finished;
    private boolean shardTold;
    private int next;

    private ShardRecords(String shard, List<RawRecord> records, boolean finished) {
        this.shard = shard;
        this.records = records;
        this.finished = finished;
    }

    static ShardRecords none() {
        return new ShardRecords("", List.of(), false);
    }

    static ShardRecords of(String shard, List<RawRecord> records, boolean finished) {
        return new ShardRecords(shard, records, finished);
    }

    @Nullable
    @Override
    public String nextSplit() {
        if (shardTold || records.isEmpty()) {
            return null;
        }
        shardTold = true;
        return shard;
    }

    @Nullable
    @Override
    public RawRecord nextRecordFromSplit() {
        return next < records.size() ? records.get(next++) : null;
    }

    @Override
    public Set<String> finishedSplits() {
        return finished ? Set.of(shard) : Set.of();
    }
}
