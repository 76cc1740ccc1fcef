package io.dmstocrate.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What DMS has told of one table: the rows that someone holds who has heard each word once, in the
 * order in which they were said. Knows nothing of versions; what DMS leaves out, it does not know.
 */
final class Told {

    private final Map<Integer, Map<String, Object>> rows = new TreeMap<>();
    private final Set<String> columns = new HashSet<>();

    /** Rows whose last words the target rejected: what they are is not promised. */
    private final Set<Integer> spoilt = new HashSet<>();

    /** Words that the target must have been given, and rejected: nothing came after them. */
    private final Map<Integer, Word> lastRejected = new HashMap<>();

    /** Of a table without a key: the messages, each of whose records is a row. */
    private final IdentityHashMap<Sent, Map<String, Object>> appended = new IdentityHashMap<>();

    void define(String column) {
        columns.add(column);
    }

    boolean hasAll(Set<String> carried) {
        return carried.containsAll(columns);
    }

    void whole(int key, Map<String, Cell> carried) {
        forgetRejected(key);
        Map<String, Object> row = new LinkedHashMap<>();
        set(row, carried);
        rows.put(key, row);
    }

    void partial(int key, Map<String, Cell> carried) {
        lastRejected.remove(key);
        set(rows.computeIfAbsent(key, none -> new LinkedHashMap<>()), carried);
    }

    void delete(int key) {
        forgetRejected(key);
        rows.remove(key);
    }

    void reject(int key, Word word) {
        spoilt.add(key);
        lastRejected.put(key, word);
    }

    private void forgetRejected(int key) {
        spoilt.remove(key);
        lastRejected.remove(key);
    }

    void append(Sent sent, Map<String, Cell> carried) {
        Map<String, Object> row = new LinkedHashMap<>();
        set(row, carried);
        appended.put(sent, row);
    }

    /** The table begins anew. */
    void clear() {
        rows.clear();
        spoilt.clear();
        lastRejected.clear();
        appended.clear();
    }

    void dropColumn(String column) {
        columns.remove(column);
        allRows().forEach(row -> row.remove(column));
    }

    void renameColumn(String column, String successor) {
        columns.remove(column);
        columns.add(successor);
        for (Map<String, Object> row : allRows()) {
            if (row.containsKey(column)) {
                row.put(successor, row.remove(column));
            }
        }
    }

    private List<Map<String, Object>> allRows() {
        List<Map<String, Object>> all = new ArrayList<>(rows.values());
        all.addAll(appended.values());
        return all;
    }

    private static void set(Map<String, Object> row, Map<String, Cell> carried) {
        carried.forEach(
                (name, cell) -> {
                    if (cell.value() == null) {
                        row.remove(name);
                    } else {
                        row.put(name, cell.value());
                    }
                });
    }

    /** The columns that the target must have, besides the key. */
    Set<String> columns() {
        return columns;
    }

    /** The rows without NULLs and without their keys. */
    Map<Integer, Map<String, Object>> rows() {
        return rows;
    }

    Set<Integer> spoilt() {
        return spoilt;
    }

    Map<Integer, Word> lastRejected() {
        return lastRejected;
    }

    IdentityHashMap<Sent, Map<String, Object>> appended() {
        return appended;
    }
}
