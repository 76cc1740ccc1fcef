package io.dmstocrate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.demo.DemoExpectation;
import io.dmstocrate.testing.KinesisLocal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole road from a Kinesis: installed, started, filled, read to its end. */
class DemoKinesisITCase {

    private static final Pattern ORIGIN =
            Pattern.compile("\"shard_id\":\"[^\"]+\",\"seq_no\":\"[^\"]+\"");

    @TempDir private Path cache;

    @BeforeAll
    static void requireKinesis() {
        KinesisLocal.requirePackage();
    }

    @Test
    void streamInKinesisEndsInTheRowsOfTheSource() throws Exception {
        DemoExpectation expectation = DemoExpectation.load();
        try (EmbeddedPostgres database = EmbeddedPostgres.start()) {
            JsonNode summary = demo(database.getJdbcUrl("postgres", "postgres"));

            assertThat(summary.get("records").asLong()).isEqualTo(recordsOfTheStream());
            assertThat(summary.get("deadLetters").asInt())
                    .isEqualTo(expectation.deadLetters().size());
            try (Connection connection = database.getPostgresDatabase().getConnection()) {
                for (String table : expectation.tables()) {
                    assertThat(expectation.actualRows(connection, table))
                            .as(table)
                            .isEqualTo(expectation.rows(table));
                }
                try (Statement statement = connection.createStatement();
                        ResultSet result =
                                statement.executeQuery("SELECT count(*) FROM dms.dead_letters")) {
                    result.next();
                    assertThat(result.getInt(1)).isEqualTo(expectation.deadLetters().size());
                }
            }
        }
        assertThat(ProcessHandle.current().descendants())
                .noneMatch(process -> process.info().command().orElse("").endsWith("node"));
    }

    private JsonNode demo(String url) throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("XDG_CACHE_HOME", cache.toString());
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                new CommandLine(new DemoCommand(DmsToCrateJob::define, environment))
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .setExecutionExceptionHandler(new FailureReport())
                        .execute("--kinesis", "-v", "--Target.url=" + url);
        assertThat(code).as(err.toString()).isZero();
        String text = out.toString().strip();
        return new ObjectMapper()
                .readTree(text.substring(text.lastIndexOf("summary: ") + "summary: ".length()));
    }

    /** Each record once: the recording holds some of them twice. */
    private static long recordsOfTheStream() throws Exception {
        try (InputStream stream =
                DemoKinesisITCase.class.getResourceAsStream("/io/dmstocrate/demo/shop.ndjson")) {
            return ORIGIN.matcher(new String(stream.readAllBytes(), UTF_8))
                    .results()
                    .map(MatchResult::group)
                    .distinct()
                    .count();
        }
    }
}
