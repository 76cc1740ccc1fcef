package io.dmstocrate.source.kinesis;

import io.dmstocrate.dms.RawRecord;
import java.util.List;
import java.util.Optional;

/**
 * The calls to a stream. Each is one attempt, or an exception that says what to make of its
 * failure.
 */
interface StreamClient extends AutoCloseable {

    /** All shards that the stream keeps, open and closed. */
    Listing listShards() throws StreamException;

    /** Begins to read a shard. */
    Opened open(String shard, ShardPosition position) throws StreamException;

    /** Reads on. */
    Batch read(String shard, String iterator) throws StreamException;

    @Override
    void close();

    /**
     * The shards.
     *
     * @param serverMillis what time it is at the stream, rounded down
     */
    record Listing(List<Shard> shards, long serverMillis) {

        boolean has(String shard) {
            return shards.stream().anyMatch(listed -> listed.id().equals(shard));
        }
    }

    /**
     * A shard that can be read.
     *
     * @param serverMillis what time it is at the stream, rounded down
     */
    record Opened(String iterator, long serverMillis) {}

    /**
     * What one call has read.
     *
     * @param next how to read on; empty: the shard is closed, and this is its end
     * @param millisBehindLatest 0: there is nothing more at the moment
     */
    record Batch(List<RawRecord> records, Optional<String> next, long millisBehindLatest) {}
}
