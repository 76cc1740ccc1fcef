package io.dmstocrate.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The demo's source: tables with rows, and a log of the transactions that changed them. What it
 * holds in the end is what the target must come to; it knows nothing of DMS.
 */
final class DemoDatabase {

    /** What happened to a row. */
    enum Operation {
        INSERT,
        UPDATE,
        DELETE
    }

    /**
     * A change of a row.
     *
     * @param row what the log carries of the row
     * @param oldKey the key's former values where the key changed, else empty
     */
    record Change(
            DemoTable table,
            Operation operation,
            Map<String, Object> row,
            Map<String, Object> oldKey) {}

    /** Changes that were committed together. */
    record Transaction(long commitMicros, List<Change> changes) {}

    private final Map<String, Map<List<Object>, Map<String, Object>>> tables =
            new LinkedHashMap<>();
    private final List<Transaction> log = new ArrayList<>();
    private List<Change> open = new ArrayList<>();
    private long rowNumber;

    Collection<Map<String, Object>> rows(DemoTable table) {
        return table(table).values();
    }

    Map<String, Object> row(DemoTable table, Object... key) {
        return table(table).get(List.of(key));
    }

    List<Transaction> log() {
        return log;
    }

    /** Puts a row there that was there before all transactions. */
    void seed(DemoTable table, Object... values) {
        put(table, rowOf(table, values));
    }

    void insert(DemoTable table, Object... values) {
        Map<String, Object> row = rowOf(table, values);
        put(table, row);
        open.add(new Change(table, Operation.INSERT, copy(row), Map.of()));
    }

    /**
     * Changes some columns of a row.
     *
     * @param notLogged unchanged columns that the log does not carry, as PostgreSQL does with large
     *     values
     */
    void update(
            DemoTable table,
            Map<String, Object> row,
            Map<String, Object> changes,
            Set<String> notLogged) {
        List<Object> oldKey = key(table, row);
        table(table).remove(oldKey);
        Map<String, Object> before = copy(row);
        Map<String, Object> after = copy(row);
        table.columns().keySet().forEach(column -> after.putIfAbsent(column, null));
        after.putAll(changes);
        put(table, after);
        Map<String, Object> logged = copy(after);
        logged.keySet().removeAll(notLogged);
        Map<String, Object> keyBefore = new LinkedHashMap<>();
        if (!key(table, after).equals(oldKey)) {
            table.key().forEach(column -> keyBefore.put(column, before.get(column)));
        }
        open.add(new Change(table, Operation.UPDATE, logged, keyBefore));
    }

    void update(DemoTable table, Map<String, Object> row, Map<String, Object> changes) {
        update(table, row, changes, Set.of());
    }

    /** The log carries the key, and NULL for the rest. */
    void delete(DemoTable table, Map<String, Object> row) {
        table(table).remove(key(table, row));
        Map<String, Object> logged = new LinkedHashMap<>();
        for (String column : table.columns().keySet()) {
            logged.put(column, table.key().contains(column) ? row.get(column) : null);
        }
        open.add(new Change(table, Operation.DELETE, logged, Map.of()));
    }

    void commit(long micros) {
        log.add(new Transaction(micros, open));
        open = new ArrayList<>();
    }

    private void put(DemoTable table, Map<String, Object> row) {
        Map<String, Object> replaced = table(table).put(key(table, row), row);
        if (replaced != null) {
            throw new IllegalStateException("a key twice in " + table.name());
        }
    }

    private Map<List<Object>, Map<String, Object>> table(DemoTable table) {
        return tables.computeIfAbsent(table.qualifiedName(), any -> new LinkedHashMap<>());
    }

    /** Rows without a key are told apart by a number of our own. */
    private List<Object> key(DemoTable table, Map<String, Object> row) {
        return table.key().isEmpty()
                ? List.of(rowNumber++)
                : table.key().stream().map(row::get).toList();
    }

    private static Map<String, Object> rowOf(DemoTable table, Object... values) {
        Map<String, Object> row = new LinkedHashMap<>();
        int index = 0;
        for (String column : table.columns().keySet()) {
            row.put(column, values[index++]);
        }
        if (index != values.length) {
            throw new IllegalArgumentException("too many values for " + table.name());
        }
        return row;
    }

    private static Map<String, Object> copy(Map<String, Object> row) {
        return new LinkedHashMap<>(row);
    }
}
