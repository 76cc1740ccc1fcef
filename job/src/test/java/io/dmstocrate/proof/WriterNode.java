package io.dmstocrate.proof;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;

/** A writer of one of the sinks, which Flink's own operator calls as it is called here. */
final class WriterNode<T> extends Node {

    private final String uid;
    private final int subtask;
    private final Acknowledgements acknowledgements;
    private final boolean flushesBeforeCheckpoints;
    private final TestProcessingTimeService clock = new TestProcessingTimeService();
    private final SinkWriter<T> writer;

    /**
     * Opens a writer.
     *
     * @param flushesBeforeCheckpoints as it must
     */
    WriterNode(
            String uid,
            int subtask,
            Acknowledgements acknowledgements,
            boolean flushesBeforeCheckpoints,
            Function<TestProcessingTimeService, SinkWriter<T>> opening) {
        this.uid = uid;
        this.subtask = subtask;
        this.acknowledgements = acknowledgements;
        this.flushesBeforeCheckpoints = flushesBeforeCheckpoints;
        this.writer = opening.apply(clock);
    }

    @Override
    @SuppressWarnings("unchecked") // The graph's own types see to that.
    void element(int input, Object value) throws Exception {
        writer.write((T) value, null);
    }

    @Override
    void watermark(int input) {}

    @Override
    void endInput(int input) throws Exception {
        if (hasEnded()) {
            writer.flush(true);
        }
    }

    @Override
    void snapshot(long checkpoint) throws IOException, InterruptedException {
        if (flushesBeforeCheckpoints) {
            writer.flush(false);
        }
        List<?> state =
                writer instanceof StatefulSinkWriter<?, ?> stateful
                        ? stateful.snapshotState(checkpoint)
                        : List.of();
        acknowledgements.acknowledge(checkpoint, uid, subtask, state);
    }

    @Override
    void completed(long checkpoint) {}

    @Override
    TestProcessingTimeService clock() {
        return clock;
    }

    @Override
    public void close() throws Exception {
        writer.close();
    }
}
