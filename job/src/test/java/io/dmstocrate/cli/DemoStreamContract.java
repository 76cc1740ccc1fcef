package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.JobOptions;
import io.dmstocrate.demo.DemoExpectation;
import io.dmstocrate.source.DmsSource;
import io.dmstocrate.target.JdbcTarget;
import io.dmstocrate.target.TargetSettings;
import io.dmstocrate.testing.FlakyTargets;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole road, on the demo's stream: however it arrives and whatever fails on the way, the
 * target ends with the rows that the source had, and every record is accounted for.
 */
abstract class DemoStreamContract {

    private final DemoExpectation expectation;

    @TempDir private Path folder;

    DemoStreamContract() throws Exception {
        expectation = DemoExpectation.load();
    }

    abstract List<String> targetKeys();

    abstract Connection connect() throws SQLException;

    /** Makes all writes visible to queries. */
    abstract void refresh(Connection connection, String table) throws SQLException;

    /** Leaves no table of an earlier test. */
    abstract void empty() throws Exception;

    @BeforeEach
    void start() throws Exception {
        empty();
    }

    @Test
    void streamEndsInTheRowsOfTheSource() throws Exception {
        Counts counts = run(DmsToCrateJob::define, lines());

        assertTargetIsAsExpected();
        assertSum(counts);
        assertThat(counts.deadLetters()).isEqualTo(expectation.deadLetters().size());
        assertThat(counts.duplicates()).isPositive();
        assertThat(counts.superseded()).isPositive();
    }

    @Test
    void sameStreamOnTopChangesNothing() throws Exception {
        run(DmsToCrateJob::define, lines());
        Counts again = run(DmsToCrateJob::define, lines());

        assertTargetIsAsExpected();
        assertSum(again);
    }

    @Test
    void anyOrderOfTheLinesEndsInTheSameRows() throws Exception {
        List<String> shuffled = new ArrayList<>(lines());
        Collections.shuffle(shuffled, new Random(42));

        Counts counts = run(DmsToCrateJob::define, shuffled);

        assertTargetIsAsExpected();
        assertSum(counts);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void targetThatFailsNowAndThenEndsWithTheSameRows(boolean onlyRows) throws Exception {
        FlakyTargets failures = new FlakyTargets(7, 3, onlyRows);
        Counts counts =
                run(
                        (environment, options) -> {
                            TargetSettings target = options.targetSettings();
                            DmsToCrateJob.define(
                                    environment,
                                    DmsSource.of(options.source()).source(),
                                    options,
                                    failures.over(() -> new JdbcTarget(target)));
                        },
                        lines());

        assertThat(failures.failuresLeft()).isZero();
        assertTargetIsAsExpected();
        assertSum(counts);
    }

    private Counts run(JobDefinition job, List<String> lines) throws Exception {
        Path stream = folder.resolve("stream.ndjson");
        Files.write(stream, lines);
        List<String> keys = new ArrayList<>(targetKeys());
        keys.add("--Source.kind=file");
        keys.add("--Source.path=" + stream);
        keys.add("--Sink.flush.rows=100");
        JobOptions options = JobOptions.load(Optional.empty(), keys);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new JobRun(job, OptionalInt.of(2), nowhere).execute(options).orElseThrow().total();
    }

    private void assertSum(Counts counts) {
        assertThat(counts.records()).isEqualTo(expectation.records());
        assertThat(counts.control()).isEqualTo(expectation.control());
        assertThat(
                        counts.applied()
                                + counts.superseded()
                                + counts.duplicates()
                                + counts.control()
                                + counts.skipped()
                                + counts.deadLetters())
                .isEqualTo(counts.records());
    }

    private void assertTargetIsAsExpected() throws SQLException {
        try (Connection connection = connect()) {
            for (String table : expectation.tables()) {
                refresh(connection, table);
                assertThat(expectation.actualRows(connection, table))
                        .as(table)
                        .isEqualTo(expectation.rows(table));
            }
            refresh(connection, "dms.dead_letters");
            try (Statement statement = connection.createStatement();
                    ResultSet result =
                            statement.executeQuery("SELECT count(*) FROM dms.dead_letters")) {
                result.next();
                assertThat(result.getInt(1)).isEqualTo(expectation.deadLetters().size());
            }
        }
    }

    private static List<String> lines() throws Exception {
        try (InputStream stream =
                DemoStreamContract.class.getResourceAsStream("/io/dmstocrate/demo/shop.ndjson")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
