package io.dmstocrate.schema;

import io.dmstocrate.dms.TableId;
import io.dmstocrate.target.TableLookup;
import io.dmstocrate.target.Target;
import java.util.List;

/**
 * Lets a table whose rows are sent to the table of another source table live on where that one
 * stopped: so does a table that was renamed. Without the lives of the other one its rows would look
 * older than what is there.
 */
final class Inheritance {

    private final Target target;
    private final TableLookup tables;

    Inheritance(Target target, TableLookup tables) {
        this.target = target;
        this.tables = tables;
    }

    /** Takes over the other table's lives, once; true if there were any that are news. */
    boolean takeOver(TableState state) {
        if (state.inherited) {
            return false;
        }
        state.inherited = true;
        String named = tables.apply(state.table()).target();
        int dot = named.indexOf('.');
        if (dot < 0) {
            return false;
        }
        TableId other = new TableId(named.substring(0, dot), named.substring(dot + 1));
        if (other.equals(state.table())) {
            return false;
        }
        List<Long> lives = target.generations().getOrDefault(other, List.of());
        boolean news = false;
        for (long opened : lives) {
            if (!state.generations.contains(opened)) {
                // Nothing is swept: that was, or is, the other one's affair.
                state.generations.add(opened);
                target.openGeneration(state.table(), opened);
                news = true;
            }
        }
        state.generations.sort(null);
        return news;
    }
}
