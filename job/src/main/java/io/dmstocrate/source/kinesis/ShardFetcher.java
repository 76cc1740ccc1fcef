package io.dmstocrate.source.kinesis;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.source.kinesis.StreamClient.Batch;
import io.dmstocrate.source.kinesis.StreamException.Kind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls for the records of all shards of one reader, in turn.
 *
 * <p>Being throttled and a Kinesis in trouble cost pauses, never records and never the job; what
 * won't get better by itself fails the job.
 */
final class ShardFetcher implements SplitReader<RawRecord, ShardSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(ShardFetcher.class);

    private final StreamClient client;
    private final StreamMetrics metrics;
    private final boolean bounded;
    private final Pace pace;
    private final Map<String, ShardCursor> cursors = new LinkedHashMap<>();

    private final Object wake = new Object();
    private boolean woken;

    ShardFetcher(StreamClient client, StreamMetrics metrics, boolean bounded, Pace pace) {
        this.client = client;
        this.metrics = metrics;
        this.bounded = bounded;
        this.pace = pace;
    }

    @Override
    public RecordsWithSplitIds<RawRecord> fetch() throws IOException {
        ShardCursor cursor = mostUrgent();
        if (cursor == null || !waitFor(cursor)) {
            return ShardRecords.none();
        }
        // Behind all others that are due at the same time.
        cursors.remove(cursor.shard());
        cursors.put(cursor.shard(), cursor);
        try {
            return fetch(cursor);
        } catch (StreamException e) {
            return recover(cursor, e);
        }
    }

    private ShardRecords fetch(ShardCursor cursor) throws StreamException {
        if (cursor.iterator().isEmpty()) {
            cursor.opened(client.open(cursor.shard(), cursor.position()));
        }
        Batch batch = client.read(cursor.shard(), cursor.iterator().orElseThrow());
        metrics.behind(cursor.shard(), batch.millisBehindLatest());
        boolean end = cursor.read(batch, pace, now());
        if (end) {
            forget(cursor);
            LOG.info("Shard {} is read to its end.", cursor.shard());
        }
        return ShardRecords.of(cursor.shard(), batch.records(), end);
    }

    private ShardRecords recover(ShardCursor cursor, StreamException e) throws StreamException {
        switch (e.kind()) {
            case ITERATOR_EXPIRED -> {
                LOG.info("Shard {} is opened again: {}", cursor.shard(), e.getMessage());
                cursor.expired();
                pause(cursor, e);
            }
            case THROTTLED -> {
                metrics.throttled();
                pause(cursor, e);
            }
            case UNAVAILABLE -> {
                metrics.failed();
                pause(cursor, e);
            }
            case NOT_FOUND -> {
                if (isGone(cursor)) {
                    LOG.warn(
                            "Shard {} is no longer there: what it held after {} is lost, as it was"
                                    + " older than the retention of the stream.",
                            cursor.shard(),
                            cursor.position());
                    forget(cursor);
                    return ShardRecords.of(cursor.shard(), List.of(), true);
                }
                cursor.expired();
                pause(cursor, e);
            }
            case REFUSED -> throw e;
        }
        return ShardRecords.none();
    }

    /** Whether the shard is gone; that the whole stream is gone is an exception. */
    private boolean isGone(ShardCursor cursor) throws StreamException {
        try {
            return !client.listShards().has(cursor.shard());
        } catch (StreamException e) {
            if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.REFUSED) {
                throw e;
            }
            return false;
        }
    }

    private void pause(ShardCursor cursor, StreamException e) {
        int failures = cursor.failed();
        long millis = Backoff.millis(failures, ThreadLocalRandom.current());
        cursor.waitUntil(now() + millis);
        // The first ones are everyday life; then ever more rarely.
        if (failures >= 8 && Integer.bitCount(failures) == 1) {
            LOG.warn(
                    "Shard {} could not be read {} times in a row: {}",
                    cursor.shard(),
                    failures,
                    e.getMessage());
        } else {
            LOG.debug("Shard {} is left alone for {} ms", cursor.shard(), millis, e);
        }
    }

    private void forget(ShardCursor cursor) {
        cursors.remove(cursor.shard());
        metrics.forget(cursor.shard());
    }

    private ShardCursor mostUrgent() {
        ShardCursor urgent = null;
        for (ShardCursor cursor : cursors.values()) {
            if (urgent == null || cursor.due() < urgent.due()) {
                urgent = cursor;
            }
        }
        return urgent;
    }

    /** Waits until the shard is due; false if woken before. */
    private boolean waitFor(ShardCursor cursor) {
        synchronized (wake) {
            try {
                long left = cursor.due() - now();
                while (!woken && left > 0) {
                    wake.wait(left);
                    left = cursor.due() - now();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            boolean undisturbed = !woken;
            woken = false;
            return undisturbed;
        }
    }

    @Override
    public void wakeUp() {
        synchronized (wake) {
            woken = true;
            wake.notifyAll();
        }
    }

    @Override
    public void handleSplitsChanges(SplitsChange<ShardSplit> change) {
        if (!(change instanceof SplitsAddition)) {
            throw new UnsupportedOperationException("shards are only added");
        }
        for (ShardSplit split : change.splits()) {
            LOG.info("Shard {} is read from {}.", split.shard(), split.position());
            cursors.put(split.shard(), new ShardCursor(split, bounded, now()));
        }
    }

    /** Only differences between two such times mean anything. */
    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public void close() {
        client.close();
    }
}
