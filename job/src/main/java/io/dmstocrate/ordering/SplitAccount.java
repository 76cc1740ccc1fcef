package io.dmstocrate.ordering;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.accounting.TallyMetrics;
import io.dmstocrate.accounting.TallyState;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.SplitOutcome;
import io.dmstocrate.wire.WireTypes;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts each record that changed a primary key once, although it became two changes of two rows. A
 * record that contributed anything is applied; where the new key's part did, the sink counts it.
 *
 * <p>Keyed by record; remembers a part until the other one comes. Parts of one kind come in the
 * order of their deliveries, as each kind has one key.
 */
public final class SplitAccount extends KeyedProcessFunction<String, SplitOutcome, Void>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1;

    private transient ListState<SplitOutcome> unmatched;
    private transient TallyState tallyState;
    private transient Tally tally;

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        tally = new Tally();
        tallyState = TallyState.restore(tally, context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        tallyState.snapshot();
    }

    @Override
    public void open(OpenContext context) {
        unmatched =
                getRuntimeContext()
                        .getListState(
                                new ListStateDescriptor<>("unmatched", WireTypes.SPLIT_OUTCOME));
        TallyMetrics.show(
                tally,
                getRuntimeContext().getMetricGroup(),
                Outcome.APPLIED,
                Outcome.DUPLICATES,
                Outcome.SUPERSEDED);
    }

    @Override
    public void processElement(SplitOutcome outcome, Context context, Collector<Void> output)
            throws Exception {
        List<SplitOutcome> waiting = new ArrayList<>();
        unmatched.get().forEach(waiting::add);
        if (waiting.isEmpty() || waiting.get(0).part() == outcome.part()) {
            unmatched.add(outcome);
            return;
        }
        SplitOutcome other = waiting.remove(0);
        unmatched.update(waiting);
        boolean isNew = outcome.part() == KeyedChange.Part.NEW_KEY;
        count(isNew ? outcome : other, isNew ? other : outcome);
    }

    /** What this subtask has counted. */
    Tally tally() {
        return tally;
    }

    private void count(SplitOutcome newKey, SplitOutcome oldKey) {
        if (newKey.outcome() == SplitOutcome.Outcome.CONTRIBUTED) {
            return;
        }
        if (oldKey.outcome() == SplitOutcome.Outcome.CONTRIBUTED) {
            tally.count(newKey.table(), Outcome.APPLIED, 1);
        } else if (newKey.outcome() == SplitOutcome.Outcome.DUPLICATE
                && oldKey.outcome() == SplitOutcome.Outcome.DUPLICATE) {
            tally.count(newKey.table(), Outcome.DUPLICATES, 1);
        } else {
            tally.count(newKey.table(), Outcome.SUPERSEDED, 1);
        }
    }
}
