package io.dmstocrate.source.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.source.kinesis.StreamState.Progress;
import io.dmstocrate.source.kinesis.StreamState.TrackedShard;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShardTrackerTest {

    private final ShardTracker tracker = new ShardTracker(List.of());

    @Test
    void shardsAreGivenOutEvenly() {
        tracker.listed(List.of(shard("a"), shard("b"), shard("c"), shard("d"), shard("e")));

        assertThat(tracker.assign(2))
                .isEqualTo(Map.of(0, List.of("a", "c", "e"), 1, List.of("b", "d")));
        assertThat(tracker.assign(2)).isEmpty();
    }

    @Test
    void childWaitsForAllOfItsParents() {
        tracker.listed(List.of(shard("a"), shard("b"), shard("ab", "a", "b")));
        tracker.assign(2);

        tracker.finished(0, List.of("a"));
        assertThat(tracker.assign(2)).isEmpty();

        tracker.finished(1, List.of("b"));
        assertThat(tracker.assign(2)).isEqualTo(Map.of(0, List.of("ab")));
    }

    @Test
    void parentThatIsTrimmedCountsAsFinished() {
        tracker.listed(List.of(shard("ab", "a", "b")));

        assertThat(tracker.assign(1)).isEqualTo(Map.of(0, List.of("ab")));
    }

    @Test
    void childGoesToTheReaderOfItsParentUnlessThatHasMuchMore() {
        tracker.listed(List.of(shard("a"), shard("b"), shard("c"), shard("d")));
        tracker.assign(2);
        tracker.finished(1, List.of("b"));
        tracker.listed(
                List.of(
                        shard("a"),
                        shard("c"),
                        shard("d"),
                        shard("b1", "b"),
                        shard("b2", "b"),
                        shard("b3", "b"),
                        shard("b")));

        // Reader 0 has a and c, reader 1 has d.
        assertThat(tracker.assign(2)).isEqualTo(Map.of(1, List.of("b1", "b2", "b3")));

        tracker.finished(1, List.of("b1"));
        tracker.listed(List.of(shard("x", "b1"), shard("y", "b1"), shard("z", "b1"), shard("b1")));
        assertThat(tracker.assign(2)).isEqualTo(Map.of(0, List.of("y"), 1, List.of("x", "z")));
    }

    @Test
    void restoredShardsAreThoseThatReadersHold() {
        ShardTracker restored =
                new ShardTracker(
                        List.of(
                                new TrackedShard(shard("a"), Progress.READING),
                                new TrackedShard(shard("b"), Progress.READING),
                                new TrackedShard(shard("a1", "a"), Progress.WAITING),
                                new TrackedShard(shard("b1", "b"), Progress.WAITING)));
        restored.reading(0, List.of("a"));
        restored.finished(0, List.of());

        assertThat(restored.settle()).containsExactly("b");
        assertThat(restored.assign(1)).isEqualTo(Map.of(0, List.of("b1")));
    }

    @Test
    void parentThatReaderGoesBackToHoldsItsChildrenBack() {
        tracker.listed(List.of(shard("a"), shard("a1", "a")));
        tracker.assign(2);
        tracker.finished(0, List.of("a"));
        assertThat(tracker.assign(2)).isEqualTo(Map.of(0, List.of("a1")));

        // Both fail; the checkpoint is from before the end of a.
        tracker.reset(0, List.of("a1"));
        tracker.reset(1, List.of());
        tracker.reading(1, List.of("a"));

        assertThat(tracker.settle()).isEmpty();
        assertThat(tracker.assign(2)).isEmpty();
        tracker.finished(1, List.of("a"));
        assertThat(tracker.assign(2)).isEqualTo(Map.of(1, List.of("a1")));
    }

    @Test
    void readerThatStartsWithNothingGivesAllBack() {
        tracker.listed(List.of(shard("a"), shard("b")));
        tracker.assign(2);
        tracker.finished(0, List.of("a"));

        tracker.reset(0, List.of("a"));

        assertThat(tracker.assign(2)).isEqualTo(Map.of(0, List.of("a")));
    }

    @Test
    void finishedShardIsForgottenWithTheStreamOnly() {
        tracker.listed(List.of(shard("a"), shard("a1", "a")));
        tracker.assign(1);
        tracker.finished(0, List.of("a"));

        tracker.listed(List.of(shard("a"), shard("a1", "a")));
        assertThat(tracker.snapshot()).hasSize(2);

        tracker.listed(List.of(shard("a1", "a")));
        assertThat(tracker.snapshot())
                .containsExactly(new TrackedShard(shard("a1", "a"), Progress.WAITING));
        // Said once more after a failure.
        tracker.finished(0, List.of("a"));
        assertThat(tracker.snapshot()).hasSize(1);
    }

    @Test
    void shardThatIsReadIsNotForgotten() {
        tracker.listed(List.of(shard("a")));
        tracker.assign(1);

        tracker.listed(List.of());

        assertThat(tracker.snapshot())
                .containsExactly(new TrackedShard(shard("a"), Progress.READING));
    }

    private static Shard shard(String id, String... parents) {
        return new Shard(id, List.of(parents));
    }
}
