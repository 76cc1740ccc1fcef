package io.dmstocrate.ordering;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.flow.RowWrite;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A target table as a map: upserts lay columns over rows, deletes take rows away. */
final class TargetModel {

    private record Stored(Map<String, Object> values, String version) {}

    private final boolean guarded;
    private final Map<Long, Stored> rows = new TreeMap<>();

    /**
     * Makes an empty table.
     *
     * @param guarded whether upserts older than the row they meet are ignored
     */
    TargetModel(boolean guarded) {
        this.guarded = guarded;
    }

    void write(RowWrite write) {
        Long key = (Long) write.row().value(0);
        if (write.kind() == RowWrite.Kind.DELETE) {
            rows.remove(key);
            return;
        }
        Stored stored = rows.get(key);
        if (guarded && stored != null && write.version().compareTo(stored.version) < 0) {
            return;
        }
        Map<String, Object> values = stored == null ? new HashMap<>() : stored.values;
        for (int i = 1; i < write.row().size(); i++) {
            String column = write.row().columns().name(i);
            if (write.row().value(i) == null) {
                values.remove(column);
            } else {
                values.put(column, write.row().value(i));
            }
        }
        rows.put(key, new Stored(values, write.version()));
    }

    /** What the statement of a sweep does. */
    void sweep(long openedMicros) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, openedMicros);
        String opened = text.toString();
        rows.values()
                .removeIf(
                        row ->
                                row.version.compareTo(opened) < 0
                                        && row.version
                                                        .substring(row.version.length() - 9)
                                                        .compareTo(opened)
                                                < 0);
    }

    /** The rows by key, without NULLs. */
    Map<Long, Map<String, Object>> rows() {
        Map<Long, Map<String, Object>> result = new TreeMap<>();
        rows.forEach((key, row) -> result.put(key, row.values));
        return result;
    }
}
