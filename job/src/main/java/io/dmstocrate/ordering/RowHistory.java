package io.dmstocrate.ordering;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What is remembered of one row: the version of the newest word on the whole row, whether that word
 * was a delete, and the versions of the columns that newer partial updates have written.
 *
 * <p>Changed in place by {@link RowRegister} alone.
 */
final class RowHistory {

    /** The newest word on the whole row; {@code null} if there was none yet. */
    ChangeVersion base;

    /** Whether the base was a delete. */
    boolean deleted;

    /** By column, partial updates that are newer than the base; usually none, and then shared. */
    private Map<String, ChangeVersion> columns = Map.of();

    Map<String, ChangeVersion> columns() {
        return columns;
    }

    void put(String column, ChangeVersion version) {
        if (columns.isEmpty()) {
            columns = new HashMap<>();
        }
        columns.put(column, version);
    }

    /** Forgets the columns for whose versions this is true. */
    void forget(Predicate<ChangeVersion> versions) {
        if (!columns.isEmpty()) {
            columns.values().removeIf(versions);
        }
    }

    RowHistory copy() {
        RowHistory copy = new RowHistory();
        copy.base = base;
        copy.deleted = deleted;
        columns.forEach(copy::put);
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowHistory history
                && Objects.equals(base, history.base)
                && deleted == history.deleted
                && columns.equals(history.columns);
    }

    @Override
    public int hashCode() {
        return Objects.hash(base, deleted, columns);
    }
}
