package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.config.Secret;
import io.dmstocrate.dialect.FailureKind;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on PostgreSQL. */
class PostgresTargetITCase extends ColumnVersionsContract {

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
        return "";
    }

    @Override
    Connection connect() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    void refresh(String table) {}

    @Override
    boolean isCrate() {
        return false;
    }

    @Test
    void aBrokenConnectionIsReplaced() throws SQLException {
        FakePauses pauses = new FakePauses();
        target = patient(pauses);
        target.prepare(item());
        upsert(V1, row(1L, "before"));
        execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                        + " 'dms-to-crate'");

        assertThat(upsert(V2, row(1L, "after"))).isEmpty();

        assertThat(pauses.count()).isEqualTo(1);
        assertThat(rows("name")).containsExactly("after");
    }

    @Test
    void aDeletedSchemaIsAStaleDefinition() throws SQLException {
        target.prepare(item());
        upsert(V1, row(1L, "bolt"));
        execute("DROP SCHEMA contract CASCADE");

        assertThatThrownBy(() -> upsert(V2, row(1L, "nut")))
                .isInstanceOf(TargetException.class)
                .hasFieldOrPropertyWithValue("kind", FailureKind.STALE_DEFINITION);
    }

    @Test
    void whoeverMayNotCreateTheDeadLetterTableIsToldItsStatement() throws SQLException {
        execute("CREATE SCHEMA IF NOT EXISTS contract");
        execute("DROP ROLE IF EXISTS reader");
        execute("CREATE ROLE reader LOGIN");
        TargetSettings all = options();
        target =
                target(
                        new TargetSettings(
                                postgres.getJdbcUrl("reader", "postgres"),
                                "reader",
                                all.password(),
                                all.versionColumn(),
                                false,
                                all.tables(),
                                all.deadLetterTable(),
                                Duration.ZERO));

        assertThatThrownBy(() -> target.keep(List.of(letter("1", "reason"))))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("CREATE TABLE")
                .hasMessageContaining("\"payload\" TEXT")
                .hasFieldOrPropertyWithValue("kind", FailureKind.FATAL);
    }

    @Test
    void aWrongDatabaseIsFatal() {
        TargetSettings all = options();
        target =
                target(
                        TargetSettings.of(
                                all.url().replace("/postgres?", "/nowhere?"),
                                "postgres",
                                Secret.NONE));

        assertThatThrownBy(() -> target.existing(ITEM))
                .isInstanceOf(TargetException.class)
                .hasFieldOrPropertyWithValue("kind", FailureKind.FATAL);
    }

    @Test
    void inTheUniversalLayoutColumnsGetWider() throws SQLException {
        checkThatColumnsOfObjectsGetWider();
    }
}
