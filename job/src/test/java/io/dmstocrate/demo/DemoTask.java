package io.dmstocrate.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dmstocrate.demo.DemoDatabase.Change;
import io.dmstocrate.demo.DemoDatabase.Operation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Writes records in the shapes of a DMS task with a PostgreSQL source and all its details on. */
final class DemoTask {

    static final String ID = "W3DEMOTASKQ7ZK5N2YB4LJ6CXA";

    private static final String SERVER = "ip-10-0-0-9";
    private static final long FIRST_TRANSACTION = 8_139;
    private static final long FIRST_POSITION = 0x1A_B000_0100L;

    /** Where a change stands in the log. */
    record Position(long transaction, int record, long log, long commitMicros) {}

    private final Random random;
    private final List<DemoRecord> records = new ArrayList<>();
    private final Set<String> described = new HashSet<>();
    private long controlRows;

    DemoTask(Random random) {
        this.random = random;
    }

    List<DemoRecord> records() {
        return records;
    }

    void create(DemoTable table, String operation, long micros) {
        control(table, operation, table.toControl(), micros);
    }

    void drop(DemoTable table, long micros) {
        control(table, "drop-table", node(), micros);
    }

    void load(DemoTable table, Map<String, Object> row, long micros) {
        ObjectNode body = node();
        body.set("data", data(row));
        metadata(body, table, "load", row, true, micros);
        add(body, table, row, true, micros, "");
    }

    /**
     * Writes a captured change.
     *
     * @param previous the change that was sent before; null if this is the first since a start
     */
    void change(Change change, Position at, Position previous, long micros) {
        ObjectNode body = node();
        body.set("data", data(change.row()));
        if (change.operation() == Operation.UPDATE) {
            body.set("before-image", data(change.oldKey()));
        }
        DemoTable table = change.table();
        ObjectNode metadata =
                metadata(
                        body,
                        table,
                        change.operation().name().toLowerCase(Locale.ROOT),
                        change.row(),
                        table.partitionedByKey(),
                        micros);
        if (previous != null) {
            metadata.put("prev-transaction-id", previous.transaction());
            metadata.put("prev-transaction-record-id", previous.record());
        }
        // The middle number counts messages of the session, so it may differ when sent again.
        details(metadata, at, described.add(table.name()) ? "3" : "2");
        add(body, table, change.row(), table.partitionedByKey(), micros, "");
    }

    private static void details(ObjectNode metadata, Position at, String message) {
        String log = String.format("%08X/%08X", at.log() >>> 32, at.log() & 0xFFFF_FFFFL);
        metadata.put("transaction-id", at.transaction());
        metadata.put("transaction-record-id", at.record());
        metadata.put("commit-timestamp", micros(at.commitMicros()));
        metadata.put("stream-position", log + "." + message + "." + log);
    }

    /** The position of the change with this number in the transaction with this number. */
    static Position position(int transaction, int record, long commitMicros) {
        // A transaction is numbered when it first writes, so some commit in another order.
        int turned = transaction % 10 == 3 ? 1 : transaction % 10 == 4 ? -1 : 0;
        return new Position(
                FIRST_TRANSACTION + 2L * (transaction + turned),
                record,
                FIRST_POSITION + 0x60L * transaction,
                commitMicros);
    }

    /** The row about the task itself; its counters begin anew with each start. */
    void status(String status, boolean running, long micros) {
        Instant now = Instant.EPOCH.plus(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.SECONDS);
        ObjectNode key = node().put("server_name", SERVER).put("task_name", ID);
        ObjectNode row =
                key.deepCopy().put("task_status", status).put("status_time", now.toString());
        row.put("pending_changes", 0)
                .put("disk_swap_size", 0)
                .put("task_memory", running ? 640 : 0);
        String position = running ? "0000001A/B0000018.NOW" : "";
        row.put("source_current_position", position);
        row.put("source_current_timestamp", now.toString());
        row.put("source_tail_position", position);
        row.put("source_tail_timestamp", now.toString());
        row.put("source_timestamp_applied", running ? "1970-01-01T00:00:00Z" : now.toString());
        ObjectNode body = node();
        body.set("data", row);
        body.set("before-image", key);
        ObjectNode metadata = metadata(body, DemoTables.STATUS, "update", Map.of(), false, micros);
        if (running) {
            controlRows++;
            metadata.put("transaction-id", controlRows).put("transaction-record-id", 1);
            if (controlRows > 1) {
                metadata.put("prev-transaction-id", controlRows - 1);
                metadata.put("prev-transaction-record-id", 1);
            }
            metadata.put("commit-timestamp", micros(micros - 9157));
        } else {
            controlRows = 0;
            described.clear();
        }
        add(body, DemoTables.STATUS, Map.of(), false, micros, "");
    }

