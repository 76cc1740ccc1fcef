package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.RowVersions;
import java.util.List;

/**
 * Rows of one source table with the same columns, to be written or deleted by one statement. No key
 * appears twice.
 *
 * @param table the source table
 * @param life the life of the table that the rows belong to; see {@link Target#enter}
 * @param kind upsert or delete
 * @param columns source columns of every row, the key first; for deletes the key only
 * @param keySize how many of the columns are the key
 * @param rows the values, each array in the order of the columns, as {@link io.dmstocrate.dms.Row}
 *     describes them
 * @param versions how new each row is, and what it writes
 * @param shape what the versions of all rows have in common
 * @param revision of the table's types, see {@code flow.TypeNews}: rows of a larger one are written
 *     to the table as the catalog has it then
 */
public record TableBatch(
        TableId table,
        long life,
        Kind kind,
        Columns columns,
        int keySize,
        List<Object[]> rows,
        List<RowVersions> versions,
        RowVersions.Shape shape,
        long revision) {

    /** What a batch does to its rows. */
    public enum Kind {
        UPSERT,
        DELETE
    }

    /**
     * Whole rows, each the newest word on it, of a table in its first life whose columns never had
     * other types.
     */
    public TableBatch(
            TableId table,
            Kind kind,
            Columns columns,
            int keySize,
            List<Object[]> rows,
            List<String> versions) {
        this(table, 0, kind, columns, keySize, rows, versions, 0);
    }

    /** Whole rows, each the newest word on it. */
    public TableBatch(
            TableId table,
            long life,
            Kind kind,
            Columns columns,
            int keySize,
            List<Object[]> rows,
            List<String> versions,
            long revision) {
        this(
                table,
                life,
                kind,
                columns,
                keySize,
                rows,
                versions.stream().map(RowVersions::whole).toList(),
                RowVersions.Shape.WHOLE,
                revision);
    }

    public TableBatch {
        requireNonNull(table, "table is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(columns, "columns is null");
        requireNonNull(shape, "shape is null");
        if (rows.size() != versions.size()) {
            throw new IllegalArgumentException("each row needs its version");
        }
    }
}
