package io.dmstocrate.source.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.source.kinesis.StreamState.Progress;
import io.dmstocrate.source.kinesis.StreamState.TrackedShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.junit.jupiter.api.Test;

/** What savepoints hold of the source, and that savepoints of before are still read. */
class StreamSerializersTest {

    private static final ShardSplit SPLIT =
            ShardSplit.toRead(
                    "shardId-000000000003",
                    ShardPosition.after(
                            "49680418147780794324036127275793052362011348752662528002"));
    private static final ShardSplit FINISHED = ShardSplit.finished("shardId-000000000004");
    private static final StreamState STATE =
            new StreamState(
                    Optional.of(ShardPosition.at(1_795_233_844_584L)),
                    List.of(
                            tracked("shardId-000000000001", Progress.FINISHED),
                            tracked("shardId-000000000002", Progress.READING),
                            tracked(
                                    "shardId-000000000003",
                                    Progress.WAITING,
                                    "shardId-000000000001",
                                    "shardId-000000000002")));

    @Test
    void splitsAreReadAsWritten() throws IOException {
        ShardSplitSerializer serializer = new ShardSplitSerializer();
        for (ShardSplit split : List.of(SPLIT, FINISHED)) {
            assertThat(copy(serializer, split)).isEqualTo(split);
        }
        ShardSplit timed = ShardSplit.toRead("s", ShardPosition.at(7));
        assertThat(copy(serializer, timed)).isEqualTo(timed);
    }

    @Test
    void statesAreReadAsWritten() throws IOException {
        StreamStateSerializer serializer = new StreamStateSerializer();
        assertThat(copy(serializer, STATE)).isEqualTo(STATE);
        assertThat(copy(serializer, StreamState.NEW)).isEqualTo(StreamState.NEW);
    }

    @Test
    void splitsOfVersion1AreRead() throws IOException {
        ShardSplitSerializer serializer = new ShardSplitSerializer();

        assertThat(serializer.deserialize(1, bytes("ShardSplit.v1.hex"))).isEqualTo(SPLIT);
        assertThat(serializer.deserialize(1, bytes("ShardSplit-finished.v1.hex")))
                .isEqualTo(FINISHED);
    }

    @Test
    void statesOfVersion1AreRead() throws IOException {
        assertThat(new StreamStateSerializer().deserialize(1, bytes("StreamState.v1.hex")))
                .isEqualTo(STATE);
    }

    @Test
    void newerVersionsAreRefused() {
        assertThatThrownBy(() -> new ShardSplitSerializer().deserialize(2, new byte[9]))
                .hasMessageContaining("restore with the release that wrote it");
        assertThatThrownBy(() -> new StreamStateSerializer().deserialize(2, new byte[9]))
                .hasMessageContaining("restore with the release that wrote it");
    }

    private static <T> T copy(SimpleVersionedSerializer<T> serializer, T value) throws IOException {
        return serializer.deserialize(serializer.getVersion(), serializer.serialize(value));
    }

    private static byte[] bytes(String name) throws IOException {
        Path file = Path.of("src", "test", "resources", "kinesis", name);
        return HexFormat.of().parseHex(Files.readString(file).replaceAll("\\s", ""));
    }

    private static TrackedShard tracked(String id, Progress progress, String... parents) {
        return new TrackedShard(new Shard(id, List.of(parents)), progress);
    }
}
