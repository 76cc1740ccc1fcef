package io.dmstocrate.source;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RowChange;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Runs a {@link DecodeFunction}; when its input has ended, what it has counted goes on to {@link
 * EndedReaders}.
 *
 * <p>Flink keeps no state of a subtask that has ended, and readers end one by one: had the counts
 * stayed here, a failure after that would lose them.
 */
public final class DecodeOperator extends ProcessOperator<RawRecord, RowChange>
        implements BoundedOneInput {

    private static final long serialVersionUID = 1;

    /** Makes the operator. */
    public DecodeOperator(DecodeFunction function) {
        super(function);
    }

    @Override
    public void endInput() {
        byte[] counts = ((DecodeFunction) userFunction).takeCounts();
        output.collect(DecodeFunction.LAST_COUNTS, new StreamRecord<>(counts));
    }
}
