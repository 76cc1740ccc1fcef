package io.dmstocrate.ordering;

import io.dmstocrate.flow.ColumnLineage;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What is remembered of one row: the version of the newest word that said something of all columns
 * there are (the base: a load, an insert or a delete), whether that word was a delete, the version
 * of the newest later update that carried every column of its revision, and the versions of the
 * columns that other updates have written, where these are newer than what the others say of them.
 *
 * <p>A column's version is its own, else the update's if its revision had the column, else the
 * base's.
 *
 * <p>In state a column has the name that it had when it was {@link #told}; whoever judges sees the
 * names that the target has.
 *
 * <p>Immutable: state may hand it out while a checkpoint writes it.
 */
final class RowHistory {

    static final String[] NO_COLUMNS = new String[0];
    static final ChangeVersion[] NO_VERSIONS = new ChangeVersion[0];

    /** Nothing is known of the row. */
    static final RowHistory NONE = new RowHistory(null, false, NO_COLUMNS, NO_VERSIONS);

    private final ChangeVersion base;
    private final boolean deleted;
    private final ChangeVersion update;
    private final long revision;
    private final String[] columns;
    private final ChangeVersion[] versions;
    private final Travels travels;

    RowHistory(ChangeVersion base, boolean deleted, String[] columns, ChangeVersion[] versions) {
        this(base, deleted, columns, versions, Travels.NONE);
    }

    RowHistory(
            ChangeVersion base,
            boolean deleted,
            String[] columns,
            ChangeVersion[] versions,
            Travels travels) {
        this(base, deleted, null, 0, columns, versions, travels);
    }

    /**
     * Takes the arrays over, without a copy.
     *
     * @param base {@code null} if nothing but updates was seen
     * @param update the newest update of every column, if it is newer than the base; else {@code
     *     null}
     * @param revision whose columns it has carried
     * @param columns the names of the columns that have versions of their own, each once
     * @param versions these, in the same order
     * @param travels values that are on their way to or from the row
     */
    RowHistory(
            ChangeVersion base,
            boolean deleted,
            ChangeVersion update,
            long revision,
            String[] columns,
            ChangeVersion[] versions,
            Travels travels) {
        this.base = base;
        this.deleted = deleted;
        this.update = update;
        this.revision = revision;
        this.columns = columns;
        this.versions = versions;
        this.travels = travels;
    }

    /** Values on their way to or from the row. */
    Travels travels() {
        return travels;
    }

    /** The same with other values on their way. */
    @SuppressWarnings("ReferenceEquality") // The same object says: nothing has changed.
    RowHistory with(Travels others) {
        return others == travels
                ? this
                : new RowHistory(base, deleted, update, revision, columns, versions, others);
    }

    /** The newest load, insert or delete; {@code null} if there was none yet. */
    ChangeVersion base() {
        return base;
    }

    /** Whether the base was a delete. */
    boolean isDeleted() {
        return deleted;
    }

    /** The newest update of every column since; {@code null} if there was none. */
    ChangeVersion update() {
        return update;
    }

    /** Whose columns {@link #update()} has carried. */
    long revision() {
        return revision;
    }

    /** The newest word on the row as a whole. */
    ChangeVersion whole() {
        return update == null ? base : update;
    }

    /** Whether nothing came after the base. */
    boolean isBaseAlone() {
        return update == null && columns.length == 0;
    }

    /** Whether this is the other without some of the updates that were newer than its base. */
    boolean hasFewerUpdatesThan(RowHistory other) {
        return columns() < other.columns() || (update == null && other.update != null);
    }

    /** How many columns have versions of their own; usually none. */
    int columns() {
        return columns.length;
    }

    String column(int index) {
        return columns[index];
    }

    ChangeVersion version(int index) {
        return versions[index];
    }

    /** The version that a column has of its own, else {@code null}. */
    ChangeVersion version(String column) {
        int index = indexOf(column);
        return index < 0 ? null : versions[index];
    }

    /** The version of the newest update of a column; {@code null} if there was none. */
    ChangeVersion updated(String column, KnownColumns known) {
        ChangeVersion own = version(column);
        return own == null && update != null && known.had(revision, column) ? update : own;
    }

    /** The same with columns under the names that they have by now: {@link #told} the other way. */
    RowHistory conformed(ColumnLineage lineage) {
        if (lineage.isEmpty()) {
            return this;
        }
        Travels conformed = travels.conformed(lineage);
        if (columns.length == 0) {
            return with(conformed);
        }
        String[] renamed = columns.clone();
        for (int i = 0; i < columns.length; i++) {
            String name = lineage.conform(columns[i], lineage.era(versions[i].timestampMicros()));
            renamed[i] = name == null ? gone(columns[i], lineage) : name;
        }
        return with(renamed).with(conformed);
    }

    /** That a column was written that is gone now still says that the row is there. */
    private static String gone(String column, ColumnLineage lineage) {
        return lineage.isInUse(column) ? RowRegister.EXISTENCE : column;
    }

    /**
     * The same with each column under the name by which it was called when it was written, which is
     * how a history is kept: whatever is renamed later, that name says which column it was.
     */
    RowHistory told(ColumnLineage lineage) {
        if (lineage.isEmpty() || columns.length == 0) {
            return this;
        }
        String[] names = columns.clone();
        for (int i = 0; i < columns.length; i++) {
            names[i] = lineage.told(columns[i], lineage.era(versions[i].timestampMicros()));
        }
        return with(names);
    }

    private RowHistory with(String[] names) {
        return Arrays.equals(names, columns)
                ? this
                : new RowHistory(base, deleted, update, revision, names, versions, travels);
    }

    /** The newest of all versions; {@code null} if there are none. */
    ChangeVersion newest(Generations generations) {
        ChangeVersion newest = base;
        if (newest == null || (update != null && update.isNewerThan(newest, generations))) {
            newest = update;
        }
        for (ChangeVersion version : versions) {
            if (newest == null || version.isNewerThan(newest, generations)) {
                newest = version;
            }
        }
        return newest;
    }

    /** The row after a word on all of it; what is not newer is forgotten. */
    RowHistory withBase(ChangeVersion newBase, boolean newDeleted, Generations generations) {
        boolean isUpdated = update != null && update.isNewerThan(newBase, generations);
        boolean[] kept = new boolean[columns.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = versions[i].isNewerThan(newBase, generations);
        }
        return with(
                isUpdated ? newBase.shortened() : newBase,
                newDeleted,
                isUpdated ? update : null,
                isUpdated ? revision : 0,
                kept);
    }

    /**
     * The row after an update of every column of a revision. Columns that came after that revision
     * keep what is known of them.
     */
    RowHistory withUpdate(
            ChangeVersion newUpdate,
            long newRevision,
            KnownColumns known,
            Generations generations) {
        boolean[] kept = new boolean[columns.length];
        for (int i = 0; i < kept.length; i++) {
            kept[i] =
                    !known.had(newRevision, columns[i])
                            || versions[i].isNewerThan(newUpdate, generations);
        }
        ChangeVersion shortened = base == null ? null : base.shortened();
        RowHistory updated = with(shortened, deleted, newUpdate, newRevision, kept);
        if (update == null || revision <= newRevision) {
            return updated;
        }
        List<String> later = known.added(newRevision, revision);
        later.removeIf(column -> indexOf(column) >= 0);
        return updated.withColumns(later.toArray(NO_COLUMNS), later.size(), update);
    }

    private RowHistory with(
            ChangeVersion newBase,
            boolean newDeleted,
            ChangeVersion newUpdate,
            long newRevision,
            boolean[] kept) {
        int count = 0;
        for (boolean isKept : kept) {
            count += isKept ? 1 : 0;
        }
        String[] keptColumns = columns;
        ChangeVersion[] keptVersions = versions;
        if (count == 0) {
            keptColumns = NO_COLUMNS;
            keptVersions = NO_VERSIONS;
        } else if (count < kept.length) {
            keptColumns = new String[count];
            keptVersions = new ChangeVersion[count];
            int next = 0;
            for (int i = 0; i < kept.length; i++) {
                if (kept[i]) {
                    keptColumns[next] = columns[i];
                    keptVersions[next++] = versions[i];
                }
            }
        }
        return new RowHistory(
                newBase, newDeleted, newUpdate, newRevision, keptColumns, keptVersions, travels);
    }

    /**
     * The row after a partial update.
     *
     * @param names the columns it has written; the first {@code count} of the array
     */
    RowHistory withColumns(String[] names, int count, ChangeVersion version) {
        int added = 0;
        for (int i = 0; i < count; i++) {
            if (indexOf(names[i]) < 0) {
                added++;
            }
        }
        ChangeVersion[] newVersions = Arrays.copyOf(versions, versions.length + added);
        String[] newColumns = added == 0 ? columns : Arrays.copyOf(columns, newVersions.length);
        int next = columns.length;
        for (int i = 0; i < count; i++) {
            int index = indexOf(names[i]);
            if (index < 0) {
                index = next++;
                newColumns[index] = names[i];
            }
            newVersions[index] = version;
        }
        return new RowHistory(base, deleted, update, revision, newColumns, newVersions, travels);
    }

    private int indexOf(String column) {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].equals(column)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof RowHistory history
                        && Objects.equals(base, history.base)
                        && deleted == history.deleted
                        && Objects.equals(update, history.update)
                        && revision == history.revision
                        && Arrays.equals(columns, history.columns)
                        && Arrays.equals(versions, history.versions)
                        && travels.equals(history.travels));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                base,
                deleted,
                update,
                revision,
                Arrays.hashCode(columns),
                Arrays.hashCode(versions),
                travels);
    }

    @Override
    public String toString() {
        return (deleted ? "deleted at " : "at ")
                + base
                + (update == null ? "" : ", updated at " + update)
                + ", then "
                + Arrays.toString(columns);
    }
}
