package io.dmstocrate.cli;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Changes of tables under an open stream in PostgreSQL. */
class PostgresLiveSchemaChangesITCase extends LiveSchemaChangesContract {

    private static EmbeddedPostgres postgres;

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
}
