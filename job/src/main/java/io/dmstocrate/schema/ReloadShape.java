package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.mapping.TypeFit;
import io.dmstocrate.schema.SchemaOptions.ChangeKind;
import io.dmstocrate.target.ExistingTable;
import io.dmstocrate.target.TableLookup;
import io.dmstocrate.target.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells whether a table can hold the rows of a reload that has other types: if not, they need a
 * table of their own.
 *
 * <p>A type that somebody chose for the target, and that the source has not changed since, is no
 * reason. Nor is one that the table can be given: by altering it, or by a copy of the column, which
 * is no way for a key.
 */
final class ReloadShape {

    private final Target target;
    private final TableLookup tables;
    private final SchemaOptions options;

    ReloadShape(Target target, TableLookup tables, SchemaOptions options) {
        this.target = target;
        this.tables = tables;
        this.options = options;
    }

    /** Whether the table, as it is known or as it is, can't hold the rows of a definition. */
    boolean isAnother(TableState state, TableDefinition wanted) {
        return isUnfit(state, known(state.definition), wanted)
                || isAnotherInTheTarget(state, wanted);
    }

    /** Whether the table as the target has it now can't hold the rows of a definition. */
    boolean isAnotherInTheTarget(TableState state, TableDefinition wanted) {
        Optional<ExistingTable> existing = target.existing(state.table());
        return existing.isPresent() && isUnfit(state, existing.get().types(), wanted);
    }

    private static Map<String, ColumnType> known(TableDefinition definition) {
        Map<String, ColumnType> types = new HashMap<>();
        if (definition != null) {
            for (Column column : definition.columns()) {
                types.put(column.name(), type(column, definition));
            }
        }
        return types;
    }

    private boolean isUnfit(
            TableState state, Map<String, ColumnType> types, TableDefinition wanted) {
        SchemaPolicy policy = options.policy(tables.apply(state.table()), ChangeKind.COLUMN_TYPE);
        if (policy == SchemaPolicy.IGNORE || policy == SchemaPolicy.FAIL) {
            return false;
        }
        for (Column column : wanted.columns()) {
            ColumnType has = types.get(state.nameNow(column.name()));
            if (has != null && !canHold(state, has, column, wanted)) {
                return true;
            }
        }
        return false;
    }

    private boolean canHold(
            TableState state, ColumnType has, Column column, TableDefinition wanted) {
        if (tables.apply(state.table()).columnTypes().containsKey(column.name())) {
            return true;
        }
        ColumnType wants = type(column, wanted);
        boolean isKey = isKey(column, wanted);
        boolean numbers = TypeFit.isNumber(has) && TypeFit.isNumber(wants);
        return switch (TypeFit.of(has, wants)) {
            case SAME, NARROWER -> true;
            case WIDER ->
                    !isKey
                            || (!numbers && !isChanged(state, column, wanted))
                            || (TypeFit.keepsKeys(has, wants) && target.altersTypes());
            case OTHER, NEVER -> !isChanged(state, column, wanted);
        };
    }

    /** Whether the source has ever told another type of a column, as far as is remembered. */
    private static boolean isChanged(TableState state, Column column, TableDefinition wanted) {
        return state.told.stream()
                .flatMap(told -> told.definition().stream())
                .anyMatch(told -> isTypedOtherwise(told, column, wanted));
    }

    private static boolean isTypedOtherwise(
            TableDefinition told, Column column, TableDefinition wanted) {
        ColumnType type = type(column, wanted);
        return told.column(column.name())
                .filter(known -> !ColumnTypes.of(known, isKey(column, wanted)).equals(type))
                .isPresent();
    }

    private static ColumnType type(Column column, TableDefinition definition) {
        return ColumnTypes.of(column, isKey(column, definition));
    }

    private static boolean isKey(Column column, TableDefinition definition) {
        return definition.primaryKey().contains(column.name());
    }
}
