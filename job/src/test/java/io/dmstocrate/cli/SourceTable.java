package io.dmstocrate.cli;

import io.dmstocrate.source.kinesis.LiveStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table of a source that changes all the time, rows and columns: appends the records that DMS
 * would send, control records to the first shard, rows to the others, some twice. It knows what the
 * table at the target has to become under the policy in force, by rules of its own.
 *
 * <p>Each row has two columns that are unique, {@code id} and {@code code}; either may be the key.
 */
final class SourceTable {

    private static final int KEYS = 6_000;

    /** Rows from here on have ids of more than 32 bits. */
    private static final int LARGE = 1_000_000;

    /** Makes the value of a column from a random number. */
    enum Type {
        INT32("INT32", n -> BigDecimal.valueOf(n % 2_000_000_000)),
        INT64("INT64", n -> BigDecimal.valueOf(n)),
        NUMERIC_30("NUMERIC\",\"precision\":30,\"scale\":4", n -> new BigDecimal(n + ".0625")),
        NUMERIC_8(
                "NUMERIC\",\"precision\":8,\"scale\":2", n -> new BigDecimal(n % 999_999 + ".25")),
        NUMERIC_20("NUMERIC\",\"precision\":20,\"scale\":2", n -> new BigDecimal(n + ".75")),
        REAL("REAL4", n -> BigDecimal.valueOf(n % 100_000, 1)),
        DOUBLE("REAL8", n -> BigDecimal.valueOf(n % 1_000_000_000_000L, 3)),
        TEXT_20("STRING\",\"length\":20", n -> "t" + n),
        TEXT_200("STRING\",\"length\":200", n -> "t" + (n + "-").repeat(8));

        private final String json;

        @SuppressWarnings("ImmutableEnumChecker") // They are.
        private final Function<Long, Object> value;

        Type(String json, Function<Long, Object> value) {
            this.json = json;
            this.value = value;
        }

        boolean isText() {
            return this == TEXT_20 || this == TEXT_200;
        }
    }

    private final LiveStream stream;
    private final String schema;
    private final Random random;
    private final String written;
    private String name;
    private String key = "id";
    private String idType = "INT64";
    private boolean hasLargeIds;
    private int firstRow;
    private boolean isGone;
    private boolean isLoading;

    /** The columns at the source, but for the two unique ones. */
    private final Map<String, Type> columns = new LinkedHashMap<>();

    /** Columns of the source that the target does not get. */
    private final List<String> ignored = new ArrayList<>();

    /** The target's columns, and whether they are text. */
    private final Map<String, Boolean> target = new TreeMap<>();

    /** What the target has to have. */
    private final TreeMap<Integer, Map<String, Object>> rows = new TreeMap<>();

    private final List<Runnable> lately = new ArrayList<>();

    SourceTable(LiveStream stream, String schema, String name) {
        this.stream = stream;
        this.schema = schema;
        this.written = name;
        this.name = name;
        this.random = new Random(name.hashCode());
        target.put("id", false);
        target.put("code", true);
    }

    /** The target's table, which is the one that there was first. */
    String target() {
        return written;
    }

    synchronized SourceTable column(String column, Type type) {
        columns.put(column, type);
        target.put(column, type.isText());
        return this;
    }

    /** The key has 32 bits only. */
    synchronized SourceTable withNarrowKey() {
        idType = "INT32";
        return this;
    }

    /** From now on the key has 64 bits, and there are rows that need them. */
    synchronized void widenKey() {
        idType = "INT64";
        hasLargeIds = true;
        control("column-type-change");
    }

    private static long id(int row) {
        return row < LARGE ? row : 3_000_000_000L + row;
    }

    /** The table's definition, and its first rows. */
    synchronized SourceTable begin(int count) {
        create();
        for (int i = 0; i < count; i++) {
            put("load", i);
        }
        return this;
    }

