package io.dmstocrate.source.kinesis;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.source.SourceOptions.InitialPosition;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.source.Source;

/**
 * A stream of shards with parents that gives records one by one, some shards faster than others,
 * and no more new ones than a test has let through. What a reader was given before, it may read
 * again at any time.
 */
public final class GatedStream implements AutoCloseable {

    private static final Map<String, GatedStream> STREAMS = new ConcurrentHashMap<>();
    private static final int[] SLOWNESS = {1, 2, 5};
    private static final int BATCH = 3;

    /** Later than any record: nothing comes in while a reader is at work. */
    private static final long NOW_MILLIS = 4_000_000_000_000L;

    /** A shard, and what was given of it. */
    private static final class Entry {
        private final Shard shard;
        private final List<RawRecord> records;
        private final int slowness;
        private int given;

        Entry(Shard shard, List<RawRecord> records, int slowness) {
            this.shard = shard;
            this.records = records;
            this.slowness = slowness;
        }
    }

    private final String name = UUID.randomUUID().toString();
    private final Map<String, Entry> shards = new LinkedHashMap<>();
    private final Map<String, Boolean> closed = new HashMap<>();
    private final Random random;
    private int records;
    private int given;
    private int allowed;

    /** A stream without shards, through which nothing comes. */
    public GatedStream(long seed) {
        random = new Random(seed);
        STREAMS.put(name, this);
    }

    /** Adds a shard with all that it ever holds; its parents are closed with that. */
    public synchronized void add(String id, List<String> parents, List<RawRecord> all) {
        shards.put(
                id,
                new Entry(
                        new Shard(id, parents),
                        List.copyOf(all),
                        SLOWNESS[random.nextInt(SLOWNESS.length)]));
        parents.forEach(parent -> closed.put(parent, true));
        records += all.size();
    }

    /** Reads the stream, and ends where it does. */
    public Source<RawRecord, ?, ?> source() {
        String stream = name;
        return new KinesisStreamSource(
                () -> new Client(STREAMS.get(stream)),
                new StreamPlan(InitialPosition.TRIM_HORIZON, -1, true, 20, new Pace(3, 5)));
    }

    /** Lets so many records through, in all. */
    public synchronized void allow(int number) {
        allowed = Math.max(allowed, number);
    }

    /**
     * Waits until readers have taken all records that were let through, or for so long.
     *
     * @return whether they have
     */
    public synchronized boolean awaitGiven(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (given < Math.min(allowed, records) && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return given >= Math.min(allowed, records);
    }

    private synchronized StreamClient.Batch read(String shard, int from) {
        Entry entry = shards.get(shard);
        int to = Math.min(from + 1 + random.nextInt(BATCH), entry.records.size());
        if (to > entry.given) {
            boolean waits = random.nextInt(entry.slowness) > 0;
            int more = waits ? 0 : Math.min(to - entry.given, Math.max(0, allowed - given));
            to = Math.max(from, entry.given + more);
            given += more;
            entry.given += more;
            notifyAll();
        }
        List<RawRecord> batch = new ArrayList<>(entry.records.subList(from, to));
        boolean end = to == entry.records.size();
        boolean isClosed = closed.containsKey(shard);
        return new StreamClient.Batch(
                batch,
                end && isClosed ? Optional.empty() : Optional.of(Integer.toString(to)),
                end ? 0 : 1_000);
    }

    private synchronized int indexAfter(String shard, ShardPosition position) {
        if (position.kind() != ShardPosition.Kind.AFTER_RECORD) {
            return 0;
        }
        BigInteger after = new BigInteger(position.sequenceNumber());
        int index = 0;
        for (RawRecord record : shards.get(shard).records) {
            if (new BigInteger(record.position().sequenceNumber()).compareTo(after) <= 0) {
                index++;
            }
        }
        return index;
    }

    private synchronized List<Shard> shards() {
        return shards.values().stream().map(entry -> entry.shard).toList();
    }

    @Override
    public void close() {
        STREAMS.remove(name);
    }

    private static final class Client implements StreamClient {

        private final GatedStream stream;

        Client(GatedStream stream) {
            this.stream = stream;
        }

        @Override
        public Listing listShards() {
            return new Listing(stream.shards(), NOW_MILLIS);
        }

        @Override
        public Opened open(String shard, ShardPosition position) {
            return new Opened(Integer.toString(stream.indexAfter(shard, position)), NOW_MILLIS);
        }

        @Override
        public Batch read(String shard, String iterator) {
            return stream.read(shard, Integer.parseInt(iterator));
        }

        @Override
        public void close() {}
    }
}
