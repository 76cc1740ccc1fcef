package io.dmstocrate.target;

import java.util.List;

/**
 * What has come of the beginning of a widening.
 *
 * @param isWide whether the column is wide now; else its values are to be copied
 * @param statements what was executed
 */
public record WidenedColumn(boolean isWide, List<String> statements) {

    public WidenedColumn {
        statements = List.copyOf(statements);
    }
}
