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
 * <p>The rule: a column gets the first of BIGINT, DOUBLE, NUMERIC(38,18), BOOLEAN and text of any
 * length that holds every value seen by then, as it was written. When values come that it does not
 * hold, a BIGINT becomes a NUMERIC(38,18) if that holds all, and everything else becomes text: a
 * column is only ever widened to a type that holds what it has.
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
                    case INT64 -> seen.isWhole();
                    case NUMERIC -> seen.isNumeric();
                    case DOUBLE -> seen.isDouble();
                    case BOOLEAN -> seen == ValueKind.BOOLEAN;
                    default -> true;
                };
        if (holds || seen == ValueKind.NULL) {
            return column;
        }
        return column.type() == DmsType.INT64 && seen.isNumeric()
                ? number(column.name())
                : Column.of(column.name(), DmsType.STRING);
    }

    static Column column(Map.Entry<String, ValueKind> seen) {
        String name = seen.getKey();
        return switch (seen.getValue()) {
            case INTEGER, LONG -> Column.of(name, DmsType.INT64);
            case DECIMAL, DOUBLE -> Column.of(name, DmsType.DOUBLE);
            case NUMERIC -> number(name);
            case BOOLEAN -> Column.of(name, DmsType.BOOLEAN);
            case NULL, JSON, TEXT -> Column.of(name, DmsType.STRING);
        };
    }

    private static Column number(String name) {
        ColumnType number = ColumnTypes.LEARNED_NUMBER;
        return new Column(name, DmsType.NUMERIC, -1, number.precision(), number.scale(), true);
    }
}
