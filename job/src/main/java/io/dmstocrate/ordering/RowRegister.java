package io.dmstocrate.ordering;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.KeyedChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rules of the last-writer-wins register that a row is. No order of arrival, duplication or
 * replay changes what it converges to.
 *
 * <ul>
 *   <li>A word of a former life of the table is superseded, whatever it says: the table was emptied
 *       since.
 *   <li>A whole row or a delete that is newer than the base becomes the base; columns of newer
 *       partial updates stay, all others become what it says.
 *   <li>A partial update writes each of its columns that is newer than the base and than that
 *       column's last version.
 *   <li>What writes nothing was a duplicate (equal version) or superseded (older).
 * </ul>
 *
 * <p>Pure but for the result, which stays here until the next judgement, so that judging makes no
 * garbage.
 */
final class RowRegister {

    /**
     * Stands among the columns of a {@link RowHistory} for an update that carries the key alone:
     * even that one says that the row is there.
     */
    static final String EXISTENCE = "";

    /** What follows from a change. */
    enum Verdict {
        /** {@link RowRegister#row()} is to be written. */
        UPSERT,
        /** The row is to be deleted; {@link RowRegister#row()} is its key. */
        DELETE,
        /** Its values go on to the row's new key; the row itself is not touched. */
        CARRY,
        /** Nothing: it was known already. */
        DUPLICATE,
        /** Nothing: something newer was known. */
        SUPERSEDED;

        boolean writes() {
            return this == UPSERT || this == DELETE || this == CARRY;
        }
    }

    private RowHistory history = RowHistory.NONE;
    private Row row = Row.empty();
    private boolean lacksDefinition;
    private String[] names = new String[16];

    /** The row's history after the last judgement; the same object if nothing has changed. */
    RowHistory history() {
        return history;
    }

    /** What the last judgement writes. */
    Row row() {
        return row;
    }

    /** Whether the last judgement left columns unwritten for want of the table's definition. */
    boolean lacksDefinition() {
        return lacksDefinition;
    }

    /**
     * Judges a change of a row.
     *
     * @param definition the table's; {@code null} if unknown. Needed where a delete leaves newer
     *     columns in place
     */
    Verdict judge(
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            TableDefinition definition) {
        history = known;
        row = Row.empty();
        lacksDefinition = false;
        ChangeVersion base = known.base();
        int againstBase = base == null ? 1 : version.compare(base, generations);
        if (againstBase == 0) {
            return again(known, change, generations);
        }
        if (againstBase < 0 || generations.of(version.timestampMicros()) < generations.newest()) {
            return isColumnVersion(known, version, generations)
                    ? Verdict.DUPLICATE
                    : Verdict.SUPERSEDED;
        }
        return switch (change.word()) {
            case WHOLE -> whole(known, change, version, generations);
            case PARTIAL -> partial(known, change, version, generations, definition);
            case DELETE -> delete(known, change, version, generations, definition);
        };
    }

    private Verdict whole(
            RowHistory known, KeyedChange change, ChangeVersion version, Generations generations) {
        history = known.withBase(version, false, generations);
        row = history.columns() == 0 ? change.row() : without(change.row(), history);
        return Verdict.UPSERT;
    }

    /** The base itself has come again. */
    private Verdict again(RowHistory known, KeyedChange change, Generations generations) {
        RowHistory cleared = known.withBase(known.base(), false, generations);
        if (change.word() != KeyedChange.Word.WHOLE || cleared.columns() == known.columns()) {
            return Verdict.DUPLICATE;
        }
        // Some columns were newer than this row when it was written first, but belong to a former
        // life of the table, as is known since.
        history = cleared;
        row = cleared.columns() == 0 ? change.row() : without(change.row(), cleared);
        return Verdict.UPSERT;
    }

