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

    /** The widest kind of the values seen in a column: which type holds all of them as they are. */
    public enum ValueKind {
        /** Only NULL so far. */
        NULL,
        BOOLEAN,
        /** Whole numbers that a double holds, too: of 53 bits. */
        INTEGER,
        /** Whole numbers of 64 bits. */
        LONG,
        /** Numbers that a double holds, and NUMERIC(38,18) as well. */
        DECIMAL,
        /** Numbers that a double holds, very large or small ones among them. */
        DOUBLE,
        /** Numbers that NUMERIC(38,18) holds, some of more digits than a double. */
        NUMERIC,
        /** JSON objects or arrays. */
        JSON,
        /** Text, numbers that no type of numbers holds together, or values of several kinds. */
        TEXT;

        /** Whether a BIGINT holds all values. */
        public boolean isWhole() {
            return this == INTEGER || this == LONG;
        }

        /** Whether a double holds all values. */
        public boolean isDouble() {
            return this == INTEGER || this == DECIMAL || this == DOUBLE;
        }

        /** Whether NUMERIC(38,18) holds all values. */
        public boolean isNumeric() {
            return this == INTEGER || this == LONG || this == DECIMAL || this == NUMERIC;
        }

        private boolean isNumber() {
            return isDouble() || isNumeric();
        }

        /** The kind of numbers of which these types hold all. */
        static ValueKind number(boolean isWhole, boolean isDouble, boolean isNumeric) {
            if (isWhole) {
                return isDouble ? INTEGER : LONG;
            }
            if (isDouble) {
                return isNumeric ? DECIMAL : DOUBLE;
            }
            return isNumeric ? NUMERIC : TEXT;
        }
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
        if (!one.isNumber() || !other.isNumber()) {
            return ValueKind.TEXT;
        }
        return ValueKind.number(
                one.isWhole() && other.isWhole(),
                one.isDouble() && other.isDouble(),
                one.isNumeric() && other.isNumeric());
    }
}
