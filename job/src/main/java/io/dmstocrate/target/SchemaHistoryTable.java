package io.dmstocrate.target;

import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.TargetColumn;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
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
                    OwnTable.column("id", Kind.TEXT),
                    OwnTable.column("recorded_at", Kind.TIMESTAMP_WITH_TIME_ZONE),
                    OwnTable.column("table_name", Kind.TEXT),
                    OwnTable.column("operation", Kind.TEXT),
                    OwnTable.column("outcome", Kind.TEXT),
                    OwnTable.column("reason", Kind.LARGE_TEXT),
                    OwnTable.column("cause", Kind.LARGE_TEXT),
                    OwnTable.column("statements", Kind.LARGE_TEXT),
                    OwnTable.column("definition_before", Kind.LARGE_TEXT),
                    OwnTable.column("definition_after", Kind.LARGE_TEXT));

    private final Session session;
    private final OwnTable table;

    SchemaHistoryTable(Session session, TableId id) {
        this.session = session;
        this.table = new OwnTable(session, id, COLUMNS);
    }

    void remember(SchemaHistoryEntry entry) throws SQLException {
        table.use(() -> write(entry));
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
        List<Rejection> rejections = table.upsert(List.<Object[]>of(row));
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
}
