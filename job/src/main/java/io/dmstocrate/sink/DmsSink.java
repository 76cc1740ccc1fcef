package io.dmstocrate.sink;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.accounting.TallyMetrics;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.target.TargetFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Writes rows to the target. The stream must be keyed by row before it, so that one writer owns a
 * row.
 *
 * <p>Together with the checkpoints of the job each write takes effect exactly once: what was
 * written after the last checkpoint is written again after a failure, with the same version, and
 * changes nothing.
 */
public final class DmsSink implements Sink<RowWrite>, SupportsWriterState<RowWrite, byte[]> {

    private static final long serialVersionUID = 1;

    private final SinkOptions options;
    private final Duration parcelLife;
    private final TargetFactory targets;

    /**
     * Makes the sink.
     *
     * @param parcelLife how long values may be on their way from row to row
     */
    public DmsSink(SinkOptions options, Duration parcelLife, TargetFactory targets) {
        this.options = options;
        this.parcelLife = parcelLife;
        this.targets = targets;
    }

    @Override
    public StatefulSinkWriter<RowWrite, byte[]> createWriter(WriterInitContext context) {
        return restoreWriter(context, List.of());
    }

    @Override
    public StatefulSinkWriter<RowWrite, byte[]> restoreWriter(
            WriterInitContext context, Collection<byte[]> tallies) {
        Tally tally = new Tally();
        for (byte[] bytes : tallies) {
            tally.merge(Tally.fromBytes(bytes));
        }
        TallyMetrics.show(tally, context.metricGroup(), Outcome.APPLIED, Outcome.DEAD_LETTERS);
        return new DmsSinkWriter(
                options,
                parcelLife,
                targets.open(),
                context.getProcessingTimeService(),
                tally,
                new SinkMetrics(context.metricGroup()));
    }

    @Override
    public SimpleVersionedSerializer<byte[]> getWriterStateSerializer() {
        return new TallyBytesSerializer();
    }
}
