package io.dmstocrate.target;

import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.TargetColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which columns were added to tables that were there, and by which number; kept in the target
 * beside the rows, created with its first entry. Entries only become more: of several numbers of a
 * column the largest holds, so that no number is ever given to two columns one after the other.
 */
final class AddedColumnTable {

    /**
     * One entry.
     *
     * @param target where the rows of the source table go
     */
    record Entry(TableId target, AddedColumn column) {}

    private static final List<TargetColumn> COLUMNS =
            List.of(
                    OwnTable.column("id", Kind.TEXT),
                    OwnTable.column("source_schema", Kind.TEXT),
                    OwnTable.column("source_table", Kind.TEXT),
                    OwnTable.column("target_schema", Kind.TEXT),
                    OwnTable.column("target_table", Kind.TEXT),
                    OwnTable.column("life_micros", Kind.BIGINT),
                    OwnTable.column("column_name", Kind.TEXT),
                    OwnTable.column("number", Kind.BIGINT));

    private final OwnTable table;

    /** Knows the table; touches nothing yet. */
    AddedColumnTable(Session session, TableId id) {
        this.table = new OwnTable(session, id, COLUMNS);
    }

    /** The numbers of the columns of a life of a table, by their names at the source. */
    Map<String, Long> numbers(TableId source, TableId target, long life) throws SQLException {
        Map<String, Long> numbers = new HashMap<>();
        for (Entry entry : read()) {
            AddedColumn column = entry.column();
            boolean isOf = column.source().equals(source) && entry.target().equals(target);
            if (isOf && column.life() == life) {
                numbers.merge(column.column(), column.number(), Math::max);
            }
        }
        return numbers;
    }

    /** The largest number that was given to a column of a table, in any of its lives; else 0. */
    long largest(TableId target) throws SQLException {
        return read().stream()
                .filter(entry -> entry.target().equals(target))
                .mapToLong(entry -> entry.column().number())
                .max()
                .orElse(0);
    }

    List<Entry> read() throws SQLException {
        List<Entry> entries = new ArrayList<>();
        table.forEach(
                row -> {
                    TableId source = new TableId(row.getString(1), row.getString(2));
                    TableId target = new TableId(row.getString(3), row.getString(4));
                    entries.add(
                            new Entry(
                                    target,
                                    new AddedColumn(
                                            source,
                                            row.getLong(5),
                                            row.getString(6),
                                            row.getLong(7))));
                });
        return entries;
    }

    void add(Entry entry) throws SQLException {
        table.use(() -> write(entry));
    }

    private void write(Entry entry) throws SQLException {
        AddedColumn column = entry.column();
        TableId source = column.source();
        String id =
                SqlText.table(source)
                        + " in "
                        + SqlText.table(entry.target())
                        + (" " + column.life() + " " + column.number() + " ")
                        + SqlText.identifier(column.column());
        Object[] row = {
            id,
            source.schema(),
            source.name(),
            entry.target().schema(),
            entry.target().name(),
            Long.toString(column.life()),
            column.column(),
            Long.toString(column.number())
        };
        table.put(row, "that a column of " + source + " is to be added");
    }
}
