package io.dmstocrate.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Some rows of a source table that change all the time: makes the records that DMS would send of
 * them, now and then one twice, and knows what the rows are. Several together are the table; no row
 * is in two of them.
 */
final class ChangingRows {

    /** The table, as {@code schema.table}. */
    static final String TABLE = "busy.orders";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant START = Instant.parse("2031-05-06T07:00:00Z");
    private static final int KEYS_EACH = 1_000_000;
    private static final int LOADED = 200;

    /** A record for a stream. */
    record StreamRecord(String partitionKey, String data) {}

    /** What a row holds beside its key. */
    record Values(long quantity, String note) {}

    private final Map<Long, Values> rows = new HashMap<>();
    private final List<Long> keys = new ArrayList<>();
    private final Random random;
    private final long firstKey;
    private long keysMade;
    private long number;
    private StreamRecord last;

    /**
     * Rows with keys that no other ones have.
     *
     * @param part the number of this part of the table
     */
    ChangingRows(int part) {
        random = new Random(part);
        firstKey = (long) part * KEYS_EACH;
    }

    /** The control record that defines the table. */
    static StreamRecord definition() {
        ObjectNode record = MAPPER.createObjectNode();
        ObjectNode definition = record.putObject("control").putObject("table-def");
        ObjectNode columns = definition.putObject("columns");
        columns.putObject("id").put("type", "INT64").put("nullable", false);
        columns.putObject("quantity").put("type", "INT32").put("nullable", true);
        columns.putObject("note").put("type", "STRING").put("length", 100).put("nullable", true);
        definition.putArray("primary-key").add("id");
        record.putObject("metadata")
                .put("timestamp", START.toString())
                .put("record-type", "control")
                .put("operation", "create-table")
                .put("partition-key-type", "task-id")
                .put("partition-key-value", "BUSYTASK")
                .put("schema-name", "busy")
                .put("table-name", "orders");
        return record("BUSYTASK." + TABLE, record);
    }

    /** The rows as they are after the records so far. */
    Map<Long, Values> rows() {
        return rows;
    }

    /** The next record. */
    StreamRecord next() {
        number++;
        if (last != null && random.nextInt(50) == 0) {
            return last;
        }
        last = number <= LOADED ? insert("load") : change();
        return last;
    }

    private StreamRecord change() {
        int choice = random.nextInt(100);
        if (choice < 30 || keys.isEmpty()) {
            return insert("insert");
        }
        int place = random.nextInt(keys.size());
        long key = keys.get(place);
        if (choice < 50) {
            keys.set(place, keys.get(keys.size() - 1));
            keys.remove(keys.size() - 1);
            rows.remove(key);
            return record("delete", key, new Values(0, null), -1);
        }
        Values values = values();
        if (choice < 53) {
            rows.remove(key);
            long newKey = firstKey + keysMade++;
            keys.set(place, newKey);
            rows.put(newKey, values);
            return record("update", newKey, values, key);
        }
        rows.put(key, values);
        return record("update", key, values, -1);
    }

    private StreamRecord insert(String operation) {
        // Now and then a key that was there before.
        long key = firstKey + keysMade;
        long again = firstKey + random.nextInt((int) keysMade + 1);
        if (operation.equals("insert") && !rows.containsKey(again)) {
            key = again;
        }
        if (key == firstKey + keysMade) {
            keysMade++;
        }
        Values values = values();
        rows.put(key, values);
        keys.add(key);
        return record(operation, key, values, -1);
    }

    private Values values() {
        return new Values(
                random.nextInt(1_000), random.nextInt(10) == 0 ? null : "note " + number + " ü");
    }

    /** A record; {@code oldKey} is -1 if the key stays. */
    private StreamRecord record(String operation, long key, Values values, long oldKey) {
        ObjectNode record = MAPPER.createObjectNode();
        ObjectNode data = record.putObject("data").put("id", key);
        if (operation.equals("delete")) {
            data.putNull("quantity").putNull("note");
        } else {
            data.put("quantity", values.quantity()).put("note", values.note());
        }
        if (oldKey >= 0) {
            record.putObject("before-image").put("id", oldKey);
        }
        String partitionKey = TABLE + "." + key;
        Instant commit = START.plus(number, ChronoUnit.MILLIS);
        ObjectNode metadata =
                record.putObject("metadata")
                        .put("timestamp", commit.plusMillis(200).toString())
                        .put("record-type", "data")
                        .put("operation", operation)
                        .put("partition-key-type", "primary-key")
                        .put("partition-key-value", partitionKey)
                        .put("schema-name", "busy")
                        .put("table-name", "orders");
        if (!operation.equals("load")) {
            String log = String.format("00000001/%08X", number * 256);
            metadata.put("transaction-id", number)
                    .put("transaction-record-id", 1)
                    .put("commit-timestamp", commit.toString())
                    .put("stream-position", log + ".1." + log);
        }
        return record(partitionKey, record);
    }

    private static StreamRecord record(String partitionKey, ObjectNode record) {
        return new StreamRecord(partitionKey, record.toString());
    }
}
