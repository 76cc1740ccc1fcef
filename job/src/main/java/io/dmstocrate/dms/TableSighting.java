package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What rows tell of their table: sent when rows show a table, a column or a kind of value that was
 * not seen before, and from time to time while a load goes on. Seen twice, it means the same.
 *
 * @param columns the columns seen so far, in the order of their first appearance
 * @param lastLoadMicros the latest {@code metadata.timestamp} of a loaded row, microseconds since
 *     the epoch; -1 if none was seen
 * @param lastChangeMicros the same of a captured change
 */
public record TableSighting(
        TableId table, List<SeenColumn> columns, long lastLoadMicros, long lastChangeMicros)
        implements SchemaEvent {

    /** The widest kind of the values seen in a column. */
    public enum ValueKind {
        /** Only NULL so far. */
        NULL,
        BOOLEAN,
        /** Whole numbers of at most 64 bits. */
        INTEGER,
        /** Numbers, some of them with a fraction, an exponent, or more than 64 bits. */
        DECIMAL,
        /** JSON objects or arrays. */
        JSON,
        /** Text, or values of several kinds. */
        TEXT
    }

    /** A column and the widest kind of its values. */
    public record SeenColumn(String name, ValueKind kind) {
        public SeenColumn {
            requireNonNull(name, "name is null");
            requireNonNull(kind, "kind is null");
        }
    }

    public TableSighting {
        requireNonNull(table, "table is null");
        columns = List.copyOf(columns);
    }

    /** The kind that holds values of both kinds. */
    public static ValueKind wider(ValueKind one, ValueKind other) {
        if (one == other || other == ValueKind.NULL) {
            return one;
        }
        if (one == ValueKind.NULL) {
            return other;
        }
        boolean numbers =
                (one == ValueKind.INTEGER || one == ValueKind.DECIMAL)
                        && (other == ValueKind.INTEGER || other == ValueKind.DECIMAL);
        return numbers ? ValueKind.DECIMAL : ValueKind.TEXT;
    }
}
