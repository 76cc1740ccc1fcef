package io.dmstocrate.target;

import java.util.List;

/**
 * What has come of the beginning of a widening.
 *
 * @param isWide whether the column is wide now; else its values are to be copied
 * @param takesTable whether that takes a copy of the whole table, see {@link Target#widenTable}
 * @param statements what was executed
 */
public record WidenedColumn(boolean isWide, boolean takesTable, List<String> statements) {

    public WidenedColumn {
        statements = List.copyOf(statements);
    }

    /** A column that is wide now, or is to be copied by itself. */
    public WidenedColumn(boolean isWide, List<String> statements) {
        this(isWide, false, statements);
    }
}
