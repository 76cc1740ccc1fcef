package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableSighting.ValueKind;
import java.util.Map;

/**
 * Columns of which no control record told, learned from the values of rows.
 *
 * <p>The rule: the widest kind seen before the column is made decides. Whole numbers make a BIGINT,
 * other numbers a DOUBLE, truth values a BOOLEAN, everything else text of any length, JSON too. A
 * later value that does not fit becomes a dead letter, so a type in the configuration is better.
 */
final class LearnedDefinition {

    private LearnedDefinition() {}

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