    private Verdict partial(
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            TableDefinition definition) {
        Columns columns = change.row().columns();
        int count = columns.size() - change.keySize();
        if (names.length <= count) {
            names = new String[2 * count];
        }
        if (count == 0) {
            names[0] = EXISTENCE;
            count = 1;
        } else {
            for (int i = 0; i < count; i++) {
                names[i] = columns.name(change.keySize() + i);
            }
        }
        int newer = keepNewer(known, count, version, generations);
        if (newer == 0) {
            return isColumnVersion(known, version, generations)
                    ? Verdict.DUPLICATE
                    : Verdict.SUPERSEDED;
        }
        history = known.withColumns(names, newer, version);
        row = newer == count ? change.row() : keyAnd(change, newer);
        if (known.isDeleted() && known.columns() == 0) {
            // A row that was deleted softly is still there, and must not come back as it was.
            lacksDefinition = definition == null;
            row = definition == null ? row : withNulls(row, change, definition, history);
        }
        return Verdict.UPSERT;
    }

    /** Moves those of the first names to the front for which the version is new. */
    private int keepNewer(
            RowHistory known, int count, ChangeVersion version, Generations generations) {
        if (known.columns() == 0) {
            return count;
        }
        int newer = 0;
        for (int i = 0; i < count; i++) {
            ChangeVersion last = known.version(names[i]);
            if (last == null || version.isNewerThan(last, generations)) {
                names[newer++] = names[i];
            }
        }
        return newer;
    }

    private Verdict delete(
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            TableDefinition definition) {
        history = known.withBase(version, true, generations);
        if (history.columns() == 0) {
            row = change.row();
            return Verdict.DELETE;
        }
        // Newer updates show that the row came again; only what they wrote is known of it yet.
        if (definition == null) {
            lacksDefinition = true;
            return Verdict.SUPERSEDED;
        }
        row = keyAndNulls(change, definition, history);
        return row.size() > change.keySize() ? Verdict.UPSERT : Verdict.SUPERSEDED;
    }

    private static boolean isColumnVersion(
            RowHistory known, ChangeVersion version, Generations generations) {
        for (int i = 0; i < known.columns(); i++) {
            if (known.version(i).compare(version, generations) == 0) {
                return true;
            }
        }
        return false;
    }

    /** The row without the columns that partial updates have written. */
    private static Row without(Row whole, RowHistory history) {
        List<String> kept = new ArrayList<>(whole.size());
        List<Object> values = new ArrayList<>(whole.size());
        for (int i = 0; i < whole.size(); i++) {
            String name = whole.columns().name(i);
            if (history.version(name) == null) {
                kept.add(name);
                values.add(whole.value(i));
            }
        }
        return kept.size() == whole.size() ? whole : new Row(Columns.of(kept), values.toArray());
    }

    /** The key and the first of {@link #names}. */
    private Row keyAnd(KeyedChange change, int count) {
        Row partial = change.row();
        List<String> kept = new ArrayList<>(change.keySize() + count);
        List<Object> values = new ArrayList<>(change.keySize() + count);
        int next = 0;
        for (int i = 0; i < partial.size(); i++) {
            String name = partial.columns().name(i);
            boolean isKey = i < change.keySize();
            if (isKey || (next < count && name.equals(names[next]))) {
                kept.add(name);
                values.add(partial.value(i));
                next += isKey ? 0 : 1;
            }
        }
        return new Row(Columns.of(kept), values.toArray());
    }

    /** A partial row, and NULL in all columns that it does not have. */
    private static Row withNulls(
            Row partial, KeyedChange change, TableDefinition definition, RowHistory history) {
        Row nulls = keyAndNulls(change, definition, history);
        List<String> columns = new ArrayList<>(partial.columns().names());
        columns.addAll(nulls.columns().names().subList(change.keySize(), nulls.size()));
        Object[] values = Arrays.copyOf(partial.values(), columns.size());
        return new Row(Columns.of(columns), values);
    }

    /** The key, and NULL in all columns but those that partial updates have written. */
    private static Row keyAndNulls(
            KeyedChange change, TableDefinition definition, RowHistory history) {
        List<String> cleared = new ArrayList<>();
        for (int i = 0; i < change.keySize(); i++) {
            cleared.add(change.row().columns().name(i));
        }
        for (Column column : definition.columns()) {
            String name = column.name();
            if (!cleared.contains(name) && history.version(name) == null) {
                cleared.add(name);
            }
        }
        Object[] values = new Object[cleared.size()];
        System.arraycopy(change.row().values(), 0, values, 0, change.keySize());
        return new Row(Columns.of(cleared), values);
    }
}
