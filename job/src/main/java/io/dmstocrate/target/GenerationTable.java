package io.dmstocrate.target;

import io.dmstocrate.dialect.CrateDialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.MappingException;
import io.dmstocrate.mapping.TargetColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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

    private final Session session;
    private final OwnTable table;
    private final UnaryOperator<TableId> targets;

    /**
     * Knows the table; touches nothing yet.
     *
     * @param targets the target table of a source table
     */
    GenerationTable(Session session, TableId id, UnaryOperator<TableId> targets) {
        this.session = session;
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
        try (Statement statement = session.connection().createStatement()) {
            session.refresh(table.id());
            try (ResultSet rows = statement.executeQuery(select())) {
                while (rows.next()) {
                    TableId source = new TableId(rows.getString(1), rows.getString(2));
                    TableId target = new TableId(rows.getString(3), rows.getString(4));
                    if (goesTo(source, target)) {
                        generations
                                .computeIfAbsent(source, none -> new ArrayList<>())
                                .add(rows.getLong(5));
                    }
                }
            }
        } catch (SQLException e) {
            if (session.dialect().classify(e) != FailureKind.STALE_DEFINITION) {
                throw e;
            }
            if (session.dialect() instanceof CrateDialect) {
                CrateReadiness.check(session);
            }
        }
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
        List<Rejection> rejections = table.upsert(List.<Object[]>of(row));
        if (!rejections.isEmpty()) {
            throw new TargetException(
                    FailureKind.REJECTED,
                    table.id()
                            + " does not take when a life of "
                            + source
                            + " began: "
                            + rejections.get(0).reason(),
                    null);
        }
    }

    private String select() {
        List<String> names =
                COLUMNS.stream().skip(1).map(c -> SqlText.identifier(c.name())).toList();
        return "SELECT " + String.join(", ", names) + " FROM " + SqlText.table(table.id());
    }
}
