package io.dmstocrate.source.kinesis;

import io.dmstocrate.source.kinesis.StreamClient.Listing;
import io.dmstocrate.source.kinesis.StreamException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nullable;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the shards and gives them to the readers.
 *
 * <p>Gives nothing out before every reader has said what it holds, at the start as after a failure:
 * a shard that a reader has gone back to must not be overtaken by its children. Bounded, the shards
 * of the first listing are all.
 */
final class StreamEnumerator implements SplitEnumerator<ShardSplit, StreamState> {

    private static final Logger LOG = LoggerFactory.getLogger(StreamEnumerator.class);

    private final SplitEnumeratorContext<ShardSplit> context;
    private final StreamClient client;
    private final StreamPlan plan;
    private final ShardTracker tracker;
    private final Set<Integer> ready = new HashSet<>();
    private final Set<Integer> dismissed = new HashSet<>();
    private Optional<ShardPosition> start;

    /** Whether a listing was asked for that has not begun yet. */
    private volatile boolean asked;

    /** Whether there is nothing more to list. */
    private volatile boolean complete;

    private volatile boolean closed;

    StreamEnumerator(
            SplitEnumeratorContext<ShardSplit> context,
            StreamClient client,
            StreamPlan plan,
            StreamState state) {
        this.context = context;
        this.client = client;
        this.plan = plan;
        this.tracker = new ShardTracker(state.shards());
        this.start = state.start();
        this.complete = plan.bounded() && start.isPresent();
    }

    @Override
    public void start() {
        context.callAsync(this::list, this::listed, 0, plan.discoveryMillis());
    }

    /** Runs in another thread. */
    @Nullable
    private Listing list() throws StreamException {
        return complete || asked ? null : client.listShards();
    }

    /** Runs in another thread. */
    @Nullable
    private Listing listAsAsked() throws StreamException {
        asked = false;
        return complete ? null : client.listShards();
    }

    private void listed(@Nullable Listing listing, @Nullable Throwable failure) {
        if (failure != null && !closed) {
            failed(failure);
        } else if (listing != null && !complete) {
            if (start.isEmpty()) {
                start = Optional.of(plan.start(listing.serverMillis()));
                LOG.info("The stream has {} shards.", listing.shards().size());
            }
            tracker.listed(listing.shards());
            complete = plan.bounded();
            assign();
        }
    }

    private void failed(Throwable failure) {
        if (failure instanceof StreamException problem
                && (problem.kind() == Kind.THROTTLED || problem.kind() == Kind.UNAVAILABLE)) {
            if (problem.kind() == Kind.UNAVAILABLE) {
                LOG.warn("Can't list shards, trying again later: {}", failure.getMessage());
            } else {
                LOG.info("Listing shards is throttled: {}", failure.getMessage());
            }
        } else {
            throw new FlinkRuntimeException(
                    "Can't list the shards of the stream: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void addReader(int reader) {
        // It will say itself when it is ready.
        ready.remove(reader);
        dismissed.remove(reader);
    }

    @Override
    public void addSplitsBack(List<ShardSplit> splits, int reader) {
        ready.remove(reader);
        dismissed.remove(reader);
        tracker.reset(reader, splits.stream().map(ShardSplit::shard).toList());
    }

    @Override
    public void handleSplitRequest(int reader, @Nullable String host) {
        // Readers are given what there is, unasked.
    }

    @Override
    public void handleSourceEvent(int reader, SourceEvent event) {
        LOG.debug("Reader {}: {}", reader, event);
        if (event instanceof ShardsHeld held) {
            tracker.reading(reader, held.reading());
            tracker.finished(reader, held.finished());
            ready.add(reader);
            assign();
        } else if (event instanceof ShardsFinished finished) {
            tracker.finished(reader, finished.shards());
            assign();
            // Its children are there by now.
            if (!asked && !complete) {
                asked = true;
                context.callAsync(this::listAsAsked, this::listed);
            }
        } else {
            throw new IllegalArgumentException("unknown event: " + event);
        }
    }

    private void assign() {
        if (start.isEmpty()) {
            return;
        }
        if (allReady()) {
            List<String> settled = tracker.settle();
            if (!settled.isEmpty()) {
                LOG.info("Finished, as no reader holds them: {}", settled);
            }
            Map<Integer, List<ShardSplit>> assignment = new HashMap<>();
            tracker.assign(context.currentParallelism())
                    .forEach((reader, shards) -> assignment.put(reader, splits(shards)));
            if (!assignment.isEmpty()) {
                context.assignSplits(new SplitsAssignment<>(assignment));
            }
        }
        // Even if some reader keeps silent: it may have ended before the failure.
        if (plan.bounded() && !tracker.anyWaits()) {
            for (int reader : ready) {
                if (isThere(reader) && dismissed.add(reader)) {
                    context.signalNoMoreSplits(reader);
                }
            }
        }
    }

    private List<ShardSplit> splits(List<String> shards) {
        List<ShardSplit> splits = new ArrayList<>(shards.size());
        for (String shard : shards) {
            splits.add(ShardSplit.toRead(shard, start.orElseThrow()));
        }
        return splits;
    }

    private boolean allReady() {
        for (int reader = 0; reader < context.currentParallelism(); reader++) {
            if (!ready.contains(reader) || !isThere(reader)) {
                return false;
            }
        }
        return true;
    }

    private boolean isThere(int reader) {
        return context.registeredReaders().containsKey(reader);
    }

    @Override
    public StreamState snapshotState(long checkpoint) {
        return new StreamState(start, tracker.snapshot());
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }
}
