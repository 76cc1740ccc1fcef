package io.dmstocrate.cli;

import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.JobOptions;
import io.dmstocrate.cluster.Patience;
import io.dmstocrate.source.kinesis.LiveStream;
import io.dmstocrate.target.JdbcTarget;
import io.dmstocrate.target.TargetSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** The real graph over a stream that stays open, on a cluster of its own, with its counters. */
final class LiveJob implements AutoCloseable {

    private static final int SLOTS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final Path folder;
    private final RunCounters counters = new RunCounters();
    private final MiniCluster cluster;
    private final JobID job;

    /**
     * Starts the job.
     *
     * @param folder for its files
     * @param savepoint where to go on
     * @param keys the options but for the source
     */
    LiveJob(Path folder, LiveStream stream, Optional<String> savepoint, List<String> keys)
            throws Exception {
        this.folder = folder;
        List<String> all = new ArrayList<>(keys);
        all.add("--Source.kind=file");
        all.add("--Source.path=unused");
        all.add("--Sink.flush.interval=100ms");
        JobOptions options = JobOptions.load(Optional.empty(), all);
        TargetSettings target = options.targetSettings();
        cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration())
                                .setNumSlotsPerTaskManager(SLOTS)
                                .build());
        cluster.start();
        StreamExecutionEnvironment environment =
                new StreamExecutionEnvironment(ofJob()).setParallelism(SLOTS);
        DmsToCrateJob.define(environment, stream.source(), options, () -> new JdbcTarget(target));
        StreamGraph graph = environment.getStreamGraph();
        savepoint.ifPresent(
                path -> graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(path)));
        job = cluster.submitJob(graph).get().getJobID();
    }

    private Configuration ofJob() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("checkpoints").toUri().toString());
        return configuration;
    }

    private Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(200));
        configuration.set(RestOptions.BIND_PORT, "0");
        SummaryReporterFactory.configure(configuration, counters);
        return configuration;
    }

    Counts counts() {
        return counters.summary().total();
    }

    /** Waits until something is to be seen; the job must not end meanwhile. */
    void await(String what, Patience.Look<Boolean> look) throws Exception {
        Patience.until(
                what,
                LIMIT,
                () -> look.look() || cluster.getJobStatus(job).get().isGloballyTerminalState(),
                Boolean::booleanValue);
        if (cluster.getJobStatus(job).get().isGloballyTerminalState()) {
            throw new IllegalStateException("the job has ended before " + what, failure());
        }
    }

    /** Waits for the job to end by itself, and tells why it did. */
    Throwable failure() throws Exception {
        JobResult result = cluster.requestJobResult(job).get();
        return result.getSerializedThrowable()
                .map(failure -> failure.deserializeError(LiveJob.class.getClassLoader()))
                .orElseThrow();
    }

    /**
     * Ends the job, with all it has read in the target.
     *
     * @return the savepoint to go on from
     */
    String stop() throws Exception {
        Patience.until(
                "running job",
                () -> cluster.getJobStatus(job).get(),
                status -> status == JobStatus.RUNNING);
        return cluster.stopWithSavepoint(
                        job,
                        folder.resolve("savepoints").toUri().toString(),
                        false,
                        SavepointFormatType.CANONICAL)
                .get();
    }

    @Override
    public void close() throws Exception {
        try {
            cluster.close();
        } finally {
            SummaryReporterFactory.forget(counters);
        }
    }
}
