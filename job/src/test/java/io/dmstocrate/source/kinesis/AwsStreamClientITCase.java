package io.dmstocrate.source.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.source.kinesis.StreamClient.Batch;
import io.dmstocrate.source.kinesis.StreamClient.Listing;
import io.dmstocrate.source.kinesis.StreamClient.Opened;
import io.dmstocrate.source.kinesis.StreamException.Kind;
import io.dmstocrate.testing.KinesisLocal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;

/** The calls to a real API, and what is made of its refusals. */
class AwsStreamClientITCase {

    @RegisterExtension static final KinesisLocal KINESIS = new KinesisLocal();

    @BeforeAll
    static void fill() {
        KINESIS.create("calls", 1);
        for (int i = 0; i < 3; i++) {
            SdkBytes data = SdkBytes.fromUtf8String("record " + i);
            KINESIS.client()
                    .putRecord(
                            request -> request.streamName("calls").partitionKey("key").data(data));
        }
        KINESIS.split("calls");
    }

    @Test
    void shardsAreListedWithTheirParents() throws StreamException {
        try (StreamClient client = client("calls")) {
            Listing listing = client.listShards();

            assertThat(listing.shards()).hasSize(3);
            String first = listing.shards().get(0).id();
            assertThat(listing.shards().get(0).parents()).isEmpty();
            assertThat(listing.shards().get(1).parents()).containsExactly(first);
            assertThat(listing.serverMillis()).isPositive();
        }
    }

    @Test
    void shardIsReadFromPositionsToItsEnd() throws StreamException {
        try (StreamClient client = client("calls")) {
            String shard = client.listShards().shards().get(0).id();
            Opened opened = client.open(shard, ShardPosition.TRIM_HORIZON);

            Batch all = client.read(shard, opened.iterator());

            assertThat(all.records()).hasSize(3);
            RawRecord first = all.records().get(0);
            assertThat(first.data()).asString().isEqualTo("record 0");
            assertThat(first.position().shard()).isEqualTo(shard);
            assertThat(first.position().partitionKey()).isEqualTo("key");
            assertThat(first.position().arrivalMillis()).isPositive();

            ShardPosition behind = ShardPosition.after(first.position().sequenceNumber());
            Batch rest = client.read(shard, client.open(shard, behind).iterator());
            assertThat(rest.records()).hasSize(2);
            ShardPosition time = ShardPosition.at(first.position().arrivalMillis());
            assertThat(client.read(shard, client.open(shard, time).iterator()).records())
                    .hasSize(3);
        }
    }

    @Test
    void missingStreamAndMissingShardAreNotFound() {
        try (StreamClient client = client("none")) {
            assertThat(kind(client::listShards)).isEqualTo(Kind.NOT_FOUND);
        }
        try (StreamClient client = client("calls")) {
            assertThat(kind(() -> client.open("shardId-000000000099", ShardPosition.TRIM_HORIZON)))
                    .isEqualTo(Kind.NOT_FOUND);
        }
    }

    @Test
    void nobodyThereIsUnavailable() {
        AwsStream stream = new AwsStream(KinesisLocal.arn("calls"), "", "http://localhost:1", "");
        try (StreamClient client = stream.create()) {
            assertThatThrownBy(client::listShards)
                    .isInstanceOf(StreamException.class)
                    .hasMessageStartingWith("kinesis:ListShards: ");
            assertThat(kind(client::listShards)).isEqualTo(Kind.UNAVAILABLE);
        }
    }

    @Test
    void timeToComeIsRefused() throws StreamException {
        try (StreamClient client = client("calls")) {
            String shard = client.listShards().shards().get(0).id();
            ShardPosition later = ShardPosition.at(System.currentTimeMillis() + 3_600_000);

            assertThat(kind(() -> client.open(shard, later))).isEqualTo(Kind.REFUSED);
        }
    }

    private static StreamClient client(String stream) {
        return new AwsStream(KinesisLocal.arn(stream), "", KINESIS.endpoint().toString(), "")
                .create();
    }

    private static Kind kind(ThrowingCallable call) {
        return catchThrowableOfType(StreamException.class, call).kind();
    }
}
