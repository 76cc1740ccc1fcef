package io.dmstocrate.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The database that jobs on a cluster write to: a PostgreSQL of its own, or the CrateDB that {@code
 * -Dcratedb.url=jdbc:postgresql://host:5432/} names.
 */
final class ClusterDatabase implements AutoCloseable {

    private final String url;
    private final String user;
    private final Optional<EmbeddedPostgres> own;

    private ClusterDatabase(String url, String user, Optional<EmbeddedPostgres> own) {
        this.url = url;
        this.user = user;
        this.own = own;
    }

    static ClusterDatabase start() throws IOException {
        String crateDb = System.getProperty("cratedb.url");
        if (crateDb != null) {
            return new ClusterDatabase(crateDb, "crate", Optional.empty());
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.start();
        return new ClusterDatabase(
                postgres.getJdbcUrl("postgres", "postgres"), "postgres", Optional.of(postgres));
    }

    /** The keys that lead a job here. */
    List<String> keys() {
        return List.of("--Target.url=" + url, "--Target.user=" + user);
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, "");
    }

    /** Makes all writes to a table visible to queries. */
    void refresh(Connection connection, String table) throws SQLException {
        if (own.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("REFRESH TABLE \"" + table.replace(".", "\".\"") + '"');
            }
        }
    }

    /** Drops all tables of some schemas. */
    void empty(String... schemas) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet result =
                    statement.executeQuery(
                            "SELECT table_schema, table_name FROM information_schema.tables WHERE"
                                    + " table_schema IN ('"
                                    + String.join("', '", schemas)
                                    + "')")) {
                while (result.next()) {
                    tables.add('"' + result.getString(1) + "\".\"" + result.getString(2) + '"');
                }
            }
            for (String table : tables) {
                statement.execute("DROP TABLE " + table);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (own.isPresent()) {
            own.get().close();
        }
    }
}
