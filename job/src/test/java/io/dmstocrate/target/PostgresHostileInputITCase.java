package io.dmstocrate.target;

import io.dmstocrate.dms.TableId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Hostile input on PostgreSQL. */
class PostgresHostileInputITCase extends HostileInputContract {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    @Override
    String user() {
        return "postgres";
    }

    @Override
    Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    void createSchema(Statement statement, String schema) throws SQLException {
        statement.execute("CREATE SCHEMA IF NOT EXISTS \"" + schema + '"');
    }

    @Override
    void refresh(Connection connection, TableId table) {}
}
