package io.dmstocrate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A table whose rows change their keys, and what DMS writes of it: with transaction details, before
 * images of the key, and changed columns only. The rows at the end are found by doing to a map what
 * the source did.
 */
final class KeyChangeStream {

    static final List<String> COLUMNS = List.of("title", "note", "price", "sold", "amount");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2031-03-04T08:00:00Z");

    /** A key of the table. */
    record Key(String area, long id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return toString().compareTo(other.toString());
        }
    }

    /**
     * A line of the stream.
     *
     * @param letterId the name of its dead letter, should it become one
     * @param row which row of the source it speaks of, whatever its key
     * @param change which change it delivers; the newer the higher
     * @param oldKey the key that the row had; {@code null} if the key did not change
     */
    record Line(String text, String letterId, int row, int change, Key key, Key oldKey) {}

    private static final class Stored {
        private final int number;
        private final Map<String, Object> values = new HashMap<>();

        Stored(int number) {
            this.number = number;
        }
    }

    private final String schema;
    private final Random random;
    private final Map<Key, Stored> rows = new TreeMap<>();
    private final List<Line> lines = new ArrayList<>();
    private long clockMillis = START.toEpochMilli();
    private long sequence = 4_000;
    private long log = 0x220;
    private long transactions = 8_000;
    private int numbers;
    private int changes;

    KeyChangeStream(String schema, long seed) {
        this.schema = schema;
        this.random = new Random(seed);
        control("drop-table", JSON.createObjectNode());
        control("create-table", definition());
    }

    /** Histories at random, each on a few keys of its own, mixed. */
    static KeyChangeStream random(String schema, long seed, int histories, int steps) {
        KeyChangeStream stream = new KeyChangeStream(schema, seed);
        for (int history = 0; history < histories; history++) {
            for (Key key : keys(history)) {
                if (stream.random.nextInt(3) == 0) {
                    stream.load(key);
                }
            }
        }
        for (int step = 0; step < histories * steps; step++) {
            stream.step(keys(stream.random.nextInt(histories)));
        }
        return stream;
    }

    private static List<Key> keys(int history) {
        return List.of(
                new Key("north", 10L * history),
                new Key("south", 10L * history),
                new Key("north", 10L * history + 1),
                new Key("east", 10L * history + 2));
    }

    List<Line> lines() {
        return lines;
    }

    /** The source's rows at the end: their values by column, NULL where there is none. */
    Map<Key, Map<String, Object>> truth() {
        Map<Key, Map<String, Object>> truth = new TreeMap<>();
        rows.forEach((key, row) -> truth.put(key, row.values));
        return truth;
    }

    /** Which row of the source has a key at the end. */
    int rowAt(Key key) {
        return rows.get(key).number;
    }

    private void step(List<Key> keys) {
        Key key = keys.get(random.nextInt(keys.size()));
        if (!rows.containsKey(key)) {
            insert(key);
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> delete(key);
            case 1, 2, 3 -> {
                Key next = keys.get(random.nextInt(keys.size()));
                if (!rows.containsKey(next)) {
                    move(key, next, someColumns(4));
                }
            }
            case 4 -> update(key, Set.copyOf(COLUMNS));
            default -> update(key, someColumns(2));
        }
    }

    private Set<String> someColumns(int oneIn) {
        Set<String> some = new TreeSet<>();
        for (String column : COLUMNS) {
            if (random.nextInt(oneIn) == 0) {
                some.add(column);
            }
        }
        return some;
    }

    void load(Key key) {
        Stored row = fresh(key);
        clockMillis += 1;
        ObjectNode metadata = metadata("load");
        lines.add(line(data(key, row, COLUMNS), null, metadata, row, ++changes, key, null));
    }

    void insert(Key key) {
        Stored row = fresh(key);
        change("insert", key, row, COLUMNS, null);
    }

    /** The row's columns change; the record carries those alone. */
    void update(Key key, Collection<String> columns) {
        Stored row = rows.get(key);
        columns.forEach(column -> row.values.put(column, value(column)));
        change("update", key, row, columns, key);
    }

    /** The row gets another key, and new values in some columns; the record carries those alone. */
    void move(Key key, Key next, Collection<String> columns) {
        Stored row = rows.remove(key);
        rows.put(next, row);
        columns.forEach(column -> row.values.put(column, value(column)));
        change("update", next, row, columns, key);
    }

    void delete(Key key) {
        change("delete", key, rows.remove(key), List.of(), null);
    }

    private Stored fresh(Key key) {
        Stored row = new Stored(++numbers);
        COLUMNS.forEach(column -> row.values.put(column, value(column)));
        rows.put(key, row);
        return row;
    }

    private Object value(String column) {
        if (random.nextInt(5) == 0) {
            return null;
        }
        return switch (column) {
            case "price" -> random.nextInt(1_000_000) / 100.0;
            case "sold" -> random.nextBoolean();
            case "amount" -> (long) random.nextInt(1_000_000);
            default -> "“" + random.nextInt(1_000_000) + "”";
        };
    }

    private void change(
            String operation, Key key, Stored row, Collection<String> columns, Key before) {
        clockMillis += 3;
        log += 0x20 + 8L * random.nextInt(9);
        ObjectNode metadata = metadata(operation);
        metadata.put("transaction-id", ++transactions);
        metadata.put("transaction-record-id", 1);
        metadata.put("commit-timestamp", Instant.ofEpochMilli(clockMillis - 2).toString());
        String position = "0000001A/%08X".formatted(0xB0000000L + log);
        metadata.put("stream-position", position + "." + random.nextInt(4) + "." + position);
        ObjectNode image = null;
        if (operation.equals("update")) {
            image = JSON.createObjectNode();
            if (!key.area.equals(before.area)) {
                image.put("area", before.area);
            }
            if (key.id != before.id) {
                image.put("id", before.id);
            }
        }
        Key oldKey = key.equals(before) ? null : before;
        ObjectNode data = data(key, row, columns);
        int change = ++changes;
        lines.add(line(data, image, metadata, row, change, key, oldKey));
        if (random.nextInt(8) == 0) {
            // DMS builds the message again.
            clockMillis += 1;
            metadata.put("timestamp", Instant.ofEpochMilli(clockMillis).toString());
            lines.add(line(data, image, metadata, row, change, key, oldKey));
        } else if (random.nextInt(8) == 0) {
            // Its producer tries again.
            lines.add(line(data, image, metadata, row, change, key, oldKey));
        }
    }

    private static ObjectNode data(Key key, Stored row, Collection<String> columns) {
        ObjectNode data = JSON.createObjectNode();
        data.put("area", key.area);
        data.put("id", key.id);
        for (String column : COLUMNS) {
            if (columns.contains(column)) {
                data.set(column, JSON.valueToTree(row.values.get(column)));
            }
        }
        return data;
    }

    private ObjectNode metadata(String operation) {
        ObjectNode metadata = JSON.createObjectNode();
        metadata.put("timestamp", Instant.ofEpochMilli(clockMillis).toString());
        metadata.put("record-type", "data");
        metadata.put("operation", operation);
        metadata.put("partition-key-type", "schema-table");
        metadata.put("schema-name", schema);
        metadata.put("table-name", "item");
        return metadata;
    }

    private Line line(
            ObjectNode data,
            ObjectNode image,
            ObjectNode metadata,
            Stored row,
            int change,
            Key key,
            Key oldKey) {
        ObjectNode record = envelope();
        record.set("data", data);
        if (image != null) {
            record.set("before-image", image);
        }
        record.set("metadata", metadata);
        return new Line(record.toString(), id(record), row.number, change, key, oldKey);
    }

    private ObjectNode envelope() {
        sequence += 1 + random.nextInt(3);
        ObjectNode record = JSON.createObjectNode();
        ObjectNode kinesis = record.putObject("kinesis");
        kinesis.put("shard_id", "shardId-00000000000" + random.nextInt(4));
        kinesis.put("seq_no", "49664459213214506049272030" + sequence);
        kinesis.put("ts", "2031-03-04 08:00:19.008000+00:00");
        kinesis.put("partition", schema + ".item");
        return record;
    }

    private static String id(ObjectNode record) {
        return record.get("kinesis").get("shard_id").asText()
                + "/"
                + record.get("kinesis").get("seq_no").asText();
    }

    private void control(String operation, ObjectNode control) {
        clockMillis += 1;
        ObjectNode record = envelope();
        record.set("control", control);
        ObjectNode metadata = metadata(operation);
        metadata.put("record-type", "control");
        metadata.put("partition-key-type", "task-id");
        record.set("metadata", metadata);
        lines.add(new Line(record.toString(), id(record), 0, 0, null, null));
    }

    private static ObjectNode definition() {
        ObjectNode control = JSON.createObjectNode();
        ObjectNode table = control.putObject("table-def");
        ObjectNode columns = table.putObject("columns");
        columns.putObject("area").put("type", "STRING").put("length", 20).put("nullable", false);
        columns.putObject("id").put("type", "INT64").put("nullable", false);
        columns.putObject("title").put("type", "STRING").put("length", 80).put("nullable", true);
        columns.putObject("note").put("type", "STRING").put("nullable", true);
        columns.putObject("price")
                .put("type", "NUMERIC")
                .put("precision", 12)
                .put("scale", 2)
                .put("nullable", true);
        columns.putObject("sold").put("type", "BOOL").put("nullable", true);
        columns.putObject("amount").put("type", "INT64").put("nullable", true);
        table.putArray("primary-key").add("area").add("id");
        return control;
    }
}
