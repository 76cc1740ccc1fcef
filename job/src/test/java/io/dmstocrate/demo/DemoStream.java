package io.dmstocrate.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmstocrate.demo.DemoDatabase.Change;
import io.dmstocrate.demo.DemoDatabase.Transaction;
import io.dmstocrate.demo.DemoTask.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Makes the stream of the demo, and what must come of it: a task that loads a small shop and
 * follows it, restarts, and meets every trouble that DMS and Kinesis are known for. Always the
 * same.
 */
public final class DemoStream {

    static final Path STREAM = Path.of("src/main/resources/io/dmstocrate/demo/shop.ndjson");
    static final Path EXPECTATION =
            Path.of("src/test/resources/io/dmstocrate/demo/shop-expected.json");

    private static final Instant START = Instant.parse("2031-03-04T08:00:00Z");
    private static final int TRANSACTIONS = 620;
    private static final int QUIET_FROM = 360;
    private static final int RESTART_AT = 400;
    private static final int COLUMN_ADDED_AT = 470;
    private static final int LATE_SHARD = 3;
    private static final long SECOND = 1_000_000;
    private static final DateTimeFormatter ARRIVAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS'000+00:00'")
                    .withZone(ZoneOffset.UTC);

    private final Random random = new Random(20_310_304);
    private final ObjectMapper mapper = new ObjectMapper();
    private final DemoShop shop = new DemoShop(random, START);
    private final DemoTask task = new DemoTask(random);
    private final Map<String, Long> loadedAt = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final List<DemoRecord> read = new ArrayList<>();
    private long restartedAt;

    private DemoStream() {}

    /** Writes both files. */
    public static void main(String[] args) throws IOException {
        DemoStream stream = generate();
        Files.createDirectories(STREAM.getParent());
        Files.createDirectories(EXPECTATION.getParent());
        Files.writeString(STREAM, stream.text());
        Files.writeString(EXPECTATION, stream.expectation());
    }

    static DemoStream generate() {
        DemoStream stream = new DemoStream();
        stream.start();
        stream.live();
        stream.capture();
        stream.breakSome();
        stream.delaySome();
        stream.readShards();
        return stream;
    }

    /** The recorded stream, a record a line. */
    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** The records in the order of the lines; the same one twice where it was read twice. */
    List<DemoRecord> records() {
        return read;
    }

    String expectation() throws JsonProcessingException {
        return DemoExpectationWriter.write(shop, read);
    }

    private void start() {
        long now = micros(START);
        task.create(DemoTables.STATUS, "create-table", now + 10_000);
        task.status("NOT RUNNING", false, now + 18_000);
        task.create(DemoTables.SUSPENDED_TABLES, "create-table", now + 26_000);
        task.clearSuspendedTables(now + 34_000);
        task.create(DemoTables.APPLY_EXCEPTIONS, "create-table", now + 42_000);
        task.status("FULL LOAD", true, now + SECOND);
        shop.open();
    }

