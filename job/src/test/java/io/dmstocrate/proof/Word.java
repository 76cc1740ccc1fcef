package io.dmstocrate.proof;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What DMS has read of one row: a row of the load, or a change from the log.
 *
 * @param key the row it is about, after the change
 * @param oldKey the row it was before; the same but where the key has changed
 * @param row all columns after the change, but the key; empty for a delete
 * @param changed the columns that the change has set
 * @param before all columns before the change, but the key
 * @param place where it stands in the log; {@code null} for a row of the load
 */
record Word(
        Kind kind,
        SourceTable table,
        int key,
        int oldKey,
        Map<String, Cell> row,
        Set<String> changed,
        Map<String, Cell> before,
        LogPlace place,
        long seed) {

    /** The operations of data records. */
    enum Kind {
        LOAD,
        INSERT,
        UPDATE,
        DELETE;

        boolean isWhole() {
            return this == LOAD || this == INSERT;
        }
    }

    boolean movesKey() {
        return key != oldKey;
    }

    /** The columns that the record carries besides the key, by what the endpoint is set to. */
    Map<String, Cell> carried(Style style) {
        Map<String, Cell> carried = new LinkedHashMap<>();
        row.forEach(
                (name, cell) -> {
                    boolean isSet = changed.contains(name);
                    boolean unchangedLarge =
                            style.unchangedLargeLeftOut() && table.column(name).kind().isLarge();
                    boolean isLeftOut =
                            kind == Kind.UPDATE
                                    && !isSet
                                    && (style.changedOnly() || unchangedLarge);
                    if (!isLeftOut && (style.nulls() || !cell.isNullOrEmpty())) {
                        carried.put(name, cell);
                    }
                });
        return carried;
    }

    /** Whether the record has a value that the target rejects. */
    boolean isPoison(Style style) {
        return kind != Kind.DELETE
                && carried(style).values().stream()
                        .anyMatch(cell -> ColumnKind.POISON.equals(cell.value()));
    }
}
