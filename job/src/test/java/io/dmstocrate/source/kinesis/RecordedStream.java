package io.dmstocrate.source.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.source.SourceOptions.InitialPosition;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.connector.source.Source;

/**
 * A stream-dump file as the stream that it was: the same shards, each record once, in order. So
 * that the source's own state leads back to the same records, in every run there ever will be.
 */
public final class RecordedStream {

    private static final Map<String, RecordedStream> STREAMS = new ConcurrentHashMap<>();
    private static final int BATCH = 100;

    private final String name = UUID.randomUUID().toString();
    private final TreeMap<String, TreeMap<BigInteger, RawRecord>> shards = new TreeMap<>();
    private final Set<String> ended = new HashSet<>();
    private final CountDownLatch end = new CountDownLatch(1);

    private RecordedStream() {
        STREAMS.put(name, this);
    }

    /**
     * A stream that has got so far.
     *
     * @param resource the file on the class path
     * @param percent of the records of each shard
     */
    public static RecordedStream of(String resource, int percent) throws IOException {
        RecordedStream stream = new RecordedStream();
        try (InputStream file = RecordedStream.class.getResourceAsStream(resource)) {
            new String(file.readAllBytes(), UTF_8).lines().forEach(stream::add);
        }
        for (TreeMap<BigInteger, RawRecord> shard : stream.shards.values()) {
            int left = shard.size() * percent / 100;
            while (shard.size() > left) {
                shard.pollLastEntry();
            }
        }
        return stream;
    }

    private void add(String line) {
        RecordPosition position =
                new RecordPosition(
                        member(line, "shard_id"),
                        member(line, "seq_no"),
                        member(line, "partition"),
                        -1);
        shards.computeIfAbsent(position.shard(), any -> new TreeMap<>())
                .put(
                        new BigInteger(position.sequenceNumber()),
                        new RawRecord(position, line.getBytes(UTF_8)));
    }

    /** Not every line is JSON to its end. */
    private static String member(String line, String member) {
        String before = '"' + member + "\":\"";
        int start = line.indexOf(before) + before.length();
        return line.substring(start, line.indexOf('"', start));
    }

    /** How many records it has. */
    public long records() {
        return shards.values().stream().mapToLong(Map::size).sum();
    }

    /** Reads the stream; bounded, it ends where the stream does. */
    public Source<RawRecord, ?, ?> source(boolean bounded) {
        String stream = name;
        return new KinesisStreamSource(
                () -> new Client(STREAMS.get(stream)),
                new StreamPlan(InitialPosition.TRIM_HORIZON, -1, bounded, 1_000, new Pace(1, 50)));
    }

    /** Waits until every shard has been read to its last record. */
    public void awaitEnd() throws InterruptedException {
        end.await();
    }

    private synchronized StreamClient.Batch read(String shard, BigInteger after) {
        List<RawRecord> batch = new ArrayList<>();
        BigInteger last = after;
        for (Map.Entry<BigInteger, RawRecord> record :
                shards.get(shard).tailMap(after, false).entrySet()) {
            if (batch.size() == BATCH) {
                break;
            }
            batch.add(record.getValue());
            last = record.getKey();
        }
        if (batch.isEmpty()) {
            ended.add(shard);
            if (ended.size() == shards.size()) {
                end.countDown();
            }
        }
        return new StreamClient.Batch(
                batch, Optional.of(last.toString()), batch.isEmpty() ? 0 : 1_000);
    }

    private static final class Client implements StreamClient {

        private final RecordedStream stream;

        Client(RecordedStream stream) {
            this.stream = stream;
        }

        @Override
        public Listing listShards() {
            return new Listing(
                    stream.shards.keySet().stream()
                            .map(shard -> new Shard(shard, List.of()))
                            .toList(),
                    System.currentTimeMillis());
        }

        @Override
        public Opened open(String shard, ShardPosition position) {
            String after =
                    position.kind() == ShardPosition.Kind.AFTER_RECORD
                            ? position.sequenceNumber()
                            : "0";
            return new Opened(after, System.currentTimeMillis());
        }

        @Override
        public Batch read(String shard, String iterator) {
            return stream.read(shard, new BigInteger(iterator));
        }

        @Override
        public void close() {}
    }
}
