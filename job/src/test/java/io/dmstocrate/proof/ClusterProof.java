package io.dmstocrate.proof;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.util.ExceptionUtils;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** Runs cases on a cluster, one after the other, and adds up what they were. */
final class ClusterProof implements AutoCloseable {

    /** A killed TaskManager leaves something behind in the cluster. */
    private static final int RUNS_OF_A_CLUSTER = 25;

    /** Nobody reads of more. */
    private static final int MOST_FAILURES = 10;

    private final ProofDatabase database;
    private final Path folder;
    private final String run =
            "proof_" + UUID.randomUUID().toString().replace("-", "").substring(0, 8);
    private final Map<Fault.Kind, Integer> survived = new EnumMap<>(Fault.Kind.class);
    private final List<Long> broken = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private ProofCluster cluster;
    private int runs;
    private long records;
    private long restarts;

    /**
     * Starts nothing yet.
     *
     * @param folder for what jobs leave; emptied again
     */
    ClusterProof(ProofDatabase database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** What breaks a seed; empty if nothing does. */
    Optional<Throwable> broken(long seed) throws Exception {
        if (runs % RUNS_OF_A_CLUSTER == 0) {
            closeCluster();
            cluster = new ProofCluster();
        }
        runs++;
        Path home = Files.createDirectory(folder.resolve("seed" + seed));
        // Jobs that are restarted all the time have much to say.
        log(Level.OFF);
        try (ClusterRun one =
                new ClusterRun(Case.random(seed), cluster, database, alias(seed), home)) {
            ClusterRun.Outcome outcome = one.go();
            records += outcome.records();
            restarts += outcome.restarts();
            outcome.survived().forEach((kind, times) -> survived.merge(kind, times, Integer::sum));
            return Optional.empty();
        } catch (Exception | AssertionError e) {
            ExceptionUtils.rethrowIfFatalError(e);
            broken.add(seed);
            return Optional.of(e);
        } finally {
            delete(home);
        }
    }

    private Alias alias(long seed) {
        return new Alias(run + "_" + seed, database.isCrate());
    }

    /** Whether so much has failed that there is no use in going on. */
    boolean isHopeless() {
        return broken.size() >= MOST_FAILURES;
    }

    List<Long> broken() {
        return broken;
    }

    Map<Fault.Kind, Integer> survived() {
        return survived;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** The figures so far, for people. */
    String figures() {
        return "proof on a cluster with %s: %d seeds, %d of them broken, %d records, %d restarts, %d s; faults survived: %s"
                .formatted(
                        database.isCrate() ? "CrateDB" : "PostgreSQL",
                        runs,
                        broken.size(),
                        records,
                        restarts,
                        elapsed().toSeconds(),
                        survived.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", ")));
    }

    /** What is to be said of a seed that is broken. */
    static String report(long seed) {
        Case proofCase = Case.random(seed);
        String inProcess =
                Proof.broken(proofCase, Mutation.NONE).isPresent()
                        ? "In process it does so too: -Dtest=ProofTest -Dseeds=1 -Dseeds.from="
                                + seed
                                + " makes it small."
                        : "In process, where all takes its turn otherwise, it does not.";
        return "Seed %d breaks the promise on a cluster. %s\n%s"
                .formatted(seed, inProcess, CaseText.of(proofCase));
    }

    private static void delete(Path home) throws Exception {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void closeCluster() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static void log(Level level) {
        Configurator.setLevel("io.dmstocrate", level);
        Configurator.setLevel("org.apache.flink", level);
    }

    @Override
    public void close() throws Exception {
        closeCluster();
        log(Level.WARN);
    }
}