    /** Life goes on while tables are loaded one after the other. */
    private void live() {
        long now = micros(START) + 2 * SECOND;
        List<DemoTable> toLoad = new ArrayList<>(DemoTables.SHOP);
        long nextLoad = micros(START) + 4 * SECOND;
        for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
            now += 150_000 + random.nextInt(500_000);
            if (!toLoad.isEmpty() && now > nextLoad) {
                load(toLoad.remove(0), nextLoad);
                nextLoad += 15 * SECOND;
            }
            if (transaction == RESTART_AT) {
                restartedAt = now;
                now += 3 * SECOND;
            }
            if (transaction == COLUMN_ADDED_AT) {
                shop.addLanguage();
                task.create(shop.customerTable(), "add-column", now + 100_000);
            }
            if (transaction % 150 == 149) {
                shop.hurry(now);
            } else {
                shop.live(now, toLoad.isEmpty() && !quiet(transaction));
            }
            if (transaction % 100 == 99) {
                task.status("CHANGE PROCESSING", true, now);
            }
        }
    }

    /**
     * Rows without a key can't be told apart, so whatever is sent twice is there twice. Before the
     * load (which holds what is sent again after it) and before the restart no such row is made.
     */
    private static boolean quiet(int transaction) {
        return transaction >= QUIET_FROM && transaction < RESTART_AT;
    }

    private void load(DemoTable table, long micros) {
        task.drop(table, micros);
        task.create(table, "create-table", micros + 8_000);
        task.create(DemoTables.FULL_LOAD_EXCEPTIONS, "create-table", micros + 16_000);
        long now = micros + 100_000;
        for (Map<String, Object> row : shop.database().rows(table)) {
            now += 2_000 + random.nextInt(4_000);
            // Several threads load, so the order of building is not that of reading.
            task.load(table, row, now + random.nextInt(40_000));
        }
        loadedAt.put(table.name(), now + 50_000);
    }

    /**
     * Sends the log: changes of a table once it is loaded, and the last ones again after a restart.
     */
    private void capture() {
        List<Transaction> log = shop.database().log();
        List<Sending> first = new ArrayList<>();
        List<Sending> second = new ArrayList<>();
        for (int number = 0; number < log.size(); number++) {
            Transaction transaction = log.get(number);
            boolean before = transaction.commitMicros() < restartedAt;
            long built = transaction.commitMicros() + 150_000 + random.nextInt(50_000);
            for (Change change : transaction.changes()) {
                built = Math.max(built, loadedAt.get(change.table().name()) + 1_000L * number);
            }
            for (int record = 0; record < transaction.changes().size(); record++) {
                Sending sending =
                        new Sending(
                                transaction.changes().get(record),
                                DemoTask.position(number, record + 1, transaction.commitMicros()),
                                built + 1_000L * record);
                (before ? first : second).add(sending);
            }
        }
        long afterRestart = restart();
        List<Sending> again =
                first.stream()
                        .filter(sending -> sending.at().commitMicros() > restartedAt - 12 * SECOND)
                        .toList();
        for (int number = 0; number < again.size(); number++) {
            Sending sending = again.get(number);
            second.add(new Sending(sending.change(), sending.at(), afterRestart + 2_000L * number));
        }
        send(first);
        send(second);
    }

    private record Sending(Change change, Position at, long builtMicros) {}

    /** Sends what a task sends between its start and its stop. */
    private void send(List<Sending> sendings) {
        sendings.sort(Comparator.comparingLong(Sending::builtMicros));
        Position previous = null;
        for (Sending sending : sendings) {
            task.change(sending.change(), sending.at(), previous, sending.builtMicros());
            previous = sending.at();
        }
    }

    /** A task that resumes defines its tables again, and drops none. */
    private long restart() {
        long now = restartedAt + SECOND;
        for (DemoTable table : DemoTables.CONTROL) {
            task.create(table, "create-table", now += 8_000);
        }
        task.status("NOT RUNNING", false, now += 8_000);
        for (DemoTable table : DemoTables.SHOP) {
            task.create(table, "create-table", now += 8_000);
        }
        task.status("RUNNING", true, now += 8_000);
        return now + 8_000;
    }

    private void breakSome() {
        long now = restartedAt + 60 * SECOND;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("order_id", 999_001L);
        line.put("line_no", 1L);
        line.put("sku", "P-00001");
        line.put("quantity", "a dozen");
        line.put("unit_price", null);
        task.broken(DemoTables.ORDER_LINE, "insert", line, now, "text in a column of integers");
        line.put("line_no", 70_000L);
        line.put("quantity", 1L);
        task.broken(DemoTables.ORDER_LINE, "insert", line, now + 1, "a number out of range");
        task.broken(
                DemoTables.CUSTOMER,
                "delete",
                Map.of("name", "nobody"),
                now + 2,
                "no key in a delete");
        Map<String, Object> customer = new LinkedHashMap<>();
        customer.put("id", null);
        customer.put("name", "nobody");
        task.broken(DemoTables.CUSTOMER, "insert", customer, now + 3, "a key that is null");
        task.broken(
                DemoTables.PRODUCT,
                "upsert",
                Map.of("sku", "P-99999"),
                now + 4,
                "an unknown operation");
        task.broken(DemoTables.PROMOTION, "insert", Map.of("code", "BROKEN-1"), now + 5, TRUNCATED);
        task.broken(
                DemoTables.PURCHASE_ORDER, "insert", Map.of("id", 999_002L), now + 6, NO_METADATA);
    }

    private static final String TRUNCATED = "a truncated record";
    private static final String NO_METADATA = "no metadata";

    /** Failed puts are repeated, and come behind what was newer. */
    private void delaySome() {
        Map<String, DemoRecord> loads = new HashMap<>();
        Map<String, DemoRecord> lastChanges = new LinkedHashMap<>();
        for (DemoRecord record : task.records()) {
            if (record.isCaptured() && random.nextInt(30) == 0) {
                record.arriveAt(record.arrivalMicros() + SECOND + random.nextInt(9_000_000));
            }
            if (record.operation().equals("load")) {
                loads.put(record.about(), record);
            } else if (record.isCaptured()) {
                lastChanges.put(record.about(), record);
            }
        }
        int number = 0;
        for (Map.Entry<String, DemoRecord> change : lastChanges.entrySet()) {
            DemoRecord load = loads.get(change.getKey());
            if (load != null && number++ % 12 == 0) {
                load.arriveAt(change.getValue().arrivalMicros() + SECOND);
            }
        }
    }

    private void readShards() {
        List<DemoRecord> all = new ArrayList<>(task.records());
        List<DemoRecord> once =
                new DemoShards(random, all)
                        .read(
                                LATE_SHARD,
                                record -> record.operation().equals("add-column"),
                                record -> record.body().path("data").has("language"),
                                10);
        List<DemoRecord> pending = new ArrayList<>();
        for (DemoRecord record : once) {
            emit(record);
            if (!record.isControl() && !record.isFaulty() && random.nextInt(60) == 0) {
                pending.add(record);
            }
            // A reader that starts again reads some records for the second time.
            if (!pending.isEmpty() && random.nextInt(40) == 0) {
                pending.forEach(this::emit);
                pending.clear();
            }
        }
        pending.forEach(this::emit);
    }

    private void emit(DemoRecord record) {
        read.add(record);
        ObjectNode line = mapper.createObjectNode();
        line.putObject("kinesis")
                .put("shard_id", shardId(record))
                .put("seq_no", record.sequenceNumber())
                .put("ts", ARRIVAL.format(Instant.ofEpochMilli(record.arrivalMicros() / 1000)))
                .put("partition", record.partitionKey());
        line.setAll(record.body());
        if (record.fault().equals(NO_METADATA)) {
            line.remove("metadata");
        }
        try {
            String text = mapper.writeValueAsString(line);
            lines.add(
                    record.fault().equals(TRUNCATED)
                            ? text.substring(0, text.indexOf("\"schema-name\""))
                            : text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static String shardId(DemoRecord record) {
        return String.format("shardId-%012d", DemoShards.shard(record));
    }

    private static long micros(Instant time) {
        return TimeUnit.MILLISECONDS.toMicros(time.toEpochMilli());
    }
}
