package io.dmstocrate.target;

import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dms.TableId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** Hostile input on a running CrateDB, whose URL the system property {@code cratedb.url} tells. */
class CrateHostileInputITCase extends HostileInputContract {

    @BeforeAll
    static void needsCrate() {
        Assumptions.assumeTrue(
                System.getProperty("cratedb.url") != null,
                "no CrateDB: run with -Dcratedb.url=jdbc:postgresql://localhost:5432/doc");
    }

    @Override
    String url() {
        return System.getProperty("cratedb.url");
    }

    @Override
    String user() {
        return "crate";
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), "");
    }

    /** CrateDB's schemas come with their tables. */
    @Override
    void createSchema(Statement statement, String schema) {}

    @Override
    void refresh(Connection connection, TableId table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("REFRESH TABLE " + SqlText.table(table));
        }
    }
}
