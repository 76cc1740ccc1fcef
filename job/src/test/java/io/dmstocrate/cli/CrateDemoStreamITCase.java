package io.dmstocrate.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/**
 * The whole road into a real CrateDB, {@code -Dcratedb.url=jdbc:postgresql://host:5432/}. Drops the
 * tables of the schemas {@code shop} and {@code dms} there.
 */
class CrateDemoStreamITCase extends DemoStreamContract {

    CrateDemoStreamITCase() throws Exception {}

    @BeforeAll
    static void needsACrateDb() {
        Assumptions.assumeTrue(
                System.getProperty("cratedb.url") != null,
                "no CrateDB to test with: give its URL with -Dcratedb.url");
    }

    @Override
    List<String> targetKeys() {
        return List.of("--Target.url=" + System.getProperty("cratedb.url"), "--Target.user=crate");
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(System.getProperty("cratedb.url"), "crate", "");
    }

    @Override
    void refresh(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("REFRESH TABLE \"" + table.replace(".", "\".\"") + '"');
        }
    }

    @Override
    void empty() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet result =
                    statement.executeQuery(
                            "SELECT table_schema, table_name FROM information_schema.tables WHERE"
                                    + " table_schema IN ('shop', 'dms')")) {
                while (result.next()) {
                    tables.add('"' + result.getString(1) + "\".\"" + result.getString(2) + '"');
                }
            }
            for (String table : tables) {
                statement.execute("DROP TABLE " + table);
            }
        }
    }
}
