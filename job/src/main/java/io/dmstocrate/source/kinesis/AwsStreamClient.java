package io.dmstocrate.source.kinesis;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Calls Kinesis. */
final class AwsStreamClient implements StreamClient {

    /** The most that Kinesis gives at once. */
    private static final int LIMIT = 10_000;

    private final String arn;
    private final KinesisClient kinesis;
    private final SdkAutoCloseable credentials;

    /** Takes over both, and closes them. */
    AwsStreamClient(String arn, KinesisClient kinesis, SdkAutoCloseable credentials) {
        this.arn = arn;
        this.kinesis = kinesis;
        this.credentials = credentials;
    }

    @Override
    public Listing listShards() throws StreamException {
        List<Shard> shards = new ArrayList<>();
        long serverMillis = Long.MAX_VALUE;
        ListShardsRequest request = ListShardsRequest.builder().streamARN(arn).build();
        while (true) {
            ListShardsRequest page = request;
            ListShardsResponse response = call("ListShards", () -> kinesis.listShards(page));
            serverMillis = Math.min(serverMillis, serverMillis(response));
            for (var shard : response.shards()) {
                List<String> parents =
                        Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                                .filter(parent -> parent != null && !parent.isEmpty())
                                .toList();
                shards.add(new Shard(shard.shardId(), parents));
            }
            if (response.nextToken() == null) {
                return new Listing(shards, serverMillis);
            }
            // With the token Kinesis takes neither name nor ARN, except for the endpoint's sake.
            request =
                    ListShardsRequest.builder()
                            .streamARN(arn)
                            .nextToken(response.nextToken())
                            .build();
        }
    }

    @Override
    public Opened open(String shard, ShardPosition position) throws StreamException {
        GetShardIteratorRequest.Builder request =
                GetShardIteratorRequest.builder().streamARN(arn).shardId(shard);
        switch (position.kind()) {
            case TRIM_HORIZON -> request.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
            case AT_TIMESTAMP ->
                    request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                            .timestamp(Instant.ofEpochMilli(position.timestampMillis()));
            case AFTER_RECORD ->
                    request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                            .startingSequenceNumber(position.sequenceNumber());
        }
        GetShardIteratorResponse response =
                call("GetShardIterator", () -> kinesis.getShardIterator(request.build()));
        return new Opened(response.shardIterator(), serverMillis(response));
    }

    @Override
    public Batch read(String shard, String iterator) throws StreamException {
        GetRecordsResponse response =
                call(
                        "GetRecords",
                        () ->
                                kinesis.getRecords(
                                        request ->
                                                request.streamARN(arn)
                                                        .shardIterator(iterator)
                                                        .limit(LIMIT)));
        List<RawRecord> records = new ArrayList<>(response.records().size());
        for (Record record : response.records()) {
            Instant arrival = record.approximateArrivalTimestamp();
            records.add(
                    new RawRecord(
                            new RecordPosition(
                                    shard,
                                    record.sequenceNumber(),
                                    record.partitionKey(),
                                    arrival == null ? -1 : arrival.toEpochMilli()),
                            record.data().asByteArrayUnsafe()));
        }
        Long behind = response.millisBehindLatest();
        return new Batch(
                records,
                Optional.ofNullable(response.nextShardIterator()),
                behind == null ? Long.MAX_VALUE : behind);
    }

    private static <T> T call(String action, Supplier<T> call) throws StreamException {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsErrors.explain(action, e);
        }
    }

    private static long serverMillis(SdkResponse response) {
        Optional<String> date = response.sdkHttpResponse().firstMatchingHeader("Date");
        if (date.isPresent()) {
            try {
                return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.get()))
                        .toEpochMilli();
            } catch (DateTimeParseException e) {
                // A stand-in's way of writing dates is no reason to fail.
                return System.currentTimeMillis();
            }
        }
        return System.currentTimeMillis();
    }

    @Override
    public void close() {
        kinesis.close();
        credentials.close();
    }
}
