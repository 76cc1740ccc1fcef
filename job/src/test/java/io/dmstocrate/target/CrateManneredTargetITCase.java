package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The contract on a double that has CrateDB's manners, so that it is kept where no CrateDB runs.
 */
class CrateManneredTargetITCase extends ColumnVersionsContract {

    private static EmbeddedPostgres postgres;

    private final CrateManners manners = new CrateManners();

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    Session session(TargetSettings options) {
        return new Session(
                new SuppliedConnections(
                        () -> manners.connect(postgres.getPostgresDatabase().getConnection())));
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
    void theDoubleIsTakenForCrate() {
        assertThat(target.database()).isEqualTo("CrateDB");
    }

    @Test
    void theDoubleRejectsRowsWithoutAWord() throws SQLException {
        createByHand("id BIGINT PRIMARY KEY, quantity BIGINT CHECK (quantity <> 13)");
        try (Connection connection = manners.connect(connect());
                PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                INSERT INTO "contract"."item" ("id", "quantity")
                                SELECT r.c0, r.c1
                                FROM unnest(?, ?) AS r (c0, c1)
                                ON CONFLICT ("id") DO NOTHING\
                                """)) {
            statement.setArray(1, connection.createArrayOf("int8", new Long[] {1L, 2L, 3L}));
            statement.setArray(2, connection.createArrayOf("int8", new Long[] {1L, 13L, 3L}));

            assertThat(statement.executeUpdate()).isEqualTo(2);
        }
    }

    @Test
    void theDoubleHasNoTransactions() throws SQLException {
        try (Connection connection = manners.connect(connect());
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN");
            assertThatThrownBy(() -> statement.execute("ROLLBACK"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> connection.setAutoCommit(false))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void theDoubleFindsUnrefreshedRowsByKeyOnly() throws SQLException {
        target.prepare(item());
        upsert(V1, row(1L, "bolt"));
        try (Connection connection = manners.connect(connect());
                PreparedStatement bySomething =
                        connection.prepareStatement(
                                "DELETE FROM \"contract\".\"item\" WHERE \"dms_version\" < ?");
                Statement statement = connection.createStatement()) {
            bySomething.setString(1, V3);
            assertThat(bySomething.executeUpdate()).isZero();
            statement.execute("REFRESH TABLE \"contract\".\"item\"");
            assertThat(bySomething.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsStillStartingLosesNothingAndHidesNothing() throws SQLException {
        target.prepare(item());
        FakePauses pauses = new FakePauses().in(2, () -> manners.recovering(false));
        target = patient(pauses);
        upsert(V1, row(1L, "before"));
        manners.recovering(true);

        assertThat(upsert(V2, row(1L, "after"))).isEmpty();
        assertThat(pauses.count()).isEqualTo(2);
        assertThat(rows("name")).containsExactly("after");
    }

    @Test
    void aTableThatAStartingServerDoesNotKnowIsNotTakenForAbsent() {
        target.prepare(item());
        FakePauses pauses = new FakePauses().in(2, () -> manners.recovering(false));
        target = patient(pauses);
        manners.recovering(true);

        assertThat(target.existing(ITEM)).isPresent();
        assertThat(pauses.count()).isEqualTo(2);
    }
}
