package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.JobOptions;
import io.dmstocrate.demo.DemoExpectation;
import io.dmstocrate.source.kinesis.RecordedStream;
import io.dmstocrate.target.JdbcTarget;
import io.dmstocrate.target.TargetSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * This version takes up the savepoints of all versions, and goes on to the right rows.
 *
 * <p>{@code src/test/resources/savepoints} holds one of each version that was released, and of the
 * next one: the demo's stream, read half. It never changes after its release. After a release, give
 * the project its next version and add that one's savepoint:
 *
 * <pre>./mvnw verify -Dtest=None -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=SavepointITCase
 * -Dsavepoint.write=0.2.0</pre>
 *
 * <p>While the next version is not released yet, its state may still change, and its savepoint be
 * written again in the same way.
 */
class SavepointITCase {

    private static final String STREAM = DemoSource.RECORDING;
    private static final Path SAVEPOINTS = Path.of("src", "test", "resources", "savepoints");
    private static final String WRITE = "savepoint.write";
    private static final int HALF = 50;

    @TempDir private Path folder;

    private EmbeddedPostgres database;
    private JobOptions options;

    @BeforeEach
    void start() throws IOException {
        database = EmbeddedPostgres.start();
        options =
                JobOptions.load(
                        Optional.empty(),
                        List.of(
                                "--Source.kind=file",
                                "--Source.path=" + folder,
                                "--Target.url=" + database.getJdbcUrl("postgres", "postgres"),
                                "--Target.user=postgres"));
    }

    @AfterEach
    void stop() throws IOException {
        database.close();
    }

    static List<String> savepoints() throws IOException {
        try (Stream<Path> folders = Files.list(SAVEPOINTS)) {
            return folders.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("savepoints")
    void savepointIsTakenUpOnAnyBackendAtAnyParallelism(String version) throws Exception {
        assumeThat(System.getProperty(WRITE)).as("savepoint to write").isNull();
        Path savepoint = SAVEPOINTS.resolve(version).toAbsolutePath();

        assertGoesOn(savepoint, "hashmap", 1);
        assertGoesOn(savepoint, "rocksdb", 3);
    }

    /** Not a test of anything: writes the savepoint of this version where it is asked to. */
    @Test
    void savepointIsWrittenOnDemandOnly() throws Exception {
        String version = System.getProperty(WRITE, "");
        if (!version.isEmpty()) {
            Path home = SAVEPOINTS.resolve(version);
            delete(home);
            Files.createDirectories(SAVEPOINTS);
            Files.move(readHalf(), home);
            fail("%s is written; now run the tests without -D%s", home, WRITE);
        }
    }

    /** The target holds all that the savepoint knows of, for a run has read the same half. */
    private void assertGoesOn(Path savepoint, String backend, int parallelism) throws Exception {
        emptyDatabase();
        Configuration configuration = configuration();
        // A run that ends settles with its last checkpoint.
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        start(configuration, 2, RecordedStream.of(STREAM, HALF), true)
                .getJobExecutionResult()
                .get();
        RecordedStream whole = RecordedStream.of(STREAM, 100);
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString());
        RunCounters counters = new RunCounters();
        SummaryReporterFactory.configure(configuration, counters);
        try {
            start(configuration, parallelism, whole, true).getJobExecutionResult().get();
        } finally {
            SummaryReporterFactory.forget(counters);
        }

        DemoExpectation expectation = DemoExpectation.load();
        try (Connection connection = database.getPostgresDatabase().getConnection()) {
            for (String table : expectation.tables()) {
                assertThat(expectation.actualRows(connection, table))
                        .as(table)
                        .isEqualTo(expectation.rows(table));
            }
        }
        Counts total = counters.summary().total();
        assertThat(total.records()).isEqualTo(whole.records());
        assertThat(total.addUp()).as("%s", total).isTrue();
        assertThat(total.deadLetters()).isEqualTo(expectation.deadLetters().size());
    }

    /** Reads the first half of the stream, and gives the savepoint taken there. */
    private Path readHalf() throws Exception {
        RecordedStream half = RecordedStream.of(STREAM, HALF);
        JobClient job = start(configuration(), 2, half, false);
        half.awaitEnd();
        String savepoint =
                job.stopWithSavepoint(
                                false,
                                folder.resolve("savepoints").toUri().toString(),
                                SavepointFormatType.CANONICAL)
                        .get();
        return Path.of(URI.create(savepoint));
    }

    private JobClient start(
            Configuration configuration, int parallelism, RecordedStream stream, boolean bounded)
            throws Exception {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        TargetSettings target = options.targetSettings();
        DmsToCrateJob.define(
                environment, stream.source(bounded), options, () -> new JdbcTarget(target));
        return environment.executeAsync(JobRun.NAME);
    }

    private Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(RestOptions.BIND_PORT, "0");
        return configuration;
    }

    private void emptyDatabase() throws SQLException {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS shop CASCADE");
            statement.execute("DROP SCHEMA IF EXISTS dms CASCADE");
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        List<Path> all = new ArrayList<>();
        try (Stream<Path> found = Files.walk(path)) {
            found.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path one : all) {
            try {
                Files.delete(one);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
