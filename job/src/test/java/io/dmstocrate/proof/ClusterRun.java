package io.dmstocrate.proof;

import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.JobOptions;
import io.dmstocrate.cluster.Patience;
import io.dmstocrate.source.kinesis.GatedStream;
import io.dmstocrate.target.JdbcTarget;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.target.TargetSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * One run of a case on a cluster and a database: the job as it is, what goes wrong, and the check.
 * What a seed decides is the story and the faults with their places in the stream; what takes its
 * turn when, no seed decides here.
 */
final class ClusterRun implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long MOMENT_MILLIS = 50;

    /** What a run was. */
    record Outcome(int records, int restarts, Map<Fault.Kind, Integer> survived) {}

    private final Case proofCase;
    private final ProofCluster cluster;
    private final ProofDatabase database;
    private final Alias alias;
    private final Path folder;
    private final Dice dice;
    private final Played played;
    private final GatedStream stream;
    private final Zombies zombies = new Zombies();
    private final FaultyTargets faults;
    private final JobOptions options;
    private final List<ClusterJob> jobs = new ArrayList<>();
    private final Map<Fault.Kind, Integer> survived = new EnumMap<>(Fault.Kind.class);

    /**
     * Makes a run that has not begun.
     *
     * @param alias the names under which its tables lie in the database; nobody else's
     * @param folder for what its jobs leave
     */
    ClusterRun(
            Case proofCase,
            ProofCluster cluster,
            ProofDatabase database,
            Alias alias,
            Path folder) {
        this.proofCase = proofCase;
        this.cluster = cluster;
        this.database = database;
        this.alias = alias;
        this.folder = folder;
        this.dice = new Dice(proofCase.schedule());
        this.played = Play.of(proofCase.story());
        this.stream = new GatedStream(dice.seed());
        this.faults = new FaultyTargets(batch -> zombies.rise(batch, dice.below(400)));
        this.options = options();
        addShards();
    }

    private void addShards() {
        for (Shard shard : played.shards().all()) {
            List<String> parents = shard.parents().stream().map(alias::shard).toList();
            stream.add(alias.shard(shard), parents, alias.records(shard));
        }
    }

    private JobOptions options() {
        List<String> arguments = new ArrayList<>();
        JobSetup.arguments(proofCase.story())
                .forEach(argument -> arguments.add(alias.argument(argument)));
        arguments.add("--Source.kind=file");
        arguments.add("--Source.path=none");
        arguments.add("--Target.url=" + database.url());
        arguments.add("--Target.user=" + database.user());
        arguments.add("--Sink.flush.interval=" + dice.pick(10, 50, 200) + " ms");
        return JobOptions.load(Optional.empty(), arguments);
    }

    /**
     * Goes to the end, and checks what is left.
     *
     * @throws AssertionError if the promise is broken
     */
    Outcome go() throws Exception {
        Style style = proofCase.story().style();
        boolean watched = style.versionColumn() && (style.softDeletes() || style.neverDeletes());
        List<String> steppedBack = List.of();
        jobs.add(newJob());
        if (style.evolves()) {
            // A job that begins again adds the columns that the stream tells of first.
            Patience.until("checkpoint", jobs.get(0)::hasCheckpoint);
        }
        if (watched) {
            try (RowWatcher watcher = new RowWatcher(database, alias, played.tables())) {
                play();
                steppedBack = watcher.steppedBack();
            }
        } else {
            play();
        }
        check();
        if (!steppedBack.isEmpty()) {
            throw new AssertionError("rows went back: " + steppedBack);
        }
        faults.happened().forEach((kind, times) -> survived.merge(kind, times, Integer::sum));
        return new Outcome(
                played.shards().records(),
                jobs.stream().mapToInt(ClusterJob::restarts).sum(),
                survived);
    }

    private ClusterJob newJob() throws Exception {
        Path home = Files.createDirectory(folder.resolve("job" + jobs.size()));
        ClusterJob job = new ClusterJob(cluster.flink(), this::define, home, new Dice(dice.seed()));
        job.start();
        return job;
    }

    private void define(StreamExecutionEnvironment environment) {
        TargetSettings settings = options.targetSettings();
        TargetFactory targets = () -> new JdbcTarget(settings);
        DmsToCrateJob.define(
                environment, stream.source(), options, faults.over(PoisonTargets.over(targets)));
    }

    /** The faults of a case that are tried on a cluster. */
    static List<Fault> faults(Case proofCase) {
        Style style = proofCase.story().style();
        return proofCase.faults().stream()
                .filter(fault -> fault.kind().isOfCluster() && fault.kind().isPromised(style))
                .toList();
    }

    private void play() throws Exception {
        int records = played.shards().records();
        int steps = Case.steps(records);
        for (Fault fault : faults(proofCase)) {
            // The last record comes when all faults are over, so none comes after the end.
            read(Math.min(records - 1, fault.step() * records / steps));
            happen(fault);
        }
        read(records - 1);
        for (int i = 0; i < 10 && faults.isArmed(); i++) {
            Zombies.pause(MOMENT_MILLIS);
        }
        faults.disarm();
        read(records);
        for (ClusterJob job : jobs) {
            job.awaitEnd(LONGEST);
        }
        zombies.riseAll();
    }

    /** Goes on until so many records have been read. */
    private void read(int number) throws Exception {
        stream.allow(number);
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!stream.awaitGiven(MOMENT_MILLIS)) {
            if (jobs.stream().allMatch(ClusterJob::isOver)) {
                for (ClusterJob job : jobs) {
                    job.awaitEnd(LONGEST);
                }
                throw new AssertionError("the job has ended before its stream");
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("the job does not read on");
            }
        }
    }

    private void happen(Fault fault) throws Exception {
        Dice its = new Dice(fault.seed());
        ClusterJob job = its.pick(jobs);
        if (fault.kind().isOfTarget()) {
            faults.arm(fault.kind(), its);
            return;
        }
        Zombies.pause(its.below(150));
        switch (fault.kind()) {
            case CRASH -> cluster.killTaskManager(its);
            case CRASH_WITH_ZOMBIE -> {
                faults.arm(Fault.Kind.TARGET_HANGS, its);
                Zombies.pause(its.below(150));
                cluster.killTaskManager(its);
            }
            case OLDER_CHECKPOINT -> job.goBack(its.toss());
            case RESCALE -> job.rescale();
            case SECOND_JOB -> {
                if (jobs.size() == 1) {
                    jobs.add(newJob());
                }
            }
            default -> throw new IllegalStateException("no fault of a cluster: " + fault);
        }
        survived.merge(fault.kind(), 1, Integer::sum);
    }

    private void check() throws Exception {
        Check check = new Check(played, new JdbcView(database, alias));
        check.rows(jobs.stream().anyMatch(ClusterJob::beganAgain));
        check.deadLetters();
        for (ClusterJob job : jobs) {
            check.sum(job.tally());
        }
    }

    @Override
    public void close() throws Exception {
        try {
            for (ClusterJob job : jobs) {
                job.close();
            }
        } finally {
            zombies.close();
            faults.close();
            stream.close();
            database.clean(alias);
        }
    }
}
