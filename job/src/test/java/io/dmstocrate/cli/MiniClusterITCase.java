package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.JobOptions;
import io.dmstocrate.demo.DemoExpectation;
import io.dmstocrate.source.kinesis.RecordedStream;
import io.dmstocrate.target.JdbcTarget;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.target.TargetSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The graph on two TaskManagers, of which one goes away while rows are being written. */
class MiniClusterITCase {

    /** One on each TaskManager, so that both have a part of the job, whichever goes. */
    private static final int SLOTS = 2;

    /** So many batches are written before the TaskManager goes. */
    private static final int BATCHES = 5;

    @RegisterExtension
    private static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setConfiguration(configuration())
                            .setNumberTaskManagers(SLOTS)
                            .setNumberSlotsPerTaskManager(1)
                            .build());

    private static final AtomicInteger WRITTEN = new AtomicInteger();
    private static final AtomicInteger OPENED = new AtomicInteger();
    private static final CountDownLatch UNDER_WAY = new CountDownLatch(1);
    private static final CountDownLatch GONE = new CountDownLatch(1);

    @Test
    void taskManagerThatGoesAwayLosesNothing(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start()) {
            JobOptions options =
                    JobOptions.load(
                            Optional.empty(),
                            List.of(
                                    "--Target.url=" + database.getJdbcUrl("postgres", "postgres"),
                                    "--Target.user=postgres",
                                    "--Source.kind=file",
                                    "--Source.path=unused",
                                    "--Sink.flush.rows=50"));
            TargetSettings settings = options.targetSettings();
            StreamExecutionEnvironment environment =
                    new StreamExecutionEnvironment(
                                    new Configuration()
                                            .set(PipelineOptions.GENERIC_TYPES, false)
                                            .set(
                                                    CheckpointingOptions.CHECKPOINTING_INTERVAL,
                                                    Duration.ofMillis(200)))
                            .setParallelism(SLOTS);
            DmsToCrateJob.define(
                    environment,
                    RecordedStream.of(DemoSource.RECORDING, 100).source(true),
                    options,
                    waiting(() -> new JdbcTarget(settings)));
            JobID job = cluster.submitJob(environment.getStreamGraph()).get().getJobID();

            UNDER_WAY.await();
            int opened = OPENED.get();
            cluster.terminateTaskManager(0).get();
            GONE.countDown();
            cluster.startTaskManager();

            assertThat(cluster.requestJobResult(job).get().isSuccess()).isTrue();
            assertThat(OPENED.get()).as("targets of a second attempt").isGreaterThan(opened);
            DemoExpectation expectation = DemoExpectation.load();
            try (Connection connection = database.getPostgresDatabase().getConnection()) {
                for (String table : expectation.tables()) {
                    assertThat(expectation.actualRows(connection, table))
                            .as(table)
                            .isEqualTo(expectation.rows(table));
                }
            }
        }
    }

    /** Targets that stop after some batches, until the TaskManager has gone. */
    private static TargetFactory waiting(TargetFactory targets) {
        return () -> {
            Target target = targets.open();
            OPENED.incrementAndGet();
            return (Target)
                    Proxy.newProxyInstance(
                            Target.class.getClassLoader(),
                            new Class<?>[] {Target.class},
                            (proxy, method, arguments) -> {
                                if (method.getName().equals("apply")
                                        && WRITTEN.incrementAndGet() >= BATCHES) {
                                    UNDER_WAY.countDown();
                                    GONE.await();
                                }
                                try {
                                    return method.invoke(target, arguments);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });
        };
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        return configuration;
    }
}
