package io.dmstocrate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.cluster.ChangingRows.Values;
import io.dmstocrate.testing.KinesisLocal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that can happen to a job at once: its stream is written to without a pause, split and merged,
 * while TaskManagers are killed and the job is stopped and resumed at another parallelism. In the
 * end the target has the rows of the source, and every record is accounted for.
 */
class ReshardingITCase {

    private static final Logger LOG = LoggerFactory.getLogger(ReshardingITCase.class);

    private static final String STREAM = "busy";
    private static final int PRODUCERS = 8;

    @RegisterExtension static final KinesisLocal KINESIS = new KinesisLocal();

    @TempDir private Path folder;

    private ClusterDatabase database;
    private StandaloneCluster cluster;
    private Producers producers;

    @BeforeEach
    void start() throws Exception {
        database = ClusterDatabase.start();
        database.empty("busy", "dms");
        cluster = StandaloneCluster.start(Files.createDirectory(folder.resolve("cluster")), 2);
        KINESIS.create(STREAM, 4);
        producers = new Producers(KINESIS.client(), STREAM);
    }

    @AfterEach
    void stop() throws Exception {
        if (producers != null) {
            producers.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void everyRowIsRightWhateverHappens() throws Exception {
        ClusterClient client = cluster.client();
        String jar = client.upload(Build.fatJar());
        List<String> arguments = new ArrayList<>(database.keys());
        arguments.add("--Source.kind=kinesis");
        arguments.add("--Source.stream.arn=" + KinesisLocal.arn(STREAM));
        arguments.add("--Source.aws.endpoint=" + KINESIS.endpoint());
        arguments.add("--Source.shard.discovery.interval=1 s");
        producers.start(PRODUCERS);
        String first = client.run(jar, 3, arguments, Optional.empty());
        awaitProgress(first);

        reshard(4, KINESIS::split, first);
        assertThat(KINESIS.openShards(STREAM)).hasSize(8);
        String savepoint = client.stopWithSavepoint(first);
        LOG.info("First job: {}", figures(first));

        String second = client.run(jar, 4, arguments, Optional.of(savepoint));
        awaitProgress(second);
        reshard(5, KINESIS::merge, second);
        assertThat(KINESIS.openShards(STREAM)).hasSize(3);
        Map<Long, Values> expected = producers.stop();

        Map<Long, Values> actual =
                Patience.until("end of the stream", this::rows, expected::equals);
        assertThat(actual).isEqualTo(expected);
        Map<String, Long> counts =
                Patience.until(
                        "count of all records",
                        () -> client.counts(second),
                        seen ->
                                seen.getOrDefault("records", 0L) == producers.records()
                                        && addUp(seen));
        assertThat(counts).containsEntry("control", 1L).containsEntry("deadLetters", 0L);
        assertThat(counts.get("duplicates")).isPositive();
        LOG.info("Second job: {}; {}", figures(second), counts);
        client.cancel(second);
        client.awaitState(second, "CANCELED");
    }

    private interface Reshard {
        void reshard(String stream);
    }

    /** Splits or merges so many times; in the midst of that a TaskManager dies. */
    private void reshard(int times, Reshard step, String job) throws Exception {
        int before = cluster.client().checkpoints(job, "restored");
        for (int i = 0; i < times; i++) {
            step.reshard(STREAM);
            if (i == times / 2) {
                cluster.killTaskManager();
                cluster.startTaskManager();
            }
        }
        Patience.until("restart", () -> cluster.client().checkpoints(job, "restored") > before);
        awaitProgress(job);
    }

    /** Waits until the job is at work, and has completed a checkpoint begun since. */
    private void awaitProgress(String job) throws Exception {
        ClusterClient client = cluster.client();
        Patience.until("running job", () -> client.isRunning(job));
        int before = client.checkpoints(job, "completed");
        Patience.until("checkpoint", () -> client.checkpoints(job, "completed") > before + 1);
    }

    private String figures(String job) throws Exception {
        return producers.records()
                + " records put; restarts "
                + cluster.client().restarts(job)
                + ", checkpoints "
                + cluster.client().checkpoints(job, "completed");
    }

    private static boolean addUp(Map<String, Long> counts) {
        return counts.getOrDefault("records", 0L)
                == counts.entrySet().stream()
                        .filter(count -> !count.getKey().equals("records"))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
    }

    private Map<Long, Values> rows() throws SQLException {
        Map<Long, Values> rows = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            database.refresh(connection, ChangingRows.TABLE);
            try (ResultSet result =
                    statement.executeQuery(
                            "SELECT id, quantity, note FROM " + ChangingRows.TABLE)) {
                while (result.next()) {
                    rows.put(result.getLong(1), new Values(result.getLong(2), result.getString(3)));
                }
            }
        }
        return rows;
    }
}
