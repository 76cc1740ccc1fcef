package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.TypeFit;
import java.util.Optional;

/**
 * Finds keys whose values became another kind in the middle of a table's life.
 *
 * <p>How the source has turned its values is not known, 7 into {@code '7'} or {@code '007'}: rows
 * could be taken for others, or be there twice. Only a reload brings all of them under their new
 * keys.
 */
final class KeyKinds {

    private KeyKinds() {}

    /** Why rows can't be told apart in the newest life of a table; empty if they can. */
    static String refusal(TableState state) {
        long since =
                state.generations.isEmpty()
                        ? 0
                        : state.generations.get(state.generations.size() - 1);
        for (String column : state.definition.primaryKey()) {
            String refusal = refusal(state, column, since);
            if (!refusal.isEmpty()) {
                return refusal;
            }
        }
        return "";
    }

    /**
     * Why rows can't be told apart by a column of the key; empty if they can.
     *
     * @param sinceMicros definitions that were told before do not count
     */
    static String refusal(TableState state, String column, long sinceMicros) {
        Optional<Column> now = state.definition.column(column);
        for (int i = 0; i < state.told.size(); i++) {
            SchemaChange told = state.told.get(i);
            if (told.timestampMicros() >= sinceMicros && ToldOrder.isNews(state, i)) {
                for (Column before : ToldOrder.definition(told).columns()) {
                    boolean isSame = state.nameNow(before.name()).equals(column);
                    if (isSame && now.isPresent() && !keepsKeys(before, now.get())) {
                        return refusal(state.table(), before, now.get());
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

    private static String refusal(TableId table, Column before, Column now) {
        return "The column "
                + now.name()
                + " of the primary key of "
                + table
                + " was "
                + before.type()
                + " and is "
                + now.type()
                + " now: which row of the target a key of another kind means is not certain."
                + " Reload the table with its target prepared anew (TargetTablePrepMode ="
                + " DROP_AND_CREATE).";
    }
}
