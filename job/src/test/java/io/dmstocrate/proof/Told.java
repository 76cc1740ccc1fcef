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

    /** Where rows went, with values that only the target had; and not all is there for sure. */
    private final Map<Integer, Integer> went = new HashMap<>();

    /** Which row has a key, by a number of its own that it keeps when its key changes. */
    private final Map<Integer, Integer> rowAt = new HashMap<>();

    /** Which row a word is about. */
    private final IdentityHashMap<Word, Integer> rowOf = new IdentityHashMap<>();

    /** A row that was loaded under its new key, and then told to get it. */
    private final Map<Integer, Integer> same = new HashMap<>();

    /** Of a table without a key: the messages, each of whose records is a row. */
    private final IdentityHashMap<Sent, Map<String, Object>> appended = new IdentityHashMap<>();

    void define(String column) {
        columns.add(column);
    }

    boolean hasAll(Set<String> carried) {
        return carried.containsAll(columns);
    }

    /** Takes note of which row a word is about. */
    void follow(Word word, boolean movesKey) {
        Integer row = rowAt.get(movesKey ? word.oldKey() : word.key());
        if (row == null || word.kind() == Word.Kind.INSERT) {
            row = rowOf.size();
        }
        rowOf.put(word, row);
        if (movesKey) {
            rowAt.remove(word.oldKey());
        }
        Integer before =
                word.kind() == Word.Kind.DELETE
                        ? rowAt.remove(word.key())
                        : rowAt.put(word.key(), row);
        if (movesKey && before != null) {
            same.put(before, row);
        }
    }

    /** The key that the row of a word has in the end; {@code null} if it is gone. */
    Integer end(Word word) {
        Integer row = rowOf.get(word);
        while (row != null && same.containsKey(row)) {
            row = same.get(row);
        }
        for (Map.Entry<Integer, Integer> entry : rowAt.entrySet()) {
            if (entry.getValue().equals(row)) {
                return entry.getKey();
            }
        }
        return null;
    }

    void whole(int key, Map<String, Cell> carried) {
        overtake(key);
        settle(key);
        Map<String, Object> row = new LinkedHashMap<>();
        set(row, carried);
        rows.put(key, row);
    }

    void partial(int key, Map<String, Cell> carried) {
        overtake(key);
        lastRejected.remove(key);
        set(rows.computeIfAbsent(key, none -> new LinkedHashMap<>()), carried);
    }

    void delete(int key) {
        settle(key);
        rows.remove(key);
    }

    /** A row gets another key, and takes along what is not told anew. */
    void move(int oldKey, int key, Map<String, Cell> carried) {
        // It may be the row that has left this key before.
        overtake(key);
        Map<String, Object> row = new LinkedHashMap<>(rows.getOrDefault(oldKey, Map.of()));
        // A row that was loaded under its new key already keeps what only the load has told.
        boolean wasSpoilt = spoilt.contains(oldKey) || rows.containsKey(key);
        delete(oldKey);
        whole(key, Map.of());
        set(row, carried);
        rows.put(key, row);
        went.put(oldKey, key);
        if (wasSpoilt) {
            spoilt.add(key);
        }
    }

    /** What comes later on a key may come first, and overwrite what its row was to take along. */
    void overtake(int key) {
        Integer next = went.remove(key);
        if (next != null && spoilt.add(next)) {
            overtake(next);
        }
    }

    private void settle(int key) {
        went.values().removeIf(to -> to == key);
        spoilt.remove(key);
        lastRejected.remove(key);
    }

    /** What the row is, is not promised. */
    void spoil(int key) {
        spoilt.add(key);
        overtake(key);
    }

    void reject(int key, Word word) {
        spoilt.add(key);
        lastRejected.put(key, word);
    }

    void append(Sent sent, Map<String, Cell> carried) {
        Map<String, Object> row = new LinkedHashMap<>();
        set(row, carried);
        appended.put(sent, row);
    }

    /** The table begins anew. */
    void clear() {
        rows.clear();
        went.clear();
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
