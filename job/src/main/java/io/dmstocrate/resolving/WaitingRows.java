package io.dmstocrate.resolving;

import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.TableId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows that wait for the definition of their table, oldest first. */
final class WaitingRows {

    private record Waiting(RowChange change, long sinceMillis) {}

    private final Map<TableId, Deque<Waiting>> tables = new HashMap<>();
    private int size;

    void add(RowChange change, long nowMillis) {
        tables.computeIfAbsent(change.table(), table -> new ArrayDeque<>())
                .add(new Waiting(change, nowMillis));
        size++;
    }

    int size() {
        return size;
    }

    /** How long the oldest row waits, in milliseconds; 0 if none does. */
    long oldestMillis(long nowMillis) {
        long oldest = nowMillis;
        for (Deque<Waiting> rows : tables.values()) {
            oldest = Math.min(oldest, rows.peekFirst().sinceMillis());
        }
        return nowMillis - oldest;
    }

    /** Takes out the rows of a table. */
    List<RowChange> remove(TableId table) {
        Deque<Waiting> rows = tables.remove(table);
        if (rows == null) {
            return List.of();
        }
        size -= rows.size();
        return rows.stream().map(Waiting::change).toList();
    }

    /** Takes out the rows that came before the given time. */
    List<RowChange> removeOlderThan(long millis) {
        List<RowChange> removed = new ArrayList<>();
        tables.values()
                .removeIf(
                        rows -> {
                            while (!rows.isEmpty() && rows.peekFirst().sinceMillis() < millis) {
                                removed.add(rows.removeFirst().change());
                            }
                            return rows.isEmpty();
                        });
        size -= removed.size();
        return removed;
    }

    List<RowChange> all() {
        List<RowChange> all = new ArrayList<>(size);
        tables.values().forEach(rows -> rows.forEach(waiting -> all.add(waiting.change())));
        return all;
    }
}