    /** Changes some rows. */
    synchronized void change(int count) {
        for (int i = 0; i < count && !isGone && !isLoading; i++) {
            int row = firstRow + random.nextInt(KEYS);
            if (hasLargeIds && random.nextBoolean()) {
                row += LARGE;
            }
            int choice = random.nextInt(100);
            if (!lately.isEmpty() && choice < 3) {
                lately.get(random.nextInt(lately.size())).run();
            } else if (!rows.containsKey(row)) {
                put("insert", row);
            } else if (choice < 25) {
                delete(row);
            } else {
                put("update", row);
            }
        }
    }

    private void put(String operation, int row) {
        boolean isPartial = operation.equals("update") && random.nextInt(4) == 0;
        Map<String, Object> values = new TreeMap<>();
        columns.forEach(
                (column, type) -> {
                    if (!isPartial || random.nextBoolean()) {
                        values.put(
                                column,
                                random.nextInt(20) == 0
                                        ? null
                                        : type.value.apply(5_000_000_000L + random.nextInt()));
                    }
                });
        if (!operation.equals("update")) {
            rows.put(row, identity(row));
        }
        Map<String, Object> known = rows.get(row);
        values.forEach(
                (column, value) -> {
                    if (!ignored.contains(column)) {
                        known.put(column, value);
                    }
                });
        send(operation, row, values);
    }

    private void delete(int row) {
        rows.remove(row);
        send("delete", row, new TreeMap<>());
    }

    private static Map<String, Object> identity(int row) {
        Map<String, Object> values = new TreeMap<>();
        values.put("id", BigDecimal.valueOf(id(row)));
        values.put("code", "c" + row);
        return values;
    }

    /** The first rows go without a word. */
    synchronized void loseRows(int count) {
        for (int i = 0; i < count; i++) {
            firstRow = rows.pollFirstEntry().getKey() + 1;
        }
    }

    /** Rows below this one are gone. */
    synchronized int firstRow() {
        return firstRow;
    }

    /** A column that the target gets. */
    synchronized void addColumn(String column, Type type) {
        column(column, type);
        control("add-column");
    }

    /** A column that the target does not get. */
    synchronized void addIgnoredColumn(String column, Type type) {
        columns.put(column, type);
        ignored.add(column);
        control("add-column");
    }

    /** A column that the target keeps, or not. */
    synchronized void dropColumn(String column, boolean isKept) {
        columns.remove(column);
        if (!isKept) {
            target.remove(column);
            rows.values().forEach(row -> row.remove(column));
        }
        control("drop-column");
    }

    /** A column that the target renames. */
    synchronized void renameColumn(String column, String successor) {
        Map<String, Type> before = Map.copyOf(columns);
        List<String> order = List.copyOf(columns.keySet());
        columns.clear();
        for (String one : order) {
            columns.put(one.equals(column) ? successor : one, before.get(one));
        }
        target.put(successor, target.remove(column));
        for (Map<String, Object> row : rows.values()) {
            if (row.containsKey(column)) {
                row.put(successor, row.remove(column));
            }
        }
        control("rename-column");
    }

    /** A renamed column: the target keeps the old one, and has the new one too, or ignores it. */
    synchronized void renameColumnApart(String column, String successor, boolean isIgnored) {
        Type type = columns.remove(column);
        columns.put(successor, type);
        if (isIgnored) {
            ignored.add(successor);
        } else {
            target.put(successor, type.isText());
        }
        control("rename-column");
    }

    /** A column of another type, which the target gets if it is wider. */
    synchronized void changeType(String column, Type type) {
        columns.put(column, type);
        if (type.isText() && !target.get(column)) {
            target.put(column, true);
            rows.values().forEach(row -> row.computeIfPresent(column, (any, old) -> text(old)));
        }
        control("column-type-change");
    }

    /** The rows under a new name, which the target is told to write to the same table. */
    synchronized void rename(String newName) {
        leave();
        isGone = false;
        name = newName;
    }

    /** The table gets a name under which the target does not look for its rows. */
    synchronized void leave() {
        control("rename-table");
        lately.clear();
        isGone = true;
    }

    /** DMS prepares a load, until whose end it keeps changes back. */
    synchronized void prepare(String newKey) {
        isLoading = true;
        control("drop-table", "{}");
        key = newKey;
        create();
    }

