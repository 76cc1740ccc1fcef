package io.dmstocrate.target;

import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.ConversionNotes;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trail of schema changes, for people: created with its first entry, each entry once by its id.
 * When a change is met again after a failure, nothing is left to execute; then the entry stays that
 * tells what was.
 */
final class SchemaHistoryTable {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaHistoryTable.class);

    private static final List<TargetColumn> COLUMNS =
            List.of(
                    column("id", Kind.TEXT),
                    column("recorded_at", Kind.TIMESTAMP_WITH_TIME_ZONE),
                    column("table_name", Kind.TEXT),
                    column("operation", Kind.TEXT),
                    column("outcome", Kind.TEXT),
                    column("reason", Kind.LARGE_TEXT),
                    column("cause", Kind.LARGE_TEXT),
                    column("statements", Kind.LARGE_TEXT),
                    column("definition_before", Kind.LARGE_TEXT),
                    column("definition_after", Kind.LARGE_TEXT));

    private static final Columns NAMES =
            Columns.of(COLUMNS.stream().map(TargetColumn::name).toList());

    private final Session session;
    private final TargetTable table;

    SchemaHistoryTable(Session session, TableId id) {
        this.session = session;
        this.table = new TargetTable(id, Layout.DIRECT, COLUMNS, List.of("id"), "", "", Map.of());
    }

    void remember(SchemaHistoryEntry entry) throws SQLException {
        try {
            write(entry);
        } catch (SQLException e) {
            if (session.dialect().classify(e) != FailureKind.STALE_DEFINITION) {
                throw e;
            }
            create();
            write(entry);
        }
    }

    private void write(SchemaHistoryEntry entry) throws SQLException {
        if (entry.statements().isEmpty() && isThere(entry.id())) {
            return;
        }
        Object[] row = {
            entry.id(),
            Instant.ofEpochMilli(entry.timeMillis()).toString(),
            entry.table().toString(),
            entry.operation(),
            entry.outcome().name(),
            entry.reason(),
            entry.cause(),
            String.join(";\n", entry.statements()),
            entry.before().map(DefinitionText::of).orElse(null),
            entry.after().map(DefinitionText::of).orElse(null)
        };
        TableBatch batch =
                new TableBatch(
                        table.id(),
                        TableBatch.Kind.UPSERT,
                        NAMES,
                        1,
                        List.<Object[]>of(row),
                        List.of(""));
        Dialect dialect = session.dialect();
        RowPlan plan = new RowPlan(table, dialect, COLUMNS, false);
        RowArrays arrays = new RowArrays(plan, batch, new ConversionNotes());
        List<Rejection> rejections =
                new RowSender(session, dialect, arrays, Set.copyOf(NAMES.names())).upsert();
        if (!rejections.isEmpty()) {
            LOG.warn(
                    "{} does not take an entry for {}: {}",
                    table.id(),
                    entry.table(),
                    rejections.get(0).reason());
        }
    }

    private boolean isThere(String id) throws SQLException {
        PreparedStatement statement =
                session.prepare(
                        "SELECT "
                                + SqlText.identifier("id")
                                + " FROM "
                                + SqlText.table(table.id())
                                + " WHERE "
                                + SqlText.identifier("id")
                                + " = ?");
        statement.setString(1, id);
        try (ResultSet result = statement.executeQuery()) {
            return result.next();
        }
    }

    private void create() throws SQLException {
        for (String sql : session.dialect().createTable(table)) {
            try {
                session.execute(sql);
            } catch (SQLException e) {
                if (!session.dialect().alreadyThere(e)) {
                    throw e;
                }
            }
        }
        LOG.info("Created the history of schema changes {}", table.id());
    }

    private static TargetColumn column(String name, Kind kind) {
        return new TargetColumn(name, name, ColumnType.of(kind));
    }
}
