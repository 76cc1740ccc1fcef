package io.dmstocrate.ordering;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Row;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.TableAnnouncement;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the target's columns from one announcement to the next. Changes that are held have
 * the names that the target had when they were tied to their rows, so they go along step by step:
 * by the times of their messages these names can't be read, as one may have meant another column
 * then.
 */
final class ColumnMoves {

    /** Nothing was renamed. */
    static final ColumnMoves NONE = new ColumnMoves(Long.MIN_VALUE, Long.MIN_VALUE, List.of());

    private final long revision;
    private final long life;
    private final List<ColumnFate> renames;

    private ColumnMoves(long revision, long life, List<ColumnFate> renames) {
        this.revision = revision;
        this.life = life;
        this.renames = renames;
    }

    /**
     * What an announcement tells.
     *
     * @param before the one before it; {@code null} if there was none
     */
    static ColumnMoves of(TableAnnouncement before, TableAnnouncement now) {
        if (before == null) {
            return NONE;
        }
        List<ColumnFate> renames = new ArrayList<>(before.pending());
        renames.removeIf(rename -> !now.fates().contains(rename));
        return new ColumnMoves(before.types().revision(), before.life(), renames);
    }

    /**
     * A change under the names that its columns have by now, without those that are gone.
     *
     * @param table as it is known now, and as new as the change
     */
    KeyedChange applied(KeyedChange change, KnownTable table) {
        if (change.life() != table.life() || table.columns().definition() == null) {
            return change;
        }
        // Otherwise it was made by the announcement that tells of them.
        boolean isFromBefore = change.revision() <= revision && change.life() == life;
        List<ColumnFate> steps = isFromBefore ? renames : List.of();
        Row row = change.row();
        List<String> names = new ArrayList<>(row.size());
        List<Object> values = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            String name = moved(row.columns().name(i), steps);
            if (i < change.keySize() || table.columns().isDefined(name)) {
                names.add(name);
                values.add(row.value(i));
            }
        }
        List<String> leftOut = new ArrayList<>(change.leftOut().size());
        for (String column : change.leftOut()) {
            String name = moved(column, steps);
            if (table.columns().isDefined(name)) {
                leftOut.add(name);
            }
        }
        return row.columns().names().equals(names) && change.leftOut().equals(leftOut)
                ? change
                : change.with(new Row(Columns.of(names), values.toArray()), leftOut);
    }

    private static String moved(String column, List<ColumnFate> renames) {
        String name = column;
        for (ColumnFate rename : renames) {
            if (rename.column().equals(name)) {
                name = rename.successor();
            }
        }
        return name;
    }
}
