package io.dmstocrate.proof;

import io.dmstocrate.accounting.Tally;
import java.util.List;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** Reads the counters out of a checkpoint, those of all operators together. */
final class FinalCounts {

    private static final List<String> COUNTING =
            List.of("decode", "account-ended-readers", "resolve-key", "order", "account-splits");

    private FinalCounts() {}

    static Tally of(Checkpoint last) throws Exception {
        Tally tally = new Tally();
        for (byte[] bytes : last.tallies()) {
            tally.merge(Tally.fromBytes(bytes));
        }
        for (String operator : COUNTING) {
            tally.merge(tally(last.operator(operator)));
        }
        return tally;
    }

    private static Tally tally(List<OperatorSubtaskState> states) throws Exception {
        TallyReader reader = new TallyReader();
        for (OperatorSubtaskState state : states) {
            try (OneInputStreamOperatorTestHarness<Object, Object> harness =
                    new OneInputStreamOperatorTestHarness<>(reader)) {
                harness.setup();
                harness.initializeState(
                        OperatorSubtaskState.builder()
                                .setManagedOperatorState(state.getManagedOperatorState())
                                .build());
            }
        }
        return reader.tally;
    }

    /** Reads the counters out of an operator's state. */
    private static final class TallyReader extends AbstractStreamOperator<Object>
            implements OneInputStreamOperator<Object, Object> {

        private static final long serialVersionUID = 1;

        private final transient Tally tally = new Tally();

        @Override
        public void initializeState(StateInitializationContext context) throws Exception {
            for (byte[] bytes :
                    context.getOperatorStateStore()
                            .getListState(
                                    new ListStateDescriptor<>(
                                            "tally", BytePrimitiveArraySerializer.INSTANCE))
                            .get()) {
                tally.merge(Tally.fromBytes(bytes));
            }
        }

        @Override
        public void processElement(StreamRecord<Object> element) {}
    }
}
