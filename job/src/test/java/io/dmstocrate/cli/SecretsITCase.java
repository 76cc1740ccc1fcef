package io.dmstocrate.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.JobOptions;
import io.dmstocrate.source.DmsSource;
import io.dmstocrate.source.kinesis.RecordedStream;
import io.dmstocrate.target.JdbcTarget;
import io.dmstocrate.target.TargetSettings;
import io.dmstocrate.testing.KinesisLocal;
import io.dmstocrate.testing.LogCapture;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets are planted, and looked for in all that a run leaves: logs at their finest, Flink's web
 * pages and metrics, checkpoints and every other file, exceptions, the tables of the target.
 */
class SecretsITCase {

    private static final String PASSWORD = "planted0password7f3e";
    private static final String WRONG_PASSWORD = "planted0wrong1b9c";
    private static final String AWS_SECRET = "planted0aws0secret5d2a";
    private static final String AWS_TOKEN = "planted0aws0token8e6f";

    /** What all of them have in common. */
    private static final String PLANTED = "planted0";

    private static EmbeddedPostgres database;

    @TempDir private Path home;
    @TempDir private Path secrets;

    private LogCapture log;
    private MiniCluster cluster;

    @BeforeAll
    static void startDatabase() throws Exception {
        database = EmbeddedPostgres.start();
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE job LOGIN SUPERUSER PASSWORD '" + PASSWORD + "'");
            try (ResultSet file = statement.executeQuery("SHOW hba_file")) {
                file.next();
                Files.writeString(
                        Path.of(file.getString(1)),
                        """
                        local all all trust
                        host all postgres all trust
                        host all job all scram-sha-256
                        """);
            }
            statement.execute("SELECT pg_reload_conf()");
        }
        assertThatThrownBy(() -> connect(WRONG_PASSWORD)).hasMessageContaining("password");
        connect(PASSWORD).close();
    }

    @AfterAll
    static void stopDatabase() throws IOException {
        database.close();
    }

    @BeforeEach
    void start() throws Exception {
        Properties shipped = new Properties();
        try (InputStream file = Files.newInputStream(Path.of("src/main/dist/log4j2.properties"))) {
            shipped.load(file);
        }
        log = new LogCapture();
        // Alone of all: at DEBUG it tells the session token.
        Configurator.setLevel(
                shipped.getProperty("logger.signer.name"),
                Level.valueOf(shipped.getProperty("logger.signer.level")));
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(CoreOptions.TMP_DIRS, folder("tmp").toString());
        configuration.set(BlobServerOptions.STORAGE_DIRECTORY, folder("blobs").toString());
        configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri("checkpoints"));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumSlotsPerTaskManager(2)
                                .build());
        cluster.start();
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
        log.close();
    }

    @Test
    void secretsStayInNothingThatWorkingJobLeaves() throws Exception {
        RecordedStream stream = RecordedStream.of(DemoSource.RECORDING, 100);
        TargetSettings target = options(url(), password(PASSWORD)).targetSettings();
        StreamExecutionEnvironment environment = environment();
        DmsToCrateJob.define(
                environment,
                stream.source(false),
                options(url(), password(PASSWORD)),
                () -> new JdbcTarget(target));
        JobID job = submit(environment);
        stream.awaitEnd();
        String pages = pages(job);
        cluster.stopWithSavepoint(job, uri("savepoints"), false, SavepointFormatType.CANONICAL)
                .get();

        assertThat(pages)
                .contains(
                        "evolve schema",
                        "\"vertices\"",
                        "deadLetters",
                        "commitToReadMillis",
                        "commitToWriteMillis");
        assertThat(log.text()).contains("The target is PostgreSQL", "FE=> ");
        assertThat(files(UTF_8)).contains("savepoint-");
        assertNoSecret(pages + pages(job));
        assertThat(tables()).contains("dead_letters", "schema_history").doesNotContain(PLANTED);
    }

    @Test
    void secretsStayInNothingWhenPasswordIsWrong() throws Exception {
        assertFails(
                options(url(), password(WRONG_PASSWORD)),
                "password authentication failed for user");
    }

    @Test
    void secretsStayInNothingWhenConnectionIsRefused() throws Exception {
        assertFails(
                options("jdbc:postgresql://localhost:1/postgres", password(PASSWORD)),
                "Connection to localhost:1 refused");
    }

    @Test
    void secretsStayInNothingWhenHostIsUnknown() throws Exception {
        assertFails(
                options("jdbc:postgresql://nowhere.invalid/postgres", password(PASSWORD)),
                "The connection attempt failed");
    }

    @Test
    void secretsOfAwsStayInNothingWhenAwsRefusesThem() throws Exception {
        HttpServer aws =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext(
                "/",
                exchange -> {
                    byte[] answer =
                            "{\"__type\":\"UnrecognizedClientException\",\"message\":\"Who?\"}"
                                    .getBytes(UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
                    exchange.sendResponseHeaders(400, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        aws.start();
        System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
        System.setProperty("aws.secretAccessKey", AWS_SECRET);
        System.setProperty("aws.sessionToken", AWS_TOKEN);
        try {
            JobOptions options =
                    JobOptions.load(
                            Optional.empty(),
                            List.of(
                                    "--Source.stream.arn=" + KinesisLocal.arn("dms"),
                                    "--Source.aws.endpoint=http://localhost:"
                                            + aws.getAddress().getPort(),
                                    "--Target.url=" + url(),
                                    "--Target.user=job",
                                    "--Target.password=" + password(PASSWORD)));
            TargetSettings target = options.targetSettings();
            StreamExecutionEnvironment environment = environment();

            assertThatThrownBy(() -> DmsToCrateJob.define(environment, options))
                    .hasMessageContaining("kinesis:ListShards")
                    .hasMessageNotContaining(PLANTED);
            DmsToCrateJob.define(
                    environment,
                    DmsSource.of(options.source()).source(),
                    options,
                    () -> new JdbcTarget(target));
            assertFails(environment, "kinesis:ListShards");
        } finally {
            System.clearProperty("aws.accessKeyId");
            System.clearProperty("aws.secretAccessKey");
            System.clearProperty("aws.sessionToken");
            aws.stop(0);
        }
    }

    @Test
    void secretsInUrlsAreNotTold() {
        List<String> urls =
                List.of(
                        "jdbc:postgresql://localhost/doc?password=" + PASSWORD,
                        "jdbc:postgresql://job:" + PASSWORD + "@localhost/doc",
                        "jdbc:postgresql://localhost/doc?sslpassword=" + PASSWORD,
                        "jdbc:mysql://localhost/doc?password=" + PASSWORD);
        for (String url : urls) {
            assertThatThrownBy(() -> options(url, ""))
                    .hasMessageContaining("Target.url")
                    .hasMessageNotContaining(PLANTED);
        }
        assertThat(log.text()).doesNotContain(PLANTED);
    }

    private void assertFails(JobOptions options, String words) throws Exception {
        StreamExecutionEnvironment environment = environment();
        DmsToCrateJob.define(environment, options);
        assertFails(environment, words);
        assertThat(options.toString()).doesNotContain(PLANTED);
    }

    private void assertFails(StreamExecutionEnvironment environment, String words)
            throws Exception {
        JobID job = submit(environment);
        JobResult result = cluster.requestJobResult(job).get();
        String failure =
                result.getSerializedThrowable().orElseThrow().getFullStringifiedStackTrace();

        assertThat(failure).contains(words);
        assertThat(log.text()).contains(words);
        assertNoSecret(failure + pages(job));
    }

    private void assertNoSecret(String shown) throws IOException {
        assertThat(shown).doesNotContain(PLANTED);
        assertThat(log.text()).doesNotContain(PLANTED);
        assertThat(files(ISO_8859_1)).doesNotContain(PLANTED);
        assertThat(files(UTF_16BE)).doesNotContain(PLANTED);
    }

    private StreamExecutionEnvironment environment() {
        return new StreamExecutionEnvironment(
                        new Configuration().set(PipelineOptions.GENERIC_TYPES, false))
                .setParallelism(2);
    }

    private JobID submit(StreamExecutionEnvironment environment) throws Exception {
        return cluster.submitJob(environment.getStreamGraph()).get().getJobID();
    }

    private String pages(JobID job) throws Exception {
        return WebPages.of(cluster.getRestAddress().get(), job.toHexString());
    }

    private JobOptions options(String url, String password) {
        return JobOptions.load(
                Optional.empty(),
                List.of(
                        "--Source.kind=file",
                        "--Source.path=src/main/resources" + DemoSource.RECORDING,
                        "--Sink.retry.timeout=1 ms",
                        "--Target.url=" + url,
                        "--Target.user=job",
                        "--Target.password=" + password));
    }

    private String password(String password) throws IOException {
        return "file:" + Files.writeString(secrets.resolve("password"), password + "\n");
    }

    private static String url() {
        return "jdbc:postgresql://localhost:" + database.getPort() + "/postgres";
    }

    private static Connection connect(String password) throws Exception {
        return DriverManager.getConnection(url(), "job", password);
    }

    /** Names and contents of all files that Flink wrote. */
    private String files(Charset charset) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(home)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            text.append(file).append('\n').append(new String(Files.readAllBytes(file), charset));
        }
        return text.toString();
    }

    /** Names and contents of all tables of the target. */
    private static String tables() throws Exception {
        StringBuilder text = new StringBuilder();
        try (Connection connection = connect(PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet tables =
                        statement.executeQuery(
                                "SELECT table_name, table_to_xml(format('%I.%I', table_schema,"
                                        + " table_name)::regclass, true, false, '')"
                                        + " FROM information_schema.tables WHERE table_schema NOT"
                                        + " IN ('pg_catalog', 'information_schema')")) {
            while (tables.next()) {
                text.append(tables.getString(1)).append('\n').append(tables.getString(2));
            }
        }
        return text.toString();
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(home.resolve(name));
    }

    private String uri(String name) {
        return home.resolve(name).toUri().toString();
    }
}
