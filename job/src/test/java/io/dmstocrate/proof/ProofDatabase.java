package io.dmstocrate.proof;

import io.dmstocrate.dialect.CrateDialect;
import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dialect.PostgresDialect;
import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.NameRule;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The database that a cluster writes to: CrateDB or PostgreSQL, which others may use as well.
 *
 * @param isCrate whether writes must be made visible
 */
record ProofDatabase(String url, String user, boolean isCrate) {

    private static final Set<String> MISSING = Set.of("42P01", "3F000");

    /** The job's own tables, each with the columns that tell whose a row is. */
    private static final List<List<String>> OWN =
            List.of(
                    List.of("dead_letters", "id"),
                    List.of("generations", "source_schema"),
                    List.of("added_columns", "source_schema"),
                    List.of("schema_history", "table_name"),
                    List.of("parcels", "name"));

    static ProofDatabase of(String url, String user) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("SELECT version()")) {
            version.next();
            return new ProofDatabase(url, user, version.getString(1).startsWith("CrateDB"));
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, "");
    }

    /** The target table of a source table, in SQL. */
    static String sql(TableId source) {
        return SqlText.table(
                new TableId(NameRule.schema(source.schema()), NameRule.table(source.name())));
    }

    static boolean isMissing(SQLException e) {
        return MISSING.contains(e.getSQLState());
    }

    /** Whether a query may succeed later, or when it is made anew. */
    boolean isPassing(SQLException e) {
        Dialect dialect = isCrate ? new CrateDialect() : new PostgresDialect();
        FailureKind kind = dialect.classify(e);
        return kind == FailureKind.RETRYABLE || kind == FailureKind.STALE_DEFINITION;
    }

    /** Makes all writes visible to queries. */
    void refresh(Statement statement, String table) throws SQLException {
        if (isCrate) {
            statement.execute("REFRESH TABLE " + table);
        }
    }

    /** Takes away all that a run has left. */
    void clean(Alias alias) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : tables(connection, alias)) {
                statement.execute("DROP TABLE " + table);
            }
            if (!isCrate) {
                statement.execute("DROP SCHEMA IF EXISTS " + SqlText.identifier(alias.name()));
            }
            for (List<String> own : OWN) {
                forget(statement, own.get(0), own.get(1), alias);
            }
        }
    }

    private void forget(Statement statement, String table, String column, Alias alias)
            throws SQLException {
        String name = SqlText.table(new TableId("dms", table));
        try {
            refresh(statement, name);
            statement.execute(
                    "DELETE FROM " + name + " WHERE " + column + " LIKE '%" + alias.name() + "%'");
        } catch (SQLException e) {
            if (!isMissing(e)) {
                throw e;
            }
        }
    }

    private static List<String> tables(Connection connection, Alias alias) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT table_name FROM information_schema.tables"
                                + " WHERE table_schema = ?")) {
            statement.setString(1, alias.name());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    tables.add(SqlText.table(new TableId(alias.name(), result.getString(1))));
                }
            }
        }
        return tables;
    }
}
