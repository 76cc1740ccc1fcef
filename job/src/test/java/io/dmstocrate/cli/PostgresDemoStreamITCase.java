package io.dmstocrate.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The whole road into PostgreSQL. */
class PostgresDemoStreamITCase extends DemoStreamContract {

    private static EmbeddedPostgres postgres;

    PostgresDemoStreamITCase() throws Exception {}

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        postgres.close();
    }

    @Override
    List<String> targetKeys() {
        return List.of(
                "--Target.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                "--Target.user=postgres");
    }

    @Override
    Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    void refresh(Connection connection, String table) {}

    @Override
    void empty() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS shop CASCADE");
            statement.execute("DROP SCHEMA IF EXISTS dms CASCADE");
        }
    }
}
