package io.dmstocrate.mapping;

import static java.util.Objects.requireNonNull;

/**
 * A column of a target table.
 *
 * @param name its name in the target
 * @param source the source column that it takes; the same as {@code name} but for names that the
 *     target refuses
 * @param number the number by which it was added to the table, if it came later than that; else 0.
 *     An update that knew no column with so large a number says nothing of it
 */
public record TargetColumn(String name, String source, ColumnType type, long number) {

    public TargetColumn {
        requireNonNull(name, "name is null");
        requireNonNull(source, "source is null");
        requireNonNull(type, "type is null");
    }

    /** A column that is as old as its table, or of which nobody knows. */
    public TargetColumn(String name, String source, ColumnType type) {
        this(name, source, type, 0);
    }

    /** The same column by another number. */
    public TargetColumn numbered(long other) {
        return other == number ? this : new TargetColumn(name, source, type, other);
    }

    /**
     * The name under which the column's version is kept. A wide column that is still to take the
     * place of this one is written together with it, and so has the same.
     */
    public String versionKey() {
        String column = WideName.columnOf(source);
        return column.isEmpty() ? name : NameRule.column(column);
    }
}