    /**
     * Loads rows, without a change of the table in between, as DMS does.
     *
     * @param percent of the rows
     */
    synchronized void load(int percent) {
        List<Integer> all = new ArrayList<>(rows.keySet());
        all.subList(0, all.size() * percent / 100).forEach(row -> put("load", row));
    }

    /** A whole reload. */
    synchronized void reload(String newKey) {
        prepare(newKey);
        endLoad();
    }

    /** Loads all rows; then changes go on. */
    synchronized void endLoad() {
        load(100);
        isLoading = false;
        change(1);
    }

    private void create() {
        control("create-table");
    }

    private void control(String operation) {
        String all =
                "\"id\":{\"type\":\""
                        + idType
                        + "\",\"nullable\":false},\"code\":{\"type\":\"STRING\",\"length\":20,\"nullable\":false}"
                        + columns.entrySet().stream()
                                .map(
                                        column ->
                                                ",\""
                                                        + column.getKey()
                                                        + "\":{\"type\":\""
                                                        + column.getValue().json
                                                        + (column.getValue().json.contains(":")
                                                                ? ""
                                                                : "\"")
                                                        + ",\"nullable\":true}")
                                .collect(Collectors.joining());
        control(
                operation,
                "{\"table-def\":{\"columns\":{" + all + "},\"primary-key\":[\"" + key + "\"]}}");
    }

    private void control(String operation, String body) {
        stream.append(
                0, "{\"control\":" + body + "," + metadata("control", operation, "", name) + "}");
    }

    private void send(String operation, int row, Map<String, Object> values) {
        StringBuilder data = new StringBuilder("{\"id\":" + id(row) + ",\"code\":\"c" + row + "\"");
        values.forEach(
                (column, value) ->
                        data.append(",\"")
                                .append(column)
                                .append("\":")
                                .append(
                                        value instanceof String
                                                ? "\"" + value + "\""
                                                : text(value)));
        String position = operation.equals("load") ? "" : position();
        String record =
                "{\"data\":" + data + "}," + metadata("data", operation, position, name) + "}";
        // A load of a row and its changes lie under different partition keys.
        int shard = 1 + (row + (operation.equals("load") ? 1 : 0)) % (stream.shards() - 1);
        stream.append(shard, record);
        if (lately.size() == 50) {
            lately.remove(0);
        }
        lately.add(() -> stream.append(shard, record));
    }

    private String position() {
        Instant time = stream.now();
        long number = ChronoUnit.MICROS.between(Instant.EPOCH, time);
        String log = String.format("%08X/%08X", number >> 24, (number & 0xFFFFFF) << 8);
        return ",\"transaction-id\":"
                + number
                + ",\"transaction-record-id\":1,\"commit-timestamp\":\""
                + time
                + "\",\"stream-position\":\""
                + log
                + ".1."
                + log
                + "\"";
    }

    private String metadata(String type, String operation, String position, String table) {
        return "\"metadata\":{\"timestamp\":\""
                + stream.now()
                + "\",\"record-type\":\""
                + type
                + "\",\"operation\":\""
                + operation
                + "\",\"partition-key-type\":\"schema-table\",\"schema-name\":\""
                + schema
                + "\",\"table-name\":\""
                + table
                + "\""
                + position
                + "}";
    }

    /** The columns that the target has to have, in the order of their names. */
    synchronized List<String> targetColumns() {
        return List.copyOf(target.keySet());
    }

    /** Whether a column of the target is text. */
    synchronized boolean isText(String column) {
        return target.get(column);
    }

    /** The rows that the target has to have, by {@code id}; values as {@link #text}. */
    synchronized List<String> targetRows() {
        return rows.values().stream()
                .map(
                        row ->
                                target.keySet().stream()
                                        .map(column -> text(row.get(column)))
                                        .collect(Collectors.joining("|")))
                .toList();
    }

    /** A value as text, equal for equal numbers. */
    static String text(Object value) {
        return value instanceof BigDecimal number
                ? number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
