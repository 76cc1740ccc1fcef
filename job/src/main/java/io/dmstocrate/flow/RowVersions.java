package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.Columns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How new a row is, and what is written to it: as order-preserving text, which byte by byte sorts
 * like the versions do.
 *
 * <p>A target that keeps more than the newest version of a row needs no order of arrival: of two
 * writes to a column the newer one stays, whichever comes first, also where they come again after a
 * failure in another order.
 *
 * @param newest of all that is known of the row
 * @param base of the word on the whole row that is written; empty if the write is about some
 *     columns only
 * @param columns the versions of written columns that partial updates have given their values, by
 *     their names, in the order of the row; all other written columns are as old as the base
 */
public record RowVersions(String newest, String base, Map<String, String> columns) {

    /**
     * What the rows of one statement have in common.
     *
     * @param whole whether each is a whole row and the newest word on it
     * @param columns the columns with versions of their own
     * @param loaded whether the word on the whole row is that of a load
     */
    public record Shape(boolean whole, List<String> columns, boolean loaded) {

        /** Whole rows, each the newest word. */
        public static final Shape WHOLE = new Shape(true, List.of(), false);

        /** Whole rows of a load, each the newest word. */
        public static final Shape LOADED = new Shape(true, List.of(), true);

        public Shape {
            columns = List.copyOf(columns);
        }
    }

    public RowVersions {
        requireNonNull(newest, "newest is null");
        requireNonNull(base, "base is null");
        requireNonNull(columns, "columns is null");
    }

    /** A write of a whole row which is the newest word on it. */
    public static RowVersions whole(String version) {
        return new RowVersions(version, version, Map.of());
    }

    /** Whether nothing is known that is newer than this write of a whole row. */
    public boolean isWhole() {
        return columns.isEmpty() && base.equals(newest);
    }

    /** The shape of the statement that this can be written by. */
    public Shape shape() {
        boolean isLoaded = VersionText.isLoad(base);
        if (isWhole()) {
            return isLoaded ? Shape.LOADED : Shape.WHOLE;
        }
        return new Shape(false, List.copyOf(columns.keySet()), isLoaded);
    }

    /**
     * What two writes come to, of which the second takes effect behind the first.
     *
     * @param written the columns that the second one writes
     * @param keySize how many of them, in front, are the primary key
     */
    public RowVersions then(RowVersions second, Columns written, int keySize) {
        // An older word brings what the newer one did not know of, and says no more of the rest.
        boolean isOlder =
                !second.base.isEmpty()
                        && second.base.compareTo(base) < 0
                        && !VersionText.isReload(second.base, newest);
        String newBase = second.base.isEmpty() || isOlder ? base : second.base;
        if (columns.isEmpty() && second.columns.isEmpty() && !isOlder) {
            return new RowVersions(second.newest, newBase, Map.of());
        }
        Map<String, String> both = new LinkedHashMap<>(columns);
        both.keySet().removeIf(written::contains);
        both.putAll(second.columns);
        for (int i = keySize; isOlder && i < written.size(); i++) {
            both.putIfAbsent(written.name(i), second.base);
        }
        return new RowVersions(second.newest, newBase, both);
    }
}
