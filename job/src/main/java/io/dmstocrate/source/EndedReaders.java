package io.dmstocrate.source;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.accounting.TallyMetrics;
import io.dmstocrate.accounting.TallyState;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps the counts of readers that have ended. It ends with the last of them, in the same
 * checkpoint as all that comes behind, so no checkpoint is without the counts.
 */
public final class EndedReaders extends ProcessFunction<byte[], Void>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1;

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
        TallyMetrics.show(
                tally,
                getRuntimeContext().getMetricGroup(),
                Outcome.RECORDS,
                Outcome.CONTROL,
                Outcome.SKIPPED,
                Outcome.DEAD_LETTERS);
    }

    @Override
    public void processElement(byte[] counts, Context context, Collector<Void> output) {
        tally.merge(Tally.fromBytes(counts));
    }
}
