package io.dmstocrate.benchmarks;

import io.dmstocrate.dms.DecoderOptions;
import io.dmstocrate.dms.DmsDecoder;
import io.dmstocrate.dms.DmsEvent;
import io.dmstocrate.dms.MalformedRecordException;
import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Prints how many records one core decodes in a second of its time, so that the machine's other
 * work counts little: captured updates of about 600 bytes, of three tables that take turns. An
 * argument gives the seconds per round.
 */
public final class DecoderBenchmark {

    private static final int RECORDS = 3_000;
    private static final int ROUNDS = 6;

    private DecoderBenchmark() {}

    public static void main(String[] arguments) throws MalformedRecordException {
        PrintStream out = System.out;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
        RawRecord[] records = new RawRecord[RECORDS];
        long bytes = 0;
        for (int i = 0; i < RECORDS; i++) {
            records[i] = record(i);
            bytes += records[i].data().length;
        }
        out.printf(Locale.ROOT, "%d bytes a record%n", bytes / RECORDS);
        DmsDecoder decoder = new DmsDecoder(DecoderOptions.defaults());
        for (int round = 1; round <= ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            long end = start + seconds * 1_000_000_000L;
            long decoded = 0;
            long columns = 0;
            while (threads.getCurrentThreadCpuTime() < end) {
                for (RawRecord record : records) {
                    DmsEvent event = decoder.decode(record);
                    columns += event.position().arrivalMillis() & 1;
                }
                decoded += RECORDS;
            }
            double elapsed = (threads.getCurrentThreadCpuTime() - start) / 1e9;
            out.printf(
                    Locale.ROOT,
                    "round %d: %,d records/s, %.0f MB/s%s%n",
                    round,
                    Math.round(decoded / elapsed),
                    decoded / elapsed * bytes / RECORDS / 1e6,
                    columns < 0 ? "!" : "");
        }
    }

    private static RawRecord record(int i) {
        String json =
                "{\"data\":{\"id\":"
                        + (1_000_000 + i * 37)
                        + ",\"name\":\"bolt M"
                        + i
                        + "\",\"qty\":"
                        + i % 100
                        + ",\"price\":"
                        + i
                        + ".25,\"active\":true,\"made_on\":\"2030-11-30\","
                        + "\"seen_at\":\"2031-01-01T00:00:00Z\",\"attrs\":\"{\\\"a\\\": "
                        + i
                        + "}\",\"note\":null},\"before-image\":{},\"metadata\":{"
                        + "\"timestamp\":\"2031-02-03T04:06:19.5428"
                        + (10 + i % 90)
                        + "Z\",\"record-type\":\"data\",\"operation\":\"update\","
                        + "\"partition-key-type\":\"schema-table\",\"schema-name\":\"shop\","
                        + "\"table-name\":\"item"
                        + i % 3
                        + "\",\"transaction-id\":"
                        + (8140 + i)
                        + ",\"transaction-record-id\":1,\"prev-transaction-id\":"
                        + (8139 + i)
                        + ",\"prev-transaction-record-id\":1,"
                        + "\"commit-timestamp\":\"2031-02-03T04:06:19.5337"
                        + (10 + i % 90)
                        + "Z\",\"stream-position\":\"0000001A/B0000300.2.0000001A/B0000300\"}}";
        return new RawRecord(
                new RecordPosition(
                        "shardId-000000000000",
                        "4966445921321450604927202992813604639455424073294" + (1_000_000 + i),
                        "shop.item" + i % 3,
                        1_750_507_606_091L + i),
                json.getBytes(StandardCharsets.UTF_8));
    }
}
