package io.dmstocrate.source.kinesis;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A shard, and where in it to read on.
 *
 * @param finished whether it was read to its end; then it only waits for the enumerator's state to
 *     say so too
 */
record ShardSplit(String shard, ShardPosition position, boolean finished) implements SourceSplit {

    static ShardSplit toRead(String shard, ShardPosition position) {
        return new ShardSplit(shard, position, false);
    }

    static ShardSplit finished(String shard) {
        return new ShardSplit(shard, ShardPosition.TRIM_HORIZON, true);
    }

    @Override
    public String splitId() {
        return shard;
    }
}
