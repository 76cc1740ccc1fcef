package io.dmstocrate.accounting;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/**
 * Keeps the {@link Tally} of an operator in its state. After a change of parallelism each count is
 * with one of the subtasks.
 */
public final class TallyState {

    private final ListState<byte[]> state;
    private final Tally tally = new Tally();

    /** Registers the state, and takes up what was counted before. */
    public TallyState(OperatorStateStore store) throws Exception {
        state =
                store.getListState(
                        new ListStateDescriptor<>(
                                "tally", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        for (byte[] bytes : state.get()) {
            tally.merge(Tally.fromBytes(bytes));
        }
    }

    public Tally tally() {
        return tally;
    }

    /** To be called when a snapshot is taken. */
    public void save() throws Exception {
        state.update(List.of(tally.toBytes()));
    }
}
