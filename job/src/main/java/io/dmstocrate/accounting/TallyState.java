package io.dmstocrate.accounting;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;

/**
 * Keeps a {@link Tally} in an operator's list state.
 *
 * <p>Each subtask keeps one entry. At another parallelism, whichever subtask gets an entry adds it
 * to its own: the sum over all subtasks stays.
 */
public final class TallyState {

    private static final String NAME = "tally";

    private final Tally tally;
    private final ListState<byte[]> state;

    private TallyState(Tally tally, ListState<byte[]> state) {
        this.tally = tally;
        this.state = state;
    }

    /** To be called from {@code initializeState}: adds what was counted before to the tally. */
    public static TallyState restore(Tally tally, FunctionInitializationContext context)
            throws Exception {
        ListState<byte[]> state =
                context.getOperatorStateStore()
                        .getListState(
                                new ListStateDescriptor<>(
                                        NAME, BytePrimitiveArraySerializer.INSTANCE));
        for (byte[] bytes : state.get()) {
            tally.merge(Tally.fromBytes(bytes));
        }
        return new TallyState(tally, state);
    }

    /** To be called from {@code snapshotState}. */
    public void snapshot() throws Exception {
        state.clear();
        state.add(tally.toBytes());
    }
}
