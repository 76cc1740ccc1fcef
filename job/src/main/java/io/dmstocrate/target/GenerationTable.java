package io.dmstocrate.target;

import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.MappingException;
import io.dmstocrate.mapping.TargetColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * When the lives of tables began, kept in the target beside the rows: created with its first entry,
 * each entry once. What is told of it is what was written by then, by any job.
 */
final class GenerationTable {

    private static final List<TargetColumn> COLUMNS =
            List.of(
                    OwnTable.column("id", Kind.TEXT),
                    OwnTable.column("source_schema", Kind.TEXT),
                    OwnTable.column("source_table", Kind.TEXT),
                    OwnTable.column("target_schema", Kind.TEXT),
                    OwnTable.column("target_table", Kind.TEXT),
                    OwnTable.column("opened_micros", Kind.BIGINT));

    private final OwnTable table;
    private final UnaryOperator<TableId> targets;

    /**
     * Knows the table; touches nothing yet.
     *
     * @param targets the target table of a source table
     */
    GenerationTable(Session session, TableId id, UnaryOperator<TableId> targets) {
        this.table = new OwnTable(session, id, COLUMNS);
        this.targets = targets;
    }

    void add(TableId source, long openedMicros) throws SQLException {
        table.use(() -> write(source, openedMicros));
    }

    /**
     * The beginnings, ascending, by source table; of those tables only whose rows go where ours do.
     */
    Map<TableId, List<Long>> read() throws SQLException {
        Map<TableId, List<Long>> generations = new HashMap<>();
        table.forEach(
                row -> {
                    TableId source = new TableId(row.getString(1), row.getString(2));
                    TableId target = new TableId(row.getString(3), row.getString(4));
                    if (goesTo(source, target)) {
                        generations
                                .computeIfAbsent(source, none -> new ArrayList<>())
                                .add(row.getLong(5));
                    }
                });
        generations.values().forEach(opened -> opened.sort(null));
        return generations;
    }

    private boolean goesTo(TableId source, TableId target) {
        try {
            return targets.apply(source).equals(target);
        } catch (MappingException e) {
            // Nothing goes there from here.
            return false;
        }
    }

    private void write(TableId source, long openedMicros) throws SQLException {
        TableId target = targets.apply(source);
        StringBuilder id = new StringBuilder();
        id.append(SqlText.table(source)).append(" in ").append(SqlText.table(target)).append(' ');
        OrderedText.appendFixed(id, openedMicros);
        Object[] row = {
            id.toString(),
            source.schema(),
            source.name(),
            target.schema(),
            target.name(),
            Long.toString(openedMicros)
        };
        table.put(row, "when a life of " + source + " began");
    }
}
