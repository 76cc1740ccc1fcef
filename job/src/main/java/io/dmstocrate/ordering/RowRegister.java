package io.dmstocrate.ordering;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.KeyedChange;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of the last-writer-wins register that a row is. No order of arrival, duplication or
 * replay changes what it converges to.
 *
 * <ul>
 *   <li>A word of a former life of the table is superseded, whatever it says.
 *   <li>A whole row or a delete that is newer than the base becomes the base; columns of newer
 *       partial updates stay, all others become what it says.
 *   <li>A partial update writes each of its columns that is newer than the base and than that
 *       column's last version.
 *   <li>What writes nothing was a duplicate (equal version) or superseded (older).
 * </ul>
 */
final class RowRegister {

    /** Stands in {@link RowHistory#columns} for an update that carries the key alone. */
    private static final String EXISTENCE = "";

    /** What follows from a change. */
    enum Verdict {
        /** {@link RowRegister#written()} goes to the target. */
        UPSERT,
        DELETE,
        DUPLICATE,
        SUPERSEDED
    }

    private Row written;
    private ChangeVersion newest;

    /** After {@link Verdict#UPSERT} or {@link Verdict#DELETE}: what is to be written. */
    Row written() {
        return written;
    }

    /** After {@link Verdict#UPSERT} or {@link Verdict#DELETE}: the row's newest version. */
    ChangeVersion newest() {
        return newest;
    }

    /** Whether the change can't be ordered against what is known of the row; see there. */
    static boolean isDoubtful(RowHistory history, ChangeVersion version, Generations generations) {
        if (history.base != null && version.isDoubtful(history.base, generations)) {
            return true;
        }
        for (ChangeVersion column : history.columns().values()) {
            if (version.isDoubtful(column, generations)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes in a change.
     *
     * @param definition the table's; needed where a delete leaves newer columns in place
     */
    Verdict take(
            RowHistory history,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            TableDefinition definition) {
        if (generations.of(version.timestampMicros()) < generations.newest()) {
            return Verdict.SUPERSEDED;
        }
        int againstBase = history.base == null ? 1 : version.compare(history.base, generations);
        if (againstBase == 0) {
            return Verdict.DUPLICATE;
        }
        if (againstBase < 0) {
            return Verdict.SUPERSEDED;
        }
        return switch (change.word()) {
            case WHOLE -> whole(history, change.row(), version, generations);
            case PARTIAL -> partial(history, change, version, generations);
            case DELETE -> delete(history, change, version, generations, definition);
        };
    }

    private Verdict whole(
            RowHistory history, Row row, ChangeVersion version, Generations generations) {
        rebase(history, version, generations);
        history.deleted = false;
        written = history.columns().isEmpty() ? row : without(row, history);
        return Verdict.UPSERT;
    }

    private Verdict partial(
            RowHistory history,
            KeyedChange change,
            ChangeVersion version,
            Generations generations) {
        Row row = change.row();
        if (row.size() == change.keySize()) {
            return keyAlone(history, row, version, generations);
        }
        List<String> names = new ArrayList<>(row.size());
        List<Object> values = new ArrayList<>(row.size());
        boolean known = false;
        for (int i = 0; i < row.size(); i++) {
            String name = row.columns().name(i);
            if (i >= change.keySize()) {
                int against = againstColumn(history, name, version, generations);
                known |= against == 0;
                if (against <= 0) {
                    continue;
                }
                history.put(name, version);
            }
            names.add(name);
            values.add(row.value(i));
        }
        if (names.size() == change.keySize()) {
            return known ? Verdict.DUPLICATE : Verdict.SUPERSEDED;
        }
        findNewest(history, generations);
        written = names.size() == row.size() ? row : new Row(Columns.of(names), values.toArray());
        return Verdict.UPSERT;
    }

    /** An update that changed nothing that DMS sends still says that the row is there. */
    private Verdict keyAlone(
            RowHistory history, Row row, ChangeVersion version, Generations generations) {
        int against = againstColumn(history, EXISTENCE, version, generations);
        if (against <= 0) {
            return against == 0 ? Verdict.DUPLICATE : Verdict.SUPERSEDED;
        }
        history.put(EXISTENCE, version);
        findNewest(history, generations);
        written = row;
        return Verdict.UPSERT;
    }

    private static int againstColumn(
            RowHistory history, String column, ChangeVersion version, Generations generations) {
        ChangeVersion known = history.columns().get(column);
        return known == null ? 1 : version.compare(known, generations);
    }

    private Verdict delete(
            RowHistory history,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            TableDefinition definition) {
        rebase(history, version, generations);
        history.deleted = true;
        if (history.columns().isEmpty()) {
            written = change.row();
            return Verdict.DELETE;
        }
        // Newer updates show that the row came again; only what they wrote is known of it.
        List<String> names = new ArrayList<>(change.row().columns().names());
        for (Column column : definition.columns()) {
            if (!names.contains(column.name()) && !history.columns().containsKey(column.name())) {
                names.add(column.name());
            }
        }
        Object[] values = new Object[names.size()];
        System.arraycopy(change.row().values(), 0, values, 0, change.keySize());
        written = new Row(Columns.of(names), values);
        return Verdict.UPSERT;
    }

    private void rebase(RowHistory history, ChangeVersion version, Generations generations) {
        history.base = version;
        history.forget(column -> column.compare(version, generations) <= 0);
        findNewest(history, generations);
    }

    private void findNewest(RowHistory history, Generations generations) {
        newest = history.base;
        for (ChangeVersion column : history.columns().values()) {
            if (newest == null || column.compare(newest, generations) > 0) {
                newest = column;
            }
        }
    }

    private static Row without(Row row, RowHistory history) {
        List<String> names = new ArrayList<>(row.size());
        List<Object> values = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            if (!history.columns().containsKey(row.columns().name(i))) {
                names.add(row.columns().name(i));
                values.add(row.value(i));
            }
        }
        return new Row(Columns.of(names), values.toArray());
    }
}
