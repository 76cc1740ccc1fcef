package io.dmstocrate.mapping;

import static java.util.Objects.requireNonNull;

/**
 * A column of a target table.
 *
 * @param name its name in the target
 * @param source the source column that it takes; the same as {@code name} but for names that the
 *     target refuses
 */
public record TargetColumn(String name, String source, ColumnType type) {

    public TargetColumn {
        requireNonNull(name, "name is null");
        requireNonNull(source, "source is null");
        requireNonNull(type, "type is null");
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
