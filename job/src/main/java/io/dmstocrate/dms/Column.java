package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

/**
 * A column of a source table, as a {@code table-def} describes it.
 *
 * @param length characters or bytes, as DMS says; -1 if it says nothing
 * @param precision digits in all; -1 if unknown
 * @param scale digits after the point; -1 if unknown
 */
public record Column(
        String name, DmsType type, int length, int precision, int scale, boolean nullable) {

    public Column {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
    }

    /** A nullable column without length, precision or scale. */
    public static Column of(String name, DmsType type) {
        return new Column(name, type, -1, -1, -1, true);
    }
}
