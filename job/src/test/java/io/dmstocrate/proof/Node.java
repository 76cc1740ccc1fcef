package io.dmstocrate.proof;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;

/**
 * A subtask as the network sees it: aligns barriers, watermarks and ends over its channels, as
 * Flink does, and hands records on one by one.
 */
abstract class Node implements AutoCloseable {

    /** Is told of each part of a checkpoint. */
    @FunctionalInterface
    interface Acknowledgements {
        void acknowledge(long checkpoint, String operator, int subtask, Object state);
    }

    private final List<Channel> inputs = new ArrayList<>();
    private final List<Edge<?>> outputs = new ArrayList<>();

    List<Channel> inputs() {
        return inputs;
    }

    List<Edge<?>> outputs() {
        return outputs;
    }

    /** Takes a record. */
    abstract void element(int input, Object value) throws Exception;

    /** There will be no record before the end of time on this input. */
    abstract void watermark(int input) throws Exception;

    /** This input has ended. */
    abstract void endInput(int input) throws Exception;

    /** Takes this subtask's part of a checkpoint. */
    abstract void snapshot(long checkpoint) throws Exception;

    /** A checkpoint has completed. */
    abstract void completed(long checkpoint) throws Exception;

    /** Its clock, so that it can be set. */
    abstract TestProcessingTimeService clock();

    final void barrier(Channel.Barrier barrier) throws Exception {
        if (inputs.stream().allMatch(Channel::blocked)) {
            outputs.forEach(output -> output.sign(barrier));
            snapshot(barrier.checkpoint());
            inputs.forEach(channel -> channel.block(false));
        }
    }

    final void lastWatermark(int input) throws Exception {
        if (inputs.stream()
                .filter(channel -> channel.input() == input)
                .allMatch(Channel::lastWatermark)) {
            watermark(input);
        }
    }

    final void end(int input) throws Exception {
        if (inputs.stream().filter(channel -> channel.input() == input).allMatch(Channel::ended)) {
            endInput(input);
        }
        if (hasEnded()) {
            outputs.forEach(output -> output.sign(Channel.Sign.END));
        }
    }

    final boolean hasEnded() {
        return inputs.stream().allMatch(Channel::ended);
    }
}
