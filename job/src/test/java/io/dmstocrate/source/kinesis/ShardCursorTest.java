package io.dmstocrate.source.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.source.kinesis.StreamClient.Batch;
import io.dmstocrate.source.kinesis.StreamClient.Opened;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShardCursorTest {

    private static final Pace PACE = new Pace(200, 250);
    private static final long OPENED = 1_000_000;

    @Test
    void nextCallIsSoonerAfterRecords() {
        ShardCursor cursor = cursor(false);

        cursor.read(batch(0, OPENED), PACE, 500);
        assertThat(cursor.due()).isEqualTo(700);

        cursor.read(batch(0), PACE, 700);
        assertThat(cursor.due()).isEqualTo(950);
    }

    @Test
    void expiredIteratorIsReplacedBehindLastRecordFetched() {
        ShardCursor cursor = cursor(false);
        cursor.read(batch(0, OPENED), PACE, 0);
        cursor.read(batch(0), PACE, 0);

        cursor.expired();

        assertThat(cursor.iterator()).isEmpty();
        assertThat(cursor.position()).isEqualTo(ShardPosition.after("1"));
    }

    @Test
    void unboundedEndsWithTheShardOnly() {
        ShardCursor cursor = cursor(false);

        assertThat(cursor.read(batch(0, OPENED + 60_000), PACE, 0)).isFalse();
        assertThat(cursor.read(new Batch(List.of(), Optional.empty(), 0), PACE, 0)).isTrue();
    }

    @Test
    void boundedEndsWhereThereIsNothingMore() {
        ShardCursor cursor = cursor(true);

        assertThat(cursor.read(batch(5_000, OPENED - 10), PACE, 0)).isFalse();
        assertThat(cursor.read(batch(1), PACE, 0)).isFalse();
        assertThat(cursor.read(batch(0), PACE, 0)).isTrue();
    }

    @Test
    void boundedEndsOnStreamThatIsWrittenFasterThanRead() {
        ShardCursor cursor = cursor(true);

        assertThat(cursor.read(batch(90_000, OPENED + 9_999), PACE, 0)).isFalse();
        // That it was opened again moves nothing.
        cursor.expired();
        cursor.opened(new Opened("again", OPENED + 50_000));
        assertThat(cursor.read(batch(90_000, OPENED + 10_000), PACE, 0)).isTrue();
    }

    @Test
    void failuresInARowAreCounted() {
        ShardCursor cursor = cursor(false);

        assertThat(cursor.failed()).isEqualTo(1);
        assertThat(cursor.failed()).isEqualTo(2);
        cursor.read(batch(0), PACE, 0);
        assertThat(cursor.failed()).isEqualTo(1);
    }

    private static ShardCursor cursor(boolean bounded) {
        ShardCursor cursor =
                new ShardCursor(ShardSplit.toRead("s", ShardPosition.TRIM_HORIZON), bounded, 0);
        cursor.opened(new Opened("iterator", OPENED));
        return cursor;
    }

    private static Batch batch(long behind) {
        return new Batch(List.of(), Optional.of("next"), behind);
    }

    private static Batch batch(long behind, long arrival) {
        RecordPosition position = new RecordPosition("s", "1", "key", arrival);
        return new Batch(
                List.of(new RawRecord(position, new byte[1])), Optional.of("next"), behind);
    }
}
