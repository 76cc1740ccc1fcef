package io.dmstocrate.ordering;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Row;
import io.dmstocrate.flow.KeyedChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The rules of the last-writer-wins register that a row is. No order of arrival, duplication or
 * replay changes what it converges to.
 *
 * <ul>
 *   <li>A word of a former life of the table is superseded, whatever it says: the table was emptied
 *       since.
 *   <li>A load, an insert or a delete says something of all columns there are. If it is newer than
 *       the base it becomes the base; columns of newer updates stay, all others become what it
 *       says, and NULL if it does not carry them.
 *   <li>An update says something of the columns that it carries, and no more: it writes each of
 *       them that is newer than the base and than that column's last version. If it carries every
 *       column that its revision of the definition has, one version is kept for them all.
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
     * @param columns the table's, as far as they are known. Needed where a delete leaves newer
     *     columns in place
     */
    Verdict judge(
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        history = known;
        row = Row.empty();
        lacksDefinition = false;
        ChangeVersion base = known.base();
        int againstBase = base == null ? 1 : version.compare(base, generations);
        boolean isOfFormerLife = generations.of(version.timestampMicros()) < generations.newest();
        if (againstBase == 0) {
            return isOfFormerLife
                    ? Verdict.DUPLICATE
                    : again(
                            known,
                            change,
                            known.withBase(base, known.isDeleted(), generations),
                            columns);
        }
        if (againstBase < 0 || isOfFormerLife) {
            return nothing(known, version, generations);
        }
        return switch (change.word()) {
            case WHOLE -> whole(known, change, version, generations, columns);
            case WHOLE_UPDATE -> wholeUpdate(known, change, version, generations, columns);
            case PARTIAL -> partial(known, change, version, generations, columns);
            case DELETE -> delete(known, change, version, generations, columns);
        };
    }

    private static Verdict nothing(
            RowHistory known, ChangeVersion version, Generations generations) {
        return isVersionOf(known, version, generations) ? Verdict.DUPLICATE : Verdict.SUPERSEDED;
    }

    private Verdict whole(
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        history = known.withBase(version, false, generations);
        row = withColumnsSince(change, columns);
        if (history.isBaseAlone()) {
            return Verdict.UPSERT;
        }
        row = withoutUpdated(row, change.keySize(), history, columns);
        boolean isUpdated = history.update() != null && row.size() == change.keySize();
        return isUpdated ? Verdict.SUPERSEDED : Verdict.UPSERT;
    }

    /**
     * The base itself has come again. Some of what was newer than it when it was written first may
     * belong to a former life of the table, as is known since.
     */
    private Verdict again(
            RowHistory known, KeyedChange change, RowHistory cleared, KnownColumns columns) {
        boolean isRow =
                change.word() == KeyedChange.Word.WHOLE
                        || change.word() == KeyedChange.Word.WHOLE_UPDATE;
        if (!isRow || !cleared.hasFewerUpdatesThan(known)) {
            return Verdict.DUPLICATE;
        }
        history = cleared;
        row = withoutUpdated(withColumnsSince(change, columns), change.keySize(), cleared, columns);
        return Verdict.UPSERT;
    }

    private Verdict wholeUpdate(
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        ChangeVersion update = known.update();
        int againstUpdate = update == null ? 1 : version.compare(update, generations);
        // It may have come before, in a later message, and have been partial by what was known
        // then.
        boolean isKnown = againstUpdate != 0 && isVersionOf(known, version, generations);
        if (againstUpdate < 0 || isKnown || !columns.knows(change.revision())) {
            return partial(known, change, version, generations, columns);
        }
        RowHistory updated = known.withUpdate(version, change.revision(), columns, generations);
        if (againstUpdate == 0 && updated.columns() == known.columns()) {
            return Verdict.DUPLICATE;
        }
        history = updated;
        row = withoutOwn(change.row(), change.keySize(), history);
        clearIfSoftlyDeleted(known, change, columns);
        return Verdict.UPSERT;
    }

    private Verdict partial(
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        Columns carried = change.row().columns();
        int count = carried.size() - change.keySize();
        if (names.length <= count) {
            names = new String[2 * count];
        }
        if (count == 0) {
            names[0] = EXISTENCE;
            count = 1;
        } else {
            for (int i = 0; i < count; i++) {
                names[i] = carried.name(change.keySize() + i);
            }
        }
        int newer = keepNewer(known, count, version, generations, columns);
        if (newer == 0) {
            return nothing(known, version, generations);
        }
        history = known.withColumns(names, newer, version);
        row = newer == count ? change.row() : keyAnd(change, newer);
        clearIfSoftlyDeleted(known, change, columns);
        return Verdict.UPSERT;
    }

    /** A row that was deleted softly is still there, and must not come back as it was. */
    private void clearIfSoftlyDeleted(RowHistory known, KeyedChange change, KnownColumns columns) {
        if (known.isDeleted() && known.isBaseAlone()) {
            lacksDefinition = columns.definition() == null;
            row = lacksDefinition ? row : withNulls(row, change, columns, history);
        }
    }

    /** Moves those of the first names to the front for which the version is new. */
    private int keepNewer(
            RowHistory known,
            int count,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns) {
        if (known.isBaseAlone()) {
            return count;
        }
        int newer = 0;
        for (int i = 0; i < count; i++) {
            ChangeVersion last = known.updated(names[i], columns);
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
            KnownColumns columns) {
        history = known.withBase(version, true, generations);
        if (history.isBaseAlone()) {
            row = change.row();
            return Verdict.DELETE;
        }
        // Newer updates show that the row came again; only what they wrote is known of it yet.
        if (columns.definition() == null) {
            lacksDefinition = true;
            return Verdict.SUPERSEDED;
        }
        row = keyAndNulls(change, columns, history);
        return row.size() > change.keySize() ? Verdict.UPSERT : Verdict.SUPERSEDED;
    }

    private static boolean isVersionOf(
            RowHistory known, ChangeVersion version, Generations generations) {
        if (known.update() != null && known.update().compare(version, generations) == 0) {
            return true;
        }
        for (int i = 0; i < known.columns(); i++) {
            if (known.version(i).compare(version, generations) == 0) {
                return true;
            }
        }
        return false;
    }

    /** The row with NULL in the columns of which those who made it did not know yet. */
    private static Row withColumnsSince(KeyedChange change, KnownColumns known) {
        Row whole = change.row();
        if (known.hadAll(change.revision()) || change.word() != KeyedChange.Word.WHOLE) {
            return whole;
        }
        List<String> later = known.addedSince(change.revision());
        later.removeAll(whole.columns().names());
        if (later.isEmpty()) {
            return whole;
        }
        List<String> columns = new ArrayList<>(whole.columns().names());
        columns.addAll(later);
        return new Row(Columns.of(columns), Arrays.copyOf(whole.values(), columns.size()));
    }

    /** The row without the columns that updates have written. */
    private static Row withoutUpdated(
            Row whole, int keySize, RowHistory history, KnownColumns columns) {
        return kept(whole, keySize, name -> history.updated(name, columns) == null);
    }

    /** The row without the columns that have versions of their own. */
    private static Row withoutOwn(Row whole, int keySize, RowHistory history) {
        return history.columns() == 0
                ? whole
                : kept(whole, keySize, name -> history.version(name) == null);
    }

    private static Row kept(Row whole, int keySize, Predicate<String> isKept) {
        List<String> kept = new ArrayList<>(whole.size());
        List<Object> values = new ArrayList<>(whole.size());
        for (int i = 0; i < whole.size(); i++) {
            String name = whole.columns().name(i);
            if (i < keySize || isKept.test(name)) {
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
            Row partial, KeyedChange change, KnownColumns known, RowHistory history) {
        Row nulls = keyAndNulls(change, known, history);
        if (nulls.size() == change.keySize()) {
            return partial;
        }
        List<String> columns = new ArrayList<>(partial.columns().names());
        columns.addAll(nulls.columns().names().subList(change.keySize(), nulls.size()));
        Object[] values = Arrays.copyOf(partial.values(), columns.size());
        return new Row(Columns.of(columns), values);
    }

    /** The key, and NULL in all columns but those that updates have written. */
    private static Row keyAndNulls(KeyedChange change, KnownColumns known, RowHistory history) {
        List<String> cleared = new ArrayList<>();
        for (int i = 0; i < change.keySize(); i++) {
            cleared.add(change.row().columns().name(i));
        }
        for (String name : known.names()) {
            if (!cleared.contains(name) && history.updated(name, known) == null) {
                cleared.add(name);
            }
        }
        Object[] values = new Object[cleared.size()];
        System.arraycopy(change.row().values(), 0, values, 0, change.keySize());
        return new Row(Columns.of(cleared), values);
    }
}
