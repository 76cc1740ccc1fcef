package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableSighting.ValueKind;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;
import java.util.Map;

/**
 * Columns of which no control record told, learned from the values of rows.
 *
 * <p>The rule: the widest kind seen before the column is made decides. Whole numbers make a BIGINT,
 * other numbers a DOUBLE, truth values a BOOLEAN, everything else text of any length, JSON too.
 * When values of another kind come later, a BIGINT becomes a NUMERIC for other numbers, and
 * everything becomes text for what is left: a column is only ever widened to a type that holds what
 * it has.
 */
final class LearnedDefinition {

    private LearnedDefinition() {}

    /**
     * A learned column as it has to be for values of another kind, too.
     *
     * @param column as it was learned
     * @param seen the widest kind of its values by now
     * @return the same if it holds them
     */
    static Column wider(Column column, ValueKind seen) {
        boolean holds =
                switch (column.type()) {
                    case INT64 -> seen == ValueKind.INTEGER;
                    case NUMERIC, DOUBLE -> seen == ValueKind.INTEGER || seen == ValueKind.DECIMAL;
                    case BOOLEAN -> seen == ValueKind.BOOLEAN;
                    default -> true;
                };
        if (holds || seen == ValueKind.NULL) {
            return column;
        }
        if (column.type() == DmsType.INT64 && seen == ValueKind.DECIMAL) {
            ColumnType number = ColumnTypes.LEARNED_NUMBER;
            return new Column(
                    column.name(), DmsType.NUMERIC, -1, number.precision(), number.scale(), true);
        }
        return Column.of(column.name(), DmsType.STRING);
    }

    static Column column(Map.Entry<String, ValueKind> seen) {
        DmsType type =
                switch (seen.getValue()) {
                    case INTEGER -> DmsType.INT64;
                    case DECIMAL -> DmsType.DOUBLE;
                    case BOOLEAN -> DmsType.BOOLEAN;
                    case NULL, JSON, TEXT -> DmsType.STRING;
                };
        return Column.of(seen.getKey(), type);
    }
}
