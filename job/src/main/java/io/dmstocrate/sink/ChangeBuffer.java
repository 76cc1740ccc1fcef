package io.dmstocrate.sink;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.target.TableBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The writes of one batch, folded by row: however often a row was written, the target sees it once.
 *
 * <p>Writes of one row take effect in the order in which they were added.
 */
final class ChangeBuffer {

    /**
     * One statement's worth of rows, and the folded rows they stand for.
     *
     * @param rows in the order of the batch's rows
     */
    record Statement(TableBatch batch, List<FoldedRow> rows) {}

    private record Group(
            TableId table,
            long life,
            TableBatch.Kind kind,
            Columns columns,
            int keySize,
            RowVersions.Shape shape,
            long revision) {}

    private final boolean keepDeleted;
    private final RowMerger merger = new RowMerger();
    private final Map<String, FoldedRow> rows = new HashMap<>();
    private final List<FoldedRow> order = new ArrayList<>();
    private long bytes;
    private long newestTimestampMicros;
    private String newestVersion = "";

    /**
     * Makes an empty buffer.
     *
     * @param keepDeleted whether deleted rows stay in the target with a flag
     */
    ChangeBuffer(boolean keepDeleted) {
        this.keepDeleted = keepDeleted;
    }

    void add(RowWrite write) {
        bytes += write.payload().length;
        if (write.timestampMicros() >= newestTimestampMicros) {
            newestTimestampMicros = write.timestampMicros();
            newestVersion = write.version();
        }
        FoldedRow row = rows.get(write.key());
        if (row == null || row.first().life() != write.life()) {
            // A key of another life is another row, of another table.
            row = new FoldedRow(write);
            rows.put(write.key(), row);
            order.add(row);
        } else {
            row.add(write, merger, keepDeleted);
        }
    }

    /** How many different rows the batch has. */
    int rows() {
        return order.size();
    }

    /** How large the records were that the batch was made from. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return order.isEmpty();
    }

    /** The latest {@code metadata.timestamp} of the batch, microseconds since the epoch. */
    long newestTimestampMicros() {
        return newestTimestampMicros;
    }

    /** The version of the row with that time. */
    String newestVersion() {
        return newestVersion;
    }

    List<FoldedRow> foldedRows() {
        return order;
    }

    /** The statements that write the batch, in the order in which they must be executed. */
    List<Statement> statements() {
        Map<Group, Statement> deletesBefore = new LinkedHashMap<>();
        Map<Group, Statement> upserts = new LinkedHashMap<>();
        Map<Group, Statement> deletesAfter = new LinkedHashMap<>();
        for (FoldedRow row : order) {
            if (row.deletedBefore()) {
                delete(deletesBefore, row, row.beforeVersion());
            }
            if (row.upsert() != null) {
                upsert(upserts, row);
            }
            if (row.deletedAfter()) {
                delete(deletesAfter, row, row.afterVersion());
            }
        }
        List<Statement> statements = new ArrayList<>(deletesBefore.values());
        statements.addAll(upserts.values());
        statements.addAll(deletesAfter.values());
        return statements;
    }

    private void delete(Map<Group, Statement> statements, FoldedRow row, String version) {
        RowWrite write = row.first();
        Group group =
                new Group(
                        write.table(),
                        write.life(),
                        TableBatch.Kind.DELETE,
                        row.keyColumns(merger),
                        write.keySize(),
                        RowVersions.Shape.WHOLE,
                        row.revision());
        add(statements, group, row, row.keyValues(), RowVersions.whole(version));
    }

    private void upsert(Map<Group, Statement> statements, FoldedRow row) {
        Row upsert = row.upsert();
        Group group =
                new Group(
                        row.first().table(),
                        row.first().life(),
                        TableBatch.Kind.UPSERT,
                        upsert.columns(),
                        row.first().keySize(),
                        row.upsertVersions().shape(),
                        row.revision());
        add(statements, group, row, upsert.values(), row.upsertVersions());
    }

    private static void add(
            Map<Group, Statement> statements,
            Group group,
            FoldedRow row,
            Object[] values,
            RowVersions versions) {
        Statement statement = statements.get(group);
        if (statement == null) {
            TableBatch batch =
                    new TableBatch(
                            group.table,
                            group.life,
                            group.kind,
                            group.columns,
                            group.keySize,
                            new ArrayList<>(),
                            new ArrayList<>(),
                            group.shape,
                            group.revision);
            statement = new Statement(batch, new ArrayList<>());
            statements.put(group, statement);
        }
        statement.batch.rows().add(values);
        statement.batch.versions().add(versions);
        statement.rows.add(row);
    }

    /** A batch with one write only, for writes that must be tried one by one. */
    static TableBatch single(RowWrite write) {
        ChangeBuffer buffer = new ChangeBuffer(false);
        buffer.add(write);
        return buffer.statements().get(0).batch();
    }
}