    /** What DMS does at every start: a delete that names two of four key columns. */
    void clearSuspendedTables(long micros) {
        ObjectNode body = node();
        body.putObject("data").put("server_name", SERVER).put("task_name", ID);
        metadata(body, DemoTables.SUSPENDED_TABLES, "delete", Map.of(), false, micros);
        add(body, DemoTables.SUSPENDED_TABLES, Map.of(), false, micros, "a part of the key only");
    }

    /** Takes a record that is wrong in some way. */
    void broken(
            DemoTable table, String operation, Map<String, Object> row, long micros, String fault) {
        ObjectNode body = node();
        body.set("data", data(row));
        ObjectNode metadata = metadata(body, table, operation, row, false, micros);
        // Later than all other transactions, which it does not matter to.
        Position at = position(9_000, records.size(), micros);
        details(metadata, at, "2");
        add(body, table, row, false, micros, fault);
    }

    private void control(DemoTable table, String operation, ObjectNode control, long micros) {
        ObjectNode body = node();
        body.set("control", control);
        body.putObject("metadata")
                .put("timestamp", micros(micros))
                .put("record-type", "control")
                .put("operation", operation)
                .put("partition-key-type", "task-id")
                .put("partition-key-value", ID)
                .put("schema-name", table.schema())
                .put("table-name", table.name());
        records.add(
                new DemoRecord(
                        body,
                        ID + "." + table.qualifiedName(),
                        micros,
                        operation + " " + table.qualifiedName(),
                        ""));
    }

    private static ObjectNode metadata(
            ObjectNode body,
            DemoTable table,
            String operation,
            Map<String, Object> row,
            boolean byKey,
            long micros) {
        ObjectNode metadata =
                body.putObject("metadata")
                        .put("timestamp", micros(micros))
                        .put("record-type", "data")
                        .put("operation", operation);
        if (byKey && !table.key().isEmpty()) {
            metadata.put("partition-key-type", "primary-key");
            metadata.put("partition-key-value", partitionKey(table, row, true));
        } else {
            metadata.put("partition-key-type", "schema-table");
        }
        return metadata.put("schema-name", table.schema()).put("table-name", table.name());
    }

    private void add(
            ObjectNode body,
            DemoTable table,
            Map<String, Object> row,
            boolean byKey,
            long micros,
            String fault) {
        List<Object> key = new ArrayList<>();
        table.key().forEach(column -> key.add(row.get(column)));
        DemoRecord record =
                new DemoRecord(
                        body,
                        partitionKey(table, row, byKey),
                        micros,
                        DemoRecord.row(table, key),
                        fault);
        record.arriveAt(micros + 20_000 + random.nextInt(100_000));
        records.add(record);
    }

    private static String partitionKey(DemoTable table, Map<String, Object> row, boolean byKey) {
        StringBuilder key = new StringBuilder(table.qualifiedName());
        if (byKey) {
            table.key().forEach(column -> key.append('.').append(row.get(column)));
        }
        return key.toString();
    }

    private static ObjectNode data(Map<String, Object> row) {
        ObjectNode data = node();
        row.forEach(
                (column, value) -> {
                    if (value instanceof Long number) {
                        data.put(column, number);
                    } else if (value instanceof BigDecimal number) {
                        data.put(column, number);
                    } else if (value instanceof Boolean truth) {
                        data.put(column, truth);
                    } else {
                        data.put(column, (String) value);
                    }
                });
        return data;
    }

    /** DMS writes six digits in its own times, even zeros. */
    private static String micros(long micros) {
        Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        return String.format(
                "%s.%06dZ",
                time.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""),
                time.get(ChronoField.MICRO_OF_SECOND));
    }

    private static ObjectNode node() {
        return new JsonNodeFactory(true).objectNode();
    }
}
