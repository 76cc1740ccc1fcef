package io.dmstocrate.source.kinesis;

import io.dmstocrate.dms.RawRecord;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The Flink source of a stream: puts enumerator, readers and their serializers together. */
final class KinesisStreamSource implements Source<RawRecord, ShardSplit, StreamState> {

    private static final long serialVersionUID = 1;

    private final StreamClientFactory clients;
    private final StreamPlan plan;

    KinesisStreamSource(StreamClientFactory clients, StreamPlan plan) {
        this.clients = clients;
        this.plan = plan;
    }

    @Override
    public Boundedness getBoundedness() {
        return plan.bounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<ShardSplit, StreamState> createEnumerator(
            SplitEnumeratorContext<ShardSplit> context) {
        return restoreEnumerator(context, StreamState.NEW);
    }

    @Override
    public SplitEnumerator<ShardSplit, StreamState> restoreEnumerator(
            SplitEnumeratorContext<ShardSplit> context, StreamState state) {
        return new StreamEnumerator(context, clients.create(), plan, state);
    }

    @Override
    public SourceReader<RawRecord, ShardSplit> createReader(SourceReaderContext context) {
        StreamMetrics metrics = new StreamMetrics(context.metricGroup());
        return new StreamReader(
                () -> new ShardFetcher(clients.create(), metrics, plan.bounded(), plan.pace()),
                metrics,
                context);
    }

    @Override
    public SimpleVersionedSerializer<ShardSplit> getSplitSerializer() {
        return new ShardSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<StreamState> getEnumeratorCheckpointSerializer() {
        return new StreamStateSerializer();
    }
}
