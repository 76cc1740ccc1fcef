package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.TypeFit;
import java.util.List;

/**
 * Finds keys whose values became another kind in the middle of a table's life.
 *
 * <p>How the source has turned its values is not known, 7 into {@code '7'} or {@code '007'}: rows
 * could be taken for others, or be there twice. Only a reload brings all of them under their new
 * keys.
 */
final class KeyKinds {

    private KeyKinds() {}

    /** Why the rows of a definition can't be told apart; empty if they can. */
    static String refusal(TableState state, TableDefinition definition) {
        for (SchemaChange told : state.told) {
            if (told.timestampMicros() >= newestLife(state) && told.definition().isPresent()) {
                for (Column before : told.definition().get().columns()) {
                    String name = state.nameNow(before.name());
                    boolean isKey = definition.primaryKey().contains(name);
                    Column now = definition.column(name).orElse(before);
                    if (isKey && !keepsKeys(before, now)) {
                        return refusal(definition, before, now);
                    }
                }
            }
        }
        return "";
    }

    private static boolean keepsKeys(Column before, Column now) {
        ColumnType type = ColumnTypes.of(now, true);
        ColumnType known = ColumnTypes.of(before, true);
        return type.equals(known) || TypeFit.keepsKeys(known, type);
    }

    private static long newestLife(TableState state) {
        List<Long> opened = state.generations;
        return opened.isEmpty() ? 0 : opened.get(opened.size() - 1);
    }

    private static String refusal(TableDefinition definition, Column before, Column now) {
        return "The column "
                + now.name()
                + " of the primary key of "
                + definition.table()
                + " was "
                + before.type()
                + " and is "
                + now.type()
                + " now: which row of the target a key of another kind means is not certain."
                + " Reload the table with its target prepared anew (TargetTablePrepMode ="
                + " DROP_AND_CREATE).";
    }
}
