package io.dmstocrate.target;

import io.dmstocrate.dialect.CrateDialect;
import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.ConversionNotes;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A table that the job keeps for itself: its first column is the key, and a row that is written
 * twice is there once. Created when it is missed, by this job or another.
 */
final class OwnTable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnTable.class);

    /** Something that needs the table. */
    @FunctionalInterface
    interface Use {
        void run() throws SQLException;
    }

    /** Takes the row that a result stands at. */
    @FunctionalInterface
    interface Reader {
        void row(ResultSet row) throws SQLException;
    }

    private final Session session;
    private final TargetTable table;
    private final Columns names;

    OwnTable(Session session, TableId id, List<TargetColumn> columns) {
        this.session = session;
        this.names = Columns.of(columns.stream().map(TargetColumn::name).toList());
        this.table =
                new TargetTable(
                        id, Layout.DIRECT, columns, List.of(names.name(0)), "", "", Map.of());
    }

    static TargetColumn column(String name, Kind kind) {
        return new TargetColumn(name, name, ColumnType.of(kind));
    }

    TargetTable table() {
        return table;
    }

    TableId id() {
        return table.id();
    }

    /** Does something; if the table is missing, creates it and does it again. */
    void use(Use use) throws SQLException {
        try {
            use.run();
        } catch (SQLException e) {
            if (session.dialect().classify(e) != FailureKind.STALE_DEFINITION) {
                throw e;
            }
            create();
            use.run();
        }
    }

    /** Writes rows, each with all columns, and tells which the database does not take. */
    List<Rejection> upsert(List<Object[]> rows) throws SQLException {
        TableBatch batch =
                new TableBatch(
                        table.id(),
                        TableBatch.Kind.UPSERT,
                        names,
                        1,
                        rows,
                        Collections.nCopies(rows.size(), ""));
        Dialect dialect = session.dialect();
        RowPlan plan = new RowPlan(table, dialect, table.columns(), false, RowVersions.Shape.WHOLE);
        RowArrays arrays = new RowArrays(plan, batch, new ConversionNotes());
        return new RowSender(session, dialect, arrays, Set.copyOf(names.names())).upsert();
    }

    /**
     * Writes a row, with all columns.
     *
     * @param what it says, for people
     * @throws TargetException if the database does not take it
     */
    void put(Object[] row, String what) throws SQLException {
        List<Rejection> rejections = upsert(List.<Object[]>of(row));
        if (!rejections.isEmpty()) {
            throw new TargetException(
                    FailureKind.REJECTED,
                    table.id() + " does not take " + what + ": " + rejections.get(0).reason(),
                    null);
        }
    }

    /** Reads all rows, each without its key; there are none if the table is missing. */
    void forEach(Reader reader) throws SQLException {
        List<String> columns = names.names().stream().skip(1).map(SqlText::identifier).toList();
        String sql = "SELECT " + String.join(", ", columns) + " FROM " + SqlText.table(table.id());
        try (Statement statement = session.connection().createStatement()) {
            session.refresh(table.id());
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    reader.row(rows);
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
    }

    /** What creates the table. */
    List<String> statements() throws SQLException {
        return session.dialect().createTable(table);
    }

    void create() throws SQLException {
        for (String sql : statements()) {
            try {
                session.execute(sql);
            } catch (SQLException e) {
                if (!session.dialect().alreadyThere(e)) {
                    throw e;
                }
            }
        }
        LOG.info("Created the table {}", table.id());
    }
}
