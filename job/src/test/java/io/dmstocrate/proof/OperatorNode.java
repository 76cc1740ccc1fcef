package io.dmstocrate.proof;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.event.WatermarkEvent;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.RecordAttributes;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** A subtask of one of the job's operators, in Flink's harness. */
final class OperatorNode<T> extends Node {

    /** Looks at the operator when it has taken an element. */
    @FunctionalInterface
    interface AfterElement {
        void look(Object element, AbstractStreamOperator<?> operator) throws Exception;
    }

    /** Flink's harness for an operator with any inputs. */
    private static final class Harness<T> extends AbstractStreamOperatorTestHarness<T> {

        Harness(StreamOperator<T> operator, KeySelector<?, ?> key, int parallelism, int subtask)
                throws Exception {
            super(operator, Attempt.MAX_PARALLELISM, parallelism, subtask);
            Attempt.forbidGenericTypes(getExecutionConfig());
            if (key != null) {
                config.setStatePartitioner(0, key);
                config.setStateKeySerializer(Attempt.serializer(Types.STRING));
                config.serializeAllConfigs();
            }
        }

        StreamOperator<T> streamOperator() {
            return operator;
        }
    }

    private final String uid;
    private final int subtask;
    private final Acknowledgements acknowledgements;
    private final Harness<T> harness;
    private final Map<String, Consumer<Object>> sides = new HashMap<>();
    private Consumer<T> main = value -> {};
    private AfterElement afterEach = (element, operator) -> {};

    OperatorNode(
            String uid,
            StreamOperator<T> operator,
            KeySelector<?, ?> key,
            int parallelism,
            int subtask,
            Acknowledgements acknowledgements)
            throws Exception {
        this.uid = uid;
        this.subtask = subtask;
        this.acknowledgements = acknowledgements;
        this.harness = new Harness<>(operator, key, parallelism, subtask);
    }

    /** Where the records go. */
    void output(Edge<T> edge, Consumer<T> consumer) {
        outputs().add(edge);
        Consumer<T> before = main;
        main = before.andThen(consumer);
    }

    /** Where the records of a side output go. */
    @SuppressWarnings("unchecked") // What is sent under a tag has its type.
    <S> void side(OutputTag<S> tag, Edge<S> edge) {
        outputs().add(edge);
        sides.put(tag.getId(), value -> edge.send((S) value));
    }

    /** Starts the subtask, from a checkpoint if there is one. */
    void start(TypeInformation<T> type, List<OperatorSubtaskState> states, int parallelism, long id)
            throws Exception {
        harness.setOutputCreator(serializer -> new Exit());
        harness.setup(Attempt.serializer(type));
        if (states == null) {
            harness.initializeEmptyState();
            return;
        }
        harness.setRestoredCheckpointId(id);
        harness.initializeState(
                states.size() == parallelism
                        ? states.get(subtask)
                        : repartitioned(states, parallelism));
    }

    private OperatorSubtaskState repartitioned(List<OperatorSubtaskState> states, int parallelism)
            throws Exception {
        OperatorSubtaskState all =
                AbstractStreamOperatorTestHarness.repackageState(
                        states.toArray(new OperatorSubtaskState[0]));
        // A subtask that had ended has left none, and the harness counts what is there.
        int former = all.getManagedOperatorState().size();
        return AbstractStreamOperatorTestHarness.repartitionOperatorState(
                all,
                Attempt.MAX_PARALLELISM,
                former == 0 ? states.size() : former,
                parallelism,
                subtask);
    }

    void open() throws Exception {
        harness.open();
    }

    void afterEach(AfterElement look) {
        afterEach = look;
    }

    AbstractStreamOperator<T> operator() {
        return harness.getOperator();
    }

    @Override
    @SuppressWarnings("unchecked") // The graph's own types see to that.
    void element(int input, Object value) throws Exception {
        StreamRecord<Object> element = new StreamRecord<>(value);
        if (harness.streamOperator() instanceof OneInputStreamOperator<?, ?> one) {
            OneInputStreamOperator<Object, T> operator = (OneInputStreamOperator<Object, T>) one;
            operator.setKeyContextElement(element);
            operator.processElement(element);
            return;
        }
        TwoInputStreamOperator<Object, Object, T> operator =
                (TwoInputStreamOperator<Object, Object, T>) harness.streamOperator();
        if (input == 1) {
            operator.setKeyContextElement1(element);
            operator.processElement1(element);
        } else {
            operator.setKeyContextElement2(element);
            operator.processElement2(element);
        }
        afterEach.look(value, operator());
    }

    @Override
    void watermark(int input) throws Exception {
        if (harness.streamOperator() instanceof OneInputStreamOperator<?, ?> operator) {
            operator.processWatermark(Watermark.MAX_WATERMARK);
        } else if (harness.streamOperator() instanceof TwoInputStreamOperator<?, ?, ?> operator) {
            if (input == 1) {
                operator.processWatermark1(Watermark.MAX_WATERMARK);
            } else {
                operator.processWatermark2(Watermark.MAX_WATERMARK);
            }
        }
    }

    @Override
    void endInput(int input) throws Exception {
        if (harness.streamOperator() instanceof BoundedOneInput operator) {
            operator.endInput();
        } else if (harness.streamOperator() instanceof BoundedMultiInput operator) {
            operator.endInput(input);
        }
    }

    @Override
    void snapshot(long checkpoint) throws Exception {
        acknowledgements.acknowledge(
                checkpoint, uid, subtask, harness.snapshot(checkpoint, checkpoint));
    }

    @Override
    void completed(long checkpoint) throws Exception {
        harness.notifyOfCompletedCheckpoint(checkpoint);
    }

    @Override
    TestProcessingTimeService clock() {
        return harness.getProcessingTimeService();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }

    /** What the operator says goes to the edges at once. */
    private final class Exit implements Output<StreamRecord<T>> {

        @Override
        public void collect(StreamRecord<T> element) {
            main.accept(element.getValue());
        }

        @Override
        public <X> void collect(OutputTag<X> tag, StreamRecord<X> element) {
            sides.get(tag.getId()).accept(element.getValue());
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            outputs().forEach(output -> output.sign(Channel.Sign.LAST_WATERMARK));
        }

        @Override
        public void emitWatermarkStatus(WatermarkStatus status) {}

        @Override
        public void emitLatencyMarker(LatencyMarker marker) {}

        @Override
        public void emitRecordAttributes(RecordAttributes attributes) {}

        @Override
        public void emitWatermark(WatermarkEvent watermark) {}

        @Override
        public void close() {}
    }
}
