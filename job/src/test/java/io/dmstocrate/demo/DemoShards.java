package io.dmstocrate.demo;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * The Kinesis stream: four shards, each in the order of arrival, read by turns and out of step with
 * each other.
 */
final class DemoShards {

    private static final int SHARDS = 4;
    private static final BigInteger FIRST =
            new BigInteger("49664459213214506049272029928136046394554240732946759682");
    private static final BigInteger BETWEEN_SHARDS =
            new BigInteger("22300745198530623141535718272648361505980416");

    private final Random random;
    private final List<List<DemoRecord>> shards = new ArrayList<>();

    DemoShards(Random random, List<DemoRecord> records) {
        this.random = random;
        for (int shard = 0; shard < SHARDS; shard++) {
            shards.add(new ArrayList<>());
        }
        records.forEach(record -> shards.get(shard(record)).add(record));
        for (int shard = 0; shard < SHARDS; shard++) {
            List<DemoRecord> inShard = shards.get(shard);
            inShard.sort(Comparator.comparingLong(DemoRecord::arrivalMicros));
            BigInteger number = FIRST.add(BETWEEN_SHARDS.multiply(BigInteger.valueOf(shard)));
            for (DemoRecord record : inShard) {
                number = number.add(new BigInteger(92, random)).add(BigInteger.ONE);
                record.number(number.toString());
            }
        }
    }

    /** The shard that takes a record: Kinesis hashes the partition key with MD5. */
    static int shard(DemoRecord record) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("MD5")
                            .digest(record.partitionKey().getBytes(StandardCharsets.UTF_8));
            return (hash[0] & 0xFF) / (256 / SHARDS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * All records in the order of reading.
     *
     * @param late the shard that is not read at first
     * @param hold which record waits, its shard with it
     * @param seen what must have been read before
     * @param times how often
     */
    List<DemoRecord> read(
            int late, Predicate<DemoRecord> hold, Predicate<DemoRecord> seen, int times) {
        int[] next = new int[SHARDS];
        int total = shards.stream().mapToInt(List::size).sum();
        List<DemoRecord> read = new ArrayList<>();
        int wanted = times;
        while (read.size() < total) {
            int shard = random.nextInt(SHARDS);
            if (shard == late && read.size() < total / 8) {
                continue;
            }
            List<DemoRecord> records = shards.get(shard);
            int batch = 1 + random.nextInt(40);
            for (; batch > 0 && next[shard] < records.size(); batch--) {
                DemoRecord record = records.get(next[shard]);
                if (wanted > 0 && hold.test(record)) {
                    break;
                }
                read.add(record);
                next[shard]++;
                wanted -= seen.test(record) ? 1 : 0;
            }
        }
        return read;
    }
}
