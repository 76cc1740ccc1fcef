package io.dmstocrate.proof;

import io.dmstocrate.accounting.Tally;
import io.dmstocrate.cli.JobCounters;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsStatus;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job on a cluster, over all times it is submitted anew from something it has left. */
final class ClusterJob implements AutoCloseable {

    private static final int MAX_PARALLELISM = 3;
    private static final int KEPT = 20;
    private static final long SAVEPOINT_SECONDS = 30;

    private final MiniCluster cluster;
    private final Consumer<StreamExecutionEnvironment> graph;
    private final Path folder;
    private final Configuration configuration;
    private final Dice dice;
    private final List<JobID> submitted = new ArrayList<>();

    /** What it can go on from, the oldest first; but for the checkpoints since the last start. */
    private final List<Path> places = new ArrayList<>();

    private CompletableFuture<JobResult> result;
    private int parallelism;
    private boolean beganAgain;

    /**
     * Makes a job that has not begun.
     *
     * @param graph defines it
     * @param folder for its checkpoints and savepoints
     */
    ClusterJob(
            MiniCluster cluster,
            Consumer<StreamExecutionEnvironment> graph,
            Path folder,
            Dice dice) {
        this.cluster = cluster;
        this.graph = graph;
        this.folder = folder;
        this.dice = dice;
        this.parallelism = dice.between(1, MAX_PARALLELISM);
        this.configuration = configuration();
    }

    private Configuration configuration() {
        Configuration made = new Configuration();
        made.set(PipelineOptions.GENERIC_TYPES, false);
        made.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL,
                Duration.ofMillis(dice.pick(20, 60, 200)));
        made.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        made.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.toUri().toString());
        made.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, KEPT);
        made.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        made.set(StateBackendOptions.STATE_BACKEND, dice.oneIn(4) ? "rocksdb" : "hashmap");
        return made;
    }

    void start() throws Exception {
        Configuration from = new Configuration(configuration);
        if (!places.isEmpty()) {
            from.set(
                    StateRecoveryOptions.SAVEPOINT_PATH,
                    places.get(places.size() - 1).toUri().toString());
        }
        beganAgain |= places.isEmpty() && !submitted.isEmpty();
        StreamExecutionEnvironment environment =
                new StreamExecutionEnvironment(from).setParallelism(parallelism);
        graph.accept(environment);
        JobID job = cluster.submitJob(environment.getStreamGraph()).get().getJobID();
        submitted.add(job);
        result = cluster.requestJobResult(job);
    }

    /** Whether it has ended or failed. */
    boolean isOver() {
        return result.isDone();
    }

    /** Whether it had to begin again without a checkpoint. */
    boolean beganAgain() {
        return beganAgain;
    }

    /** Whether a checkpoint has completed since it was last started. */
    boolean hasCheckpoint() throws Exception {
        return !checkpoints().isEmpty();
    }

    /** Goes on from something before the last checkpoint. */
    void goBack(boolean rescale) throws Exception {
        cancel();
        if (places.size() > 1) {
            int kept = dice.between(1, places.size() - 1);
            places.subList(kept, places.size()).clear();
        }
        if (rescale) {
            parallelism = dice.between(1, MAX_PARALLELISM);
        }
        start();
    }

    /** Goes on with another number of subtasks, from a savepoint or the last checkpoint. */
    void rescale() throws Exception {
        if (dice.toss()) {
            takeSavepoint();
        } else {
            cancel();
        }
        parallelism = dice.between(1, MAX_PARALLELISM);
        start();
    }

    private void takeSavepoint() throws Exception {
        CompletableFuture<String> savepoint =
                cluster.stopWithSavepoint(
                        current(), folder.toUri().toString(), false, SavepointFormatType.CANONICAL);
        try {
            Path place = Path.of(URI.create(savepoint.get(SAVEPOINT_SECONDS, TimeUnit.SECONDS)));
            result.get();
            // Its checkpoints go: the job has come to its end, it was not cancelled.
            places.add(place);
        } catch (ExecutionException | TimeoutException e) {
            // It is just being restarted.
            cancel();
        }
    }

    private void cancel() throws Exception {
        if (!result.isDone()) {
            cluster.cancelJob(current()).get();
        }
        result.get();
        places.addAll(checkpoints());
    }

    private JobID current() {
        return submitted.get(submitted.size() - 1);
    }

    /** Those that Flink keeps; older ones are on their way out. */
    private List<Path> checkpoints() throws Exception {
        Path home = folder.resolve(current().toString());
        if (Files.notExists(home)) {
            return List.of();
        }
        Set<Integer> completed = completed();
        try (Stream<Path> all = Files.list(home)) {
            List<Path> complete =
                    all.filter(path -> Files.exists(path.resolve("_metadata")))
                            .filter(path -> completed.contains(number(path)))
                            .sorted(Comparator.comparingInt(ClusterJob::number))
                            .toList();
            return complete.subList(Math.max(0, complete.size() - KEPT), complete.size());
        }
    }

    /** One may be written as a whole, and yet be given up in the moment in which its job ends. */
    private Set<Integer> completed() throws Exception {
        return cluster
                .getExecutionGraph(current())
                .get()
                .getCheckpointStatsSnapshot()
                .getHistory()
                .getCheckpoints()
                .stream()
                .filter(checkpoint -> checkpoint.getStatus() == CheckpointStatsStatus.COMPLETED)
                .map(checkpoint -> (int) checkpoint.getCheckpointId())
                .collect(Collectors.toSet());
    }

    private static int number(Path checkpoint) {
        return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
    }

    /** Waits for its end; throws why it failed. */
    void awaitEnd(Duration limit) throws Exception {
        try {
            result.get(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .toJobExecutionResult(getClass().getClassLoader());
        } catch (TimeoutException e) {
            throw new AssertionError("the job does not end", e);
        }
    }

    /** What it has counted. */
    Tally tally() {
        return JobCounters.tally(current());
    }

    /** How often it was restarted, by itself or otherwise. */
    int restarts() {
        return submitted.size() - 1 + submitted.stream().mapToInt(JobCounters::restarts).sum();
    }

    @Override
    public void close() throws Exception {
        if (result != null && !result.isDone()) {
            cluster.cancelJob(current()).get();
            result.get();
        }
        submitted.forEach(JobCounters::forget);
    }
}
