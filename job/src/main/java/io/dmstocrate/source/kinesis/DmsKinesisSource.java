package io.dmstocrate.source.kinesis;

import io.dmstocrate.config.Problems;
import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.source.DmsSource;
import io.dmstocrate.source.SourceOptions;
import io.dmstocrate.source.SourceOptions.InitialPosition;
import io.dmstocrate.source.kinesis.StreamClient.Listing;
import org.apache.flink.api.connector.source.Source;

/**
 * Reads a Kinesis stream.
 *
 * <p>The records of a shard come in their order, and those of a shard's children after them.
 * Bounded, every shard that is there at the start is read to where it stood at the start, at least.
 */
public final class DmsKinesisSource implements DmsSource {

    private static final long CLOCK_TOLERANCE_MILLIS = 60_000;
    private static final String STREAM = "Source.stream.arn";

    private final AwsStream stream;
    private final StreamClientFactory clients;
    private final StreamPlan plan;

    /** The stream that the options name. */
    public DmsKinesisSource(SourceOptions options) {
        this(
                options,
                new AwsStream(
                        options.streamArn(),
                        options.awsRegion(),
                        options.awsEndpoint(),
                        options.awsRoleArn()));
    }

    private DmsKinesisSource(SourceOptions options, AwsStream stream) {
        this(options, stream, stream);
    }

    /** For tests: the clients are not those of AWS. */
    DmsKinesisSource(SourceOptions options, AwsStream stream, StreamClientFactory clients) {
        this.stream = stream;
        this.clients = clients;
        this.plan =
                new StreamPlan(
                        options.initialPosition(),
                        options.initialPosition() == InitialPosition.LATEST
                                ? System.currentTimeMillis()
                                : options.initialTimestampMillis(),
                        options.bounded(),
                        options.shardDiscoveryInterval().toMillis(),
                        Pace.POLITE);
    }

    @Override
    public void check(Problems problems) {
        try (StreamClient client = clients.create()) {
            Listing listing = client.listShards();
            if (plan.initial() == InitialPosition.AT_TIMESTAMP
                    && plan.initialMillis() > listing.serverMillis() + CLOCK_TOLERANCE_MILLIS) {
                problems.add(
                        "Source.initial.timestamp",
                        "is a time to come",
                        "write one that has been, or initial.position = LATEST");
                return;
            }
            if (!listing.shards().isEmpty()) {
                String shard = listing.shards().get(0).id();
                client.read(
                        shard, client.open(shard, plan.start(listing.serverMillis())).iterator());
            }
        } catch (StreamException e) {
            explain(e, problems);
        }
    }

    private void explain(StreamException e, Problems problems) {
        switch (e.kind()) {
            case NOT_FOUND ->
                    problems.add(
                            STREAM,
                            "there is no stream "
                                    + stream.name()
                                    + " in "
                                    + stream.regionName()
                                    + " for this account",
                            "look at its name, region and account");
            case REFUSED ->
                    problems.add(
                            STREAM,
                            "can't be read: " + e.getMessage(),
                            "see that the credentials are there, and allow kinesis:ListShards,"
                                    + " kinesis:GetShardIterator and kinesis:GetRecords (and"
                                    + " kms:Decrypt, if the stream is encrypted)");
            case UNAVAILABLE ->
                    problems.add(
                            stream.endpoint().isEmpty() ? STREAM : "Source.aws.endpoint",
                            "Kinesis can't be reached: " + e.getMessage(),
                            "see that there is a way from here to "
                                    + (stream.endpoint().isEmpty()
                                            ? "Kinesis in " + stream.regionName()
                                            : stream.endpoint()));
            // It is there; the job will be patient.
            case THROTTLED, ITERATOR_EXPIRED -> {}
        }
    }

    @Override
    public Source<RawRecord, ?, ?> source() {
        return new KinesisStreamSource(clients, plan);
    }

    @Override
    public boolean bounded() {
        return plan.bounded();
    }
}
