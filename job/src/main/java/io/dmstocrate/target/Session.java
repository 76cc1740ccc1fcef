package io.dmstocrate.target;

import io.dmstocrate.dialect.CrateDialect;
import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.PostgresDialect;
import io.dmstocrate.dms.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.apache.flink.connector.jdbc.datasource.connections.SimpleJdbcConnectionProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, opened when it is needed, with the statements prepared on it.
 *
 * <p>Always in autocommit: CrateDB has no transactions, and on PostgreSQL each statement of this
 * job stands for itself.
 */
final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Statements differ by table and set of columns; the driver keeps up to 256 as well. */
    private static final int PREPARED_STATEMENTS = 200;

    private final JdbcConnectionProvider provider;
    private final Map<String, PreparedStatement> statements =
            new LinkedHashMap<>(PREPARED_STATEMENTS, 0.75f, true);

    /** Set by another thread than the one that writes. */
    private volatile boolean closed;

    private Connection connection;
    private Dialect dialect;

    Session(JdbcConnectionProvider provider) {
        this.provider = provider;
    }

    /**
     * A session as the options describe it.
     *
     * @throws IllegalArgumentException if the URL can't be used
     */
    static Session of(TargetSettings options) {
        JdbcUrl.problem(options.url())
                .ifPresent(
                        problem -> {
                            throw new IllegalArgumentException("Target.url " + problem);
                        });
        JdbcConnectionOptions.JdbcConnectionOptionsBuilder builder =
                new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                        .withUrl(options.url())
                        .withDriverName("org.postgresql.Driver")
                        .withProperty("ApplicationName", "dms-to-crate")
                        .withProperty("connectTimeout", "10")
                        .withProperty("loginTimeout", "20")
                        // CrateDB itself waits a minute for a shard that is not there.
                        .withProperty("socketTimeout", "150")
                        .withProperty("tcpKeepAlive", "true")
                        // Details of the server's errors hold values of rows.
                        .withProperty("logServerErrorDetail", "false");
        if (!options.user().isEmpty()) {
            builder.withUsername(options.user()).withPassword(options.password().reveal());
        }
        return new Session(new SimpleJdbcConnectionProvider(builder.build()));
    }

    Connection connection() throws SQLException {
        if (closed) {
            // Whoever still writes then was believed dead; another writer owns its rows by now.
            throw new IllegalStateException("The target was closed.");
        }
        if (connection == null) {
            try {
                connection = provider.getOrEstablishConnection();
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(
                        "the PostgreSQL driver is not on the class path", e);
            }
            connection.setAutoCommit(true);
        }
        return connection;
    }

    /** The dialect of the server, found out by asking it once. */
    Dialect dialect() throws SQLException {
        if (dialect == null) {
            try (Statement statement = connection().createStatement();
                    ResultSet version = statement.executeQuery("SELECT version()")) {
                version.next();
                String name = version.getString(1);
                dialect = name.startsWith("CrateDB") ? new CrateDialect() : new PostgresDialect();
                LOG.info("The target is {}", name);
            }
        }
        return dialect;
    }

    /** The dialect, if the server has ever been reached. */
    Optional<Dialect> knownDialect() {
        return Optional.ofNullable(dialect);
    }

    /** Whether there is no connection that could be used any more. */
    boolean isBroken() {
        try {
            return connection == null || connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    /** A prepared statement, to be used before the next is asked for, and not to be closed. */
    PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection().prepareStatement(sql);
            statements.put(sql, statement);
            if (statements.size() > PREPARED_STATEMENTS) {
                String eldest = statements.keySet().iterator().next();
                statements.remove(eldest).close();
            }
        }
        return statement;
    }

    /** Executes a statement without parameters. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        }
    }

    /** Makes all rows of a table visible to any query. */
    void refresh(TableId table) throws SQLException {
        Optional<String> refresh = dialect().refresh(table);
        if (refresh.isPresent()) {
            execute(refresh.get());
        }
    }

    /** Drops the connection; the next use opens another. */
    void reset() {
        statements.clear();
        connection = null;
        provider.closeConnection();
    }

    @Override
    public void close() {
        closed = true;
        reset();
    }
}
