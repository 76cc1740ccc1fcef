package io.dmstocrate.source.kinesis;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * Makes streams in a local stand-in for Kinesis, for the demo. Each record goes to the shard that
 * it is meant for, after those that were put before it.
 */
public final class AwsStreamFiller implements AutoCloseable {

    /** The most records that Kinesis takes at once. */
    private static final int MOST = 500;

    private static final long PATIENCE_SECONDS = 30;

    private final KinesisClient kinesis;

    /** A record to put. */
    public record Entry(String partitionKey, String text) {}

    /**
     * Calls Kinesis at this address, with credentials that only a stand-in takes: nothing is ever
     * written to AWS itself.
     */
    public AwsStreamFiller(URI endpoint) {
        kinesis =
                KinesisClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("none", "none")))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
    }

    /**
     * Creates a stream and puts the records of each of its shards.
     *
     * @return the stream's ARN
     */
    public String create(String stream, List<List<Entry>> shards) throws InterruptedException {
        kinesis.createStream(request -> request.streamName(stream).shardCount(shards.size()));
        String arn = awaitActive(stream);
        List<Shard> created =
                new ArrayList<>(kinesis.listShards(request -> request.streamARN(arn)).shards());
        created.sort(Comparator.comparing(Shard::shardId));
        for (int shard = 0; shard < created.size(); shard++) {
            String hashKey = created.get(shard).hashKeyRange().startingHashKey();
            List<Entry> entries = shards.get(shard);
            for (int from = 0; from < entries.size(); from += MOST) {
                put(arn, hashKey, entries.subList(from, Math.min(from + MOST, entries.size())));
            }
        }
        return arn;
    }

    private void put(String arn, String hashKey, List<Entry> entries) {
        List<PutRecordsRequestEntry> records = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            records.add(
                    PutRecordsRequestEntry.builder()
                            .partitionKey(entry.partitionKey())
                            .explicitHashKey(hashKey)
                            .data(SdkBytes.fromUtf8String(entry.text()))
                            .build());
        }
        PutRecordsResponse response =
                kinesis.putRecords(request -> request.streamARN(arn).records(records));
        Integer failed = response.failedRecordCount();
        if (failed != null && failed > 0) {
            // To put them again would change the order.
            throw new IllegalStateException("Kinesis refused " + failed + " records of the demo");
        }
    }

    private String awaitActive(String stream) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            StreamDescriptionSummary summary =
                    kinesis.describeStreamSummary(request -> request.streamName(stream))
                            .streamDescriptionSummary();
            if (summary.streamStatus() == StreamStatus.ACTIVE) {
                return summary.streamARN();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IllegalStateException(
                "the stream " + stream + " is not ready after " + PATIENCE_SECONDS + " s");
    }

    @Override
    public void close() {
        kinesis.close();
    }
}
