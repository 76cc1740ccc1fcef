package io.dmstocrate.sink;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Row;
import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.flow.RowWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * All that a batch does to one row, folded: at most a delete, then at most an upsert, then at most
 * another delete. Remembers the writes it was folded from, in case they must be tried one by one.
 */
final class FoldedRow {

    private final RowWrite first;
    private final List<RowWrite> later = new ArrayList<>(0);
    private boolean deletedBefore;
    private Row upsert;
    private boolean deletedAfter;

    // Each part has the version of its own words: a late one must not pass for a later one.
    private String beforeVersion = "";
    private RowVersions upsertVersions = RowVersions.whole("");
    private String afterVersion = "";
    private long revision;

    FoldedRow(RowWrite write) {
        this.first = write;
        this.revision = write.revision();
        if (write.kind() == RowWrite.Kind.DELETE) {
            deletedBefore = true;
            beforeVersion = write.version();
        } else {
            upsert = write.row();
            upsertVersions = write.versions();
        }
    }

    /**
     * Adds the next write of this row.
     *
     * @param keepDeleted whether a deleted row stays in the target with a flag, so that what was
     *     written before the delete still matters
     */
    void add(RowWrite write, RowMerger merger, boolean keepDeleted) {
        later.add(write);
        revision = Math.max(revision, write.revision());
        if (write.kind() == RowWrite.Kind.DELETE) {
            delete(write.version(), keepDeleted);
        } else {
            upsert(write, merger);
        }
    }

    private void delete(String version, boolean keepDeleted) {
        if (keepDeleted && upsert != null) {
            deletedAfter = true;
            afterVersion = version;
        } else {
            deletedBefore = true;
            beforeVersion = version;
            upsert = null;
        }
    }

    private void upsert(RowWrite write, RowMerger merger) {
        Row row = write.row();
        if (deletedAfter) {
            // The flag goes with the upsert; the delete between the two need not be seen.
            deletedAfter = false;
        }
        if (upsert == null) {
            upsert = row;
            upsertVersions = write.versions();
        } else {
            upsert = merger.merge(upsert, row);
            upsertVersions = upsertVersions.then(write.versions(), row.columns(), write.keySize());
        }
    }

    /** The writes in the order in which they came. */
    List<RowWrite> writes() {
        List<RowWrite> writes = new ArrayList<>(1 + later.size());
        writes.add(first);
        writes.addAll(later);
        return writes;
    }

    void forEachWrite(Consumer<RowWrite> action) {
        action.accept(first);
        later.forEach(action);
    }

    boolean isSingle() {
        return later.isEmpty();
    }

    RowWrite first() {
        return first;
    }

    boolean deletedBefore() {
        return deletedBefore;
    }

    /** The columns to write, or {@code null} if there are none. */
    Row upsert() {
        return upsert;
    }

    boolean deletedAfter() {
        return deletedAfter;
    }

    String beforeVersion() {
        return beforeVersion;
    }

    RowVersions upsertVersions() {
        return upsertVersions;
    }

    String afterVersion() {
        return afterVersion;
    }

    /** The newest revision of the table's types that a write knows. */
    long revision() {
        return revision;
    }

    Columns keyColumns(RowMerger merger) {
        return merger.key(first.row().columns(), first.keySize());
    }

    Object[] keyValues() {
        Object[] values = new Object[first.keySize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = first.row().value(i);
        }
        return values;
    }
}
