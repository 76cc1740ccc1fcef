package io.dmstocrate.cli;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/**
 * Changes of tables under an open stream in a real CrateDB, {@code
 * -Dcratedb.url=jdbc:postgresql://host:5432/}.
 */
class CrateLiveSchemaChangesITCase extends LiveSchemaChangesContract {

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
            statement.execute("REFRESH TABLE " + table);
        }
    }
}
