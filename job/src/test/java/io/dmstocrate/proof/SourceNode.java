package io.dmstocrate.proof;

import io.dmstocrate.dms.RowChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/**
 * A reader of shards, with the decoder that is chained to it. Its place in each shard is part of
 * checkpoints. As in Flink, nothing is kept of a decoder that has ended once a checkpoint behind
 * its end has completed.
 */
final class SourceNode {

    /** A reader's part of a checkpoint. */
    record Places(Map<String, Integer> offsets) {}

    private final int subtask;
    private final Node.Acknowledgements acknowledgements;
    private final OperatorNode<RowChange> decoder;
    private final List<Shard> shards = new ArrayList<>();
    private final Map<String, Integer> offsets;
    private boolean ended;
    private long firstBehindTheEnd = Long.MAX_VALUE;
    private boolean finished;

    /**
     * Makes a reader.
     *
     * @param offsets how far each shard of the stream has been read, by all readers
     */
    SourceNode(
            int subtask,
            OperatorNode<RowChange> decoder,
            Node.Acknowledgements acknowledgements,
            Map<String, Integer> offsets) {
        this.subtask = subtask;
        this.decoder = decoder;
        this.acknowledgements = acknowledgements;
        this.offsets = offsets;
    }

    void assign(Shard shard) {
        shards.add(shard);
    }

    /** The shards that have more, and whose parents were read. */
    List<Shard> readable() {
        return shards.stream()
                .filter(shard -> !isRead(shard) && shard.parents().stream().allMatch(this::isRead))
                .toList();
    }

    private boolean isRead(Shard shard) {
        return offsets.getOrDefault(shard.id(), 0) >= shard.records().size();
    }

    void read(Shard shard) throws Exception {
        int offset = offsets.merge(shard.id(), 1, Integer::sum);
        decoder.element(1, shard.records().get(offset - 1));
    }

    /** Whether all shards of this reader are read, and it has not said so yet. */
    boolean canEnd() {
        return !ended && shards.stream().allMatch(this::isRead);
    }

    boolean hasEnded() {
        return ended;
    }

    void end() throws Exception {
        ended = true;
        decoder.watermark(1);
        decoder.endInput(1);
        decoder.outputs().forEach(output -> output.sign(Channel.Sign.END));
    }

    /** A checkpoint has completed. */
    void completed(long checkpoint) {
        finished |= checkpoint >= firstBehindTheEnd;
    }

    void barrier(long checkpoint) throws Exception {
        Map<String, Integer> mine = new HashMap<>();
        for (Shard shard : shards) {
            mine.put(shard.id(), offsets.getOrDefault(shard.id(), 0));
        }
        decoder.outputs().forEach(output -> output.sign(new Channel.Barrier(checkpoint)));
        acknowledgements.acknowledge(checkpoint, "source", subtask, new Places(mine));
        if (finished) {
            acknowledgements.acknowledge(
                    checkpoint, "decode", subtask, OperatorSubtaskState.builder().build());
            return;
        }
        if (ended) {
            firstBehindTheEnd = Math.min(firstBehindTheEnd, checkpoint);
        }
        decoder.snapshot(checkpoint);
    }
}
