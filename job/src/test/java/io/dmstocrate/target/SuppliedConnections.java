package io.dmstocrate.target;

import java.sql.Connection;
import java.sql.SQLException;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;

/** Connections made by the test. */
final class SuppliedConnections implements JdbcConnectionProvider {

    /** Makes a connection. */
    @FunctionalInterface
    interface Supplier {
        Connection connect() throws SQLException;
    }

    private final Supplier supplier;
    private Connection connection;

    SuppliedConnections(Supplier supplier) {
        this.supplier = supplier;
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public boolean isConnectionValid() {
        return connection != null;
    }

    @Override
    public Connection getOrEstablishConnection() throws SQLException {
        if (connection == null) {
            connection = supplier.connect();
        }
        return connection;
    }

    @Override
    public void closeConnection() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            connection = null;
        }
    }

    @Override
    public Connection reestablishConnection() throws SQLException {
        closeConnection();
        return getOrEstablishConnection();
    }
}
