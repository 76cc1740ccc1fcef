package io.dmstocrate.source.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.source.SourceOptions.InitialPosition;
import io.dmstocrate.source.kinesis.StreamException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamEnumeratorTest {

    private final FakeStream stream = new FakeStream();
    private FakeEnumeratorContext context;
    private StreamEnumerator enumerator;

    @Test
    void nothingIsGivenOutBeforeAllReadersHaveSpoken() {
        stream.shard("a").shard("b");
        start(2, false, StreamState.NEW);
        context.tick();

        hello(0, List.of(), List.of());
        assertThat(context.assigned).isEmpty();

        hello(1, List.of(), List.of());
        assertThat(context.assigned).isEqualTo(Map.of(0, List.of("a"), 1, List.of("b")));
    }

    @Test
    void childrenOfFinishedShardAreLookedForAtOnce() {
        stream.shard("a");
        start(1, false, StreamState.NEW);
        context.tick();
        hello(0, List.of(), List.of());
        stream.shard("a1", "a");

        finished(0, "a");
        finished(0, "a");

        assertThat(context.runCalls()).isTrue();
        assertThat(context.runCalls()).isFalse();
        assertThat(context.assigned).isEqualTo(Map.of(0, List.of("a", "a1")));
    }

    @Test
    void childWaitsWhenFailureTakesItsParentBack() {
        stream.shard("a").shard("b").shard("a1", "a");
        start(2, false, StreamState.NEW);
        context.tick();
        hello(0, List.of(), List.of());
        hello(1, List.of(), List.of());
        finished(0, "a");
        assertThat(context.assigned.get(0)).containsExactly("a", "a1");

        // A checkpoint had been completed in the middle of a.
        fail(0, "a1");
        fail(1);
        context.assigned.clear();
        hello(1, List.of("b"), List.of());
        hello(0, List.of("a"), List.of());
        assertThat(context.assigned).isEmpty();

        finished(0, "a");
        assertThat(context.assigned).isEqualTo(Map.of(0, List.of("a1")));
    }

    @Test
    void childIsGivenOutWhenCheckpointHoldsItsParentAsFinished() {
        stream.shard("a").shard("a1", "a");
        start(1, false, StreamState.NEW);
        context.tick();
        hello(0, List.of(), List.of());
        // The enumerator's part of the checkpoint is from before the end of a.
        StreamState state = enumerator.snapshotState(1);
        finished(0, "a");

        start(1, false, state);
        hello(0, List.of(), List.of("a"));

        assertThat(context.assigned).isEqualTo(Map.of(0, List.of("a1")));
    }

    @Test
    void restoredShardsAreNotGivenOutAgain() {
        stream.shard("a").shard("b");
        start(2, false, StreamState.NEW);
        context.tick();
        hello(0, List.of(), List.of());
        hello(1, List.of(), List.of());
        StreamState state = enumerator.snapshotState(1);

        start(3, false, state);
        hello(0, List.of("b"), List.of());
        hello(1, List.of("a"), List.of());
        hello(2, List.of(), List.of());
        stream.shard("c");
        context.tick();

        assertThat(context.assigned).isEqualTo(Map.of(2, List.of("c")));
    }

    @Test
    void latestIsFixedAtFirstLook() {
        stream.shard("a");
        start(1, false, StreamState.NEW);
        assertThat(enumerator.snapshotState(1).start()).isEmpty();

        context.tick();

        // The stream's clock says 1000, the job's said 5000.
        Optional<ShardPosition> fixed = Optional.of(ShardPosition.at(1_000));
        StreamState state = enumerator.snapshotState(2);
        assertThat(state.start()).isEqualTo(fixed);
        start(1, false, state);
        context.tick();
        assertThat(enumerator.snapshotState(3).start()).isEqualTo(fixed);
    }

    @Test
    void boundedTakesTheShardsOfTheFirstLookAndDismissesReaders() {
        stream.shard("a").shard("a1", "a");
        start(2, true, StreamState.NEW);
        context.tick();
        hello(0, List.of(), List.of());
        hello(1, List.of(), List.of());
        assertThat(context.dismissed).isEmpty();

        stream.shard("late");
        context.tick();
        finished(0, "a");
        context.runCalls();

        assertThat(context.assigned).isEqualTo(Map.of(0, List.of("a", "a1")));
        assertThat(context.dismissed).containsExactly(0, 1);
    }

    @Test
    void boundedDismissesEvenIfSomeReaderHasEndedBefore() {
        stream.shard("a").shard("b");
        start(2, true, StreamState.NEW);
        context.tick();
        hello(0, List.of(), List.of());
        hello(1, List.of(), List.of());
        finished(1, "b");
        StreamState state = enumerator.snapshotState(1);

        start(2, true, state);
        hello(0, List.of("a"), List.of());

        assertThat(context.dismissed).containsExactly(0);
    }

    @Test
    void passingTroubleIsWaitedOut() {
        stream.shard("a").failures.addAll(List.of(Kind.THROTTLED, Kind.UNAVAILABLE));
        start(1, false, StreamState.NEW);
        hello(0, List.of(), List.of());

        context.tick();
        context.tick();
        assertThat(context.assigned).isEmpty();
        context.tick();

        assertThat(context.assigned).isEqualTo(Map.of(0, List.of("a")));
    }

    @Test
    void missingStreamFailsTheJob() {
        stream.deleted = true;
        start(1, false, StreamState.NEW);

        assertThatThrownBy(context::tick).hasMessageContaining("no such stream");
    }

    private void start(int parallelism, boolean bounded, StreamState state) {
        context = new FakeEnumeratorContext(parallelism);
        StreamPlan plan =
                new StreamPlan(InitialPosition.LATEST, 5_000, bounded, 10, new Pace(0, 0));
        enumerator = new StreamEnumerator(context, stream, plan, state);
        enumerator.start();
    }

    private void hello(int reader, List<String> reading, List<String> finished) {
        context.register(reader);
        enumerator.addReader(reader);
        enumerator.handleSourceEvent(reader, new ShardsHeld(reading, finished));
    }

    private void finished(int reader, String shard) {
        enumerator.handleSourceEvent(reader, new ShardsFinished(List.of(shard)));
    }

    private void fail(int reader, String... givenSinceCheckpoint) {
        context.unregister(reader);
        enumerator.addSplitsBack(
                List.of(givenSinceCheckpoint).stream()
                        .map(shard -> ShardSplit.toRead(shard, ShardPosition.TRIM_HORIZON))
                        .toList(),
                reader);
    }
}
