package io.dmstocrate.source.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.source.SourceOptions.InitialPosition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.Source;

/**
 * A stream in this JVM that stays open, and that a test appends to while jobs read it. It keeps
 * everything, so that a job goes on from any savepoint.
 */
public final class LiveStream {

    private static final Map<String, LiveStream> STREAMS = new ConcurrentHashMap<>();
    private static final int BATCH = 200;

    private final String name = UUID.randomUUID().toString();
    private final List<List<RawRecord>> shards;
    private Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private long appended;

    /** A stream without records. */
    public LiveStream(int shards) {
        this.shards = IntStream.range(0, shards).mapToObj(any -> newShard()).toList();
        STREAMS.put(name, this);
    }

    private static List<RawRecord> newShard() {
        return new ArrayList<>();
    }

    /** Puts a record behind all others of a shard. */
    public synchronized void append(int shard, String record) {
        appended++;
        List<RawRecord> records = shards.get(shard);
        records.add(
                new RawRecord(
                        new RecordPosition(
                                shardId(shard),
                                Long.toString(appended * shards.size() + shard),
                                "any",
                                -1),
                        record.getBytes(UTF_8)));
    }

    /** A time later than all before it, for a record. */
    public synchronized Instant now() {
        now = now.plus(1, ChronoUnit.MICROS);
        return now;
    }

    /** How many records it has. */
    public synchronized long appended() {
        return appended;
    }

    public int shards() {
        return shards.size();
    }

    /** Reads the stream, and never ends. */
    public Source<RawRecord, ?, ?> source() {
        String stream = name;
        return new KinesisStreamSource(
                () -> new Client(STREAMS.get(stream)),
                new StreamPlan(InitialPosition.TRIM_HORIZON, -1, false, 1_000, new Pace(1, 10)));
    }

    private synchronized StreamClient.Batch read(String shard, int after) {
        List<RawRecord> records = shards.get(Integer.parseInt(shard));
        int end = Math.min(after + BATCH, records.size());
        return new StreamClient.Batch(
                List.copyOf(records.subList(after, end)),
                Optional.of(Integer.toString(end)),
                records.size() - end);
    }

    /** How many records of a shard come before the one that follows this one. */
    private synchronized int after(String shard, String sequenceNumber) {
        List<RawRecord> records = shards.get(Integer.parseInt(shard));
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).position().sequenceNumber().equals(sequenceNumber)) {
                return i + 1;
            }
        }
        throw new IllegalStateException("no record " + sequenceNumber);
    }

    private static String shardId(int shard) {
        return Integer.toString(shard);
    }

    private static final class Client implements StreamClient {

        private final LiveStream stream;

        Client(LiveStream stream) {
            this.stream = stream;
        }

        @Override
        public Listing listShards() {
            return new Listing(
                    IntStream.range(0, stream.shards())
                            .mapToObj(shard -> new Shard(shardId(shard), List.of()))
                            .toList(),
                    System.currentTimeMillis());
        }

        @Override
        public Opened open(String shard, ShardPosition position) {
            int after =
                    position.kind() == ShardPosition.Kind.AFTER_RECORD
                            ? stream.after(shard, position.sequenceNumber())
                            : 0;
            return new Opened(Integer.toString(after), System.currentTimeMillis());
        }

        @Override
        public Batch read(String shard, String iterator) {
            return stream.read(shard, Integer.parseInt(iterator));
        }

        @Override
        public void close() {}
    }
}
