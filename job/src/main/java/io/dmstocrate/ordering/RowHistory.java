package io.dmstocrate.ordering;

import io.dmstocrate.flow.ColumnLineage;
import java.util.Arrays;
import java.util.Objects;

/**
 * What is remembered of one row: the version of the newest word on the whole row (the base),
 * whether that word was a delete, and the versions of the columns that newer partial updates have
 * written.
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
    private final String[] columns;
    private final ChangeVersion[] versions;
    private final Travels travels;

    RowHistory(ChangeVersion base, boolean deleted, String[] columns, ChangeVersion[] versions) {
        this(base, deleted, columns, versions, Travels.NONE);
    }

    /**
     * Takes the arrays over, without a copy.
     *
     * @param base {@code null} if nothing but partial updates was seen
     * @param columns the names of the columns that partial updates have written, each once
     * @param versions their versions, in the same order
     * @param travels values that are on their way to or from the row
     */
    RowHistory(
            ChangeVersion base,
            boolean deleted,
            String[] columns,
            ChangeVersion[] versions,
            Travels travels) {
        this.base = base;
        this.deleted = deleted;
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
        return others == travels ? this : new RowHistory(base, deleted, columns, versions, others);
    }

    /** The newest word on the whole row; {@code null} if there was none yet. */
    ChangeVersion base() {
        return base;
    }

    /** Whether the base was a delete. */
    boolean isDeleted() {
        return deleted;
    }

    /** How many columns partial updates have written; usually none. */
    int columns() {
        return columns.length;
    }

    String column(int index) {
        return columns[index];
    }

    ChangeVersion version(int index) {
        return versions[index];
    }

    /** The version of a column that a partial update has written, else {@code null}. */
    ChangeVersion version(String column) {
        int index = indexOf(column);
        return index < 0 ? null : versions[index];
    }

    /** The same with columns under the names that they have by now. */
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
            // That a column was written that is gone now still says that the row is there.
            renamed[i] = name == null ? columns[i] : name;
        }
        return Arrays.equals(renamed, columns)
                ? with(conformed)
                : new RowHistory(base, deleted, renamed, versions, conformed);
    }

    /** The newest of all versions; {@code null} if there are none. */
    ChangeVersion newest(Generations generations) {
        ChangeVersion newest = base;
        for (ChangeVersion version : versions) {
            if (newest == null || version.isNewerThan(newest, generations)) {
                newest = version;
            }
        }
        return newest;
    }

    /** The row after a word on all of it; columns that are not newer are forgotten. */
    RowHistory withBase(ChangeVersion newBase, boolean newDeleted, Generations generations) {
        int kept = 0;
        for (ChangeVersion version : versions) {
            if (version.isNewerThan(newBase, generations)) {
                kept++;
            }
        }
        if (kept == 0) {
            return new RowHistory(newBase, newDeleted, NO_COLUMNS, NO_VERSIONS, travels);
        }
        if (kept == columns.length) {
            return new RowHistory(newBase, newDeleted, columns, versions, travels);
        }
        String[] keptColumns = new String[kept];
        ChangeVersion[] keptVersions = new ChangeVersion[kept];
        int next = 0;
        for (int i = 0; i < columns.length; i++) {
            if (versions[i].isNewerThan(newBase, generations)) {
                keptColumns[next] = columns[i];
                keptVersions[next++] = versions[i];
            }
        }
        return new RowHistory(newBase, newDeleted, keptColumns, keptVersions, travels);
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
        return new RowHistory(base, deleted, newColumns, newVersions, travels);
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
                        && Arrays.equals(columns, history.columns)
                        && Arrays.equals(versions, history.versions)
                        && travels.equals(history.travels));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                base, deleted, Arrays.hashCode(columns), Arrays.hashCode(versions), travels);
    }

    @Override
    public String toString() {
        return (deleted ? "deleted at " : "at ") + base + ", then " + Arrays.toString(columns);
    }
}
