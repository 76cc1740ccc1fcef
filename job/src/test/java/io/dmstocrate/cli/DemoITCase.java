package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.demo.DemoExpectation;
import io.dmstocrate.demo.DemoExpectation.Letter;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The whole road: the recorded stream, the job, a database. */
class DemoITCase {

    private static EmbeddedPostgres database;
    private static DemoExpectation expectation;
    private static Output first;

    private record Output(int code, String out, String err) {

        JsonNode summary() throws IOException {
            String[] lines = out.split("\n", -1);
            // The last line ends with a line break.
            String line = lines[lines.length - 2];
            assertThat(line).startsWith("summary: ");
            return new ObjectMapper().readTree(line.substring("summary: ".length()));
        }

        long count(String name) throws IOException {
            return summary().get(name).asLong();
        }
    }

    @BeforeAll
    static void runTheDemo() throws IOException {
        expectation = DemoExpectation.load();
        database = EmbeddedPostgres.builder().start();
        first = demo();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    @Test
    void everyTableIsAsAtTheSource() throws SQLException {
        assertThat(first.code()).as(first.err()).isZero();
        assertTables();
    }

    @Test
    void everyBrokenRecordIsDeadLetter() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT id FROM dms.dead_letters")) {
            while (result.next()) {
                ids.add(result.getString(1));
            }
        }
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(
                        expectation.deadLetters().stream().map(Letter::id).toList());
    }

    @Test
    void everyRecordIsAccountedFor() throws IOException {
        assertThat(first.count("records")).isEqualTo(expectation.records());
        assertThat(first.count("control")).isEqualTo(expectation.control());
        assertThat(first.count("deadLetters")).isEqualTo(expectation.deadLetters().size());
        assertThat(
                        first.count("applied")
                                + first.count("superseded")
                                + first.count("duplicates")
                                + first.count("control")
                                + first.count("skipped")
                                + first.count("deadLetters"))
                .isEqualTo(first.count("records"));
        assertThat(first.summary().get("tables").has("shop.customer")).isTrue();
    }

    @Test
    void rowsAndReasonsAreShown() {
        assertThat(first.out())
                .contains("shop.customer", "dms.awsdms_status", "dead letters, by reason");
    }

    @Test
    void anotherRunChangesNothing() throws SQLException, IOException {
        Output second = demo("--parallelism=1");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.count("records")).isEqualTo(expectation.records());
        assertTables();
    }

    private static void assertTables() throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection()) {
            for (String table : expectation.tables()) {
                assertThat(expectation.actualRows(connection, table))
                        .as(table)
                        .isEqualTo(expectation.rows(table));
            }
        }
    }

    private static Output demo(String... more) {
        List<String> arguments = new ArrayList<>();
        arguments.add("demo");
        arguments.add("-v");
        arguments.add("--Target.url=" + database.getJdbcUrl("postgres", "postgres"));
        arguments.addAll(Arrays.asList(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = Main.program(DmsToCrateJob::define, new FailureReport());
        program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = program.execute(arguments.toArray(String[]::new));
        return new Output(code, out.toString(), err.toString());
    }
}
