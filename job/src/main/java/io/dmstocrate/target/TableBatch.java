package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.TableId;
import java.util.List;

/**
 * Rows of one source table with the same columns, to be written or deleted by one statement. No key
 * appears twice.
 *
 * @param table the source table
 * @param kind upsert or delete
 * @param columns source columns of every row, the key first; for deletes the key only
 * @param keySize how many of the columns are the key
 * @param rows the values, each array in the order of the columns, as {@link io.dmstocrate.dms.Row}
 *     describes them
 * @param versions the version of each row
 * @param revision of the table's types, see {@code flow.TypeNews}: rows of a larger one are written
 *     to the table as the catalog has it then
 */
public record TableBatch(
        TableId table,
        Kind kind,
        Columns columns,
        int keySize,
        List<Object[]> rows,
        List<String> versions,
        long revision) {

    /** What a batch does to its rows. */
    public enum Kind {
        UPSERT,
        DELETE
    }

    /** Rows of a table whose columns never had other types. */
    public TableBatch(
            TableId table,
            Kind kind,
            Columns columns,
            int keySize,
            List<Object[]> rows,
            List<String> versions) {
        this(table, kind, columns, keySize, rows, versions, 0);
    }

    public TableBatch {
        requireNonNull(table, "table is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(columns, "columns is null");
        if (rows.size() != versions.size()) {
            throw new IllegalArgumentException("each row needs its version");
        }
    }
}
