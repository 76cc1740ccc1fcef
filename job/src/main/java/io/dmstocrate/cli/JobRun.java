package io.dmstocrate.cli;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.JobOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runs the job where the program was started: in this JVM, or on the cluster that started it.
 *
 * <p>Checkpoints, restarts and the like belong to the cluster, and Amazon's managed service refuses
 * them in code; so only a local environment gets defaults of ours.
 */
final class JobRun {

    static final String NAME = "dms-to-crate";

    private static final int RESTARTS = 3;

    /** Whether stderr is a terminal; the launcher tells. */
    private static final String TERMINAL = "dmstocrate.terminal";

    private final JobDefinition job;
    private final OptionalInt parallelism;
    private final PrintWriter messages;

    /**
     * @param parallelism empty: as many as there are cores, or as the cluster has it
     * @param messages where progress is told
     */
    JobRun(JobDefinition job, OptionalInt parallelism, PrintWriter messages) {
        this.job = requireNonNull(job, "job is null");
        this.parallelism = requireNonNull(parallelism, "parallelism is null");
        this.messages = requireNonNull(messages, "messages is null");
    }

    /** Whether the program runs by itself, rather than on a cluster. */
    static boolean isLocal() {
        return StreamExecutionEnvironment.getExecutionEnvironment()
                instanceof LocalStreamEnvironment;
    }

    /** Runs the job to its end; the summary is empty on a cluster. */
    Optional<RunSummary> execute(JobOptions options) throws Exception {
        if (isLocal()) {
            return Optional.of(executeLocally(options));
        }
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(general());
        parallelism.ifPresent(environment::setParallelism);
        job.define(environment, options);
        environment.execute(NAME);
        return Optional.empty();
    }

    private RunSummary executeLocally(JobOptions options) throws Exception {
        RunCounters counters = new RunCounters();
        try (TemporaryFolder folder = new TemporaryFolder()) {
            Configuration configuration =
                    local(folder, LocalCheckpoints.interval(options.source()));
            SummaryReporterFactory.configure(configuration, counters);
            StreamExecutionEnvironment environment =
                    StreamExecutionEnvironment.createLocalEnvironment(
                            parallelism.orElse(Runtime.getRuntime().availableProcessors()),
                            configuration);
            job.define(environment, options);
            try (Progress progress =
                    new Progress(counters::summary, messages, Boolean.getBoolean(TERMINAL))) {
                progress.start();
                environment.execute(NAME);
            }
        } finally {
            SummaryReporterFactory.forget(counters);
        }
        return counters.summary();
    }

    private static Configuration general() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        return configuration;
    }

    /** Checkpoints go to files, for in memory they could hold 5 MB at most. */
    private static Configuration local(TemporaryFolder folder, Duration checkpoints) {
        Configuration configuration = general();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpoints);
        configuration.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, checkpoints);
        configuration.set(
                CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE,
                CheckpointingMode.EXACTLY_ONCE);
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.path().toUri().toString());
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY,
                RestartStrategyOptions.RestartStrategyType.FIXED_DELAY.getMainValue());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
        // Flink can't do without its port; a free one, and nobody else's.
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
        configuration.set(RestOptions.ADDRESS, "127.0.0.1");
        return configuration;
    }
}
