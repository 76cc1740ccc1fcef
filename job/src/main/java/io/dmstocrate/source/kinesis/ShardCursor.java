package io.dmstocrate.source.kinesis;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.source.kinesis.StreamClient.Batch;
import io.dmstocrate.source.kinesis.StreamClient.Opened;
import java.util.List;
import java.util.Optional;

/**
 * How far one shard is fetched, and when to call for it next.
 *
 * <p>Bounded, it ends when a call says that there is nothing more at the moment; or, as a stream
 * may be written faster than it is read, when a record came in clearly later than the cursor was
 * opened, by the clock of the stream.
 */
final class ShardCursor {

    /** More than the clocks of Kinesis differ. */
    private static final long CLOCK_MARGIN_MILLIS = 10_000;

    private static final long NEVER_OPENED = -1;

    private final String shard;
    private final boolean bounded;
    private ShardPosition position;
    private Optional<String> iterator = Optional.empty();
    private long openedMillis = NEVER_OPENED;
    private long due;
    private int failures;

    /** A cursor that is due at once. */
    ShardCursor(ShardSplit split, boolean bounded, long now) {
        this.shard = split.shard();
        this.position = split.position();
        this.bounded = bounded;
        this.due = now;
    }

    String shard() {
        return shard;
    }

    /** Behind the last record that was fetched. */
    ShardPosition position() {
        return position;
    }

    /** How to read on; empty if the shard must be opened first. */
    Optional<String> iterator() {
        return iterator;
    }

    /** When to call next. */
    long due() {
        return due;
    }

    void opened(Opened opened) {
        iterator = Optional.of(opened.iterator());
        if (openedMillis == NEVER_OPENED) {
            openedMillis = opened.serverMillis();
        }
    }

    /** Takes note of what was read; true if that was the end. */
    boolean read(Batch batch, Pace pace, long now) {
        failures = 0;
        iterator = batch.next();
        List<RawRecord> records = batch.records();
        long arrival = -1;
        if (records.isEmpty()) {
            due = now + pace.idleMillis();
        } else {
            due = now + pace.busyMillis();
            var last = records.get(records.size() - 1).position();
            position = ShardPosition.after(last.sequenceNumber());
            arrival = last.arrivalMillis();
        }
        return iterator.isEmpty()
                || (bounded
                        && (batch.millisBehindLatest() == 0
                                || arrival >= openedMillis + CLOCK_MARGIN_MILLIS));
    }

    /** The iterator is worth nothing any more. */
    void expired() {
        iterator = Optional.empty();
    }

    /** Counts a failure; the number of failures in a row. */
    int failed() {
        return ++failures;
    }

    void waitUntil(long time) {
        due = time;
    }
}
