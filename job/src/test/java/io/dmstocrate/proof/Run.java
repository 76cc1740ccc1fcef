package io.dmstocrate.proof;

import io.dmstocrate.JobOptions;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.testing.InMemoryDatabase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One run of a case in process: the road, its target, what goes wrong, and the check. */
final class Run {

    /** A run that does not end in so many steps never ends. */
    private static final int MOST_STEPS = 200_000;

    /** What is to be done in so many steps. */
    private static final class Later {
        private final Runnable action;
        private int left;

        Later(Runnable action, int left) {
            this.action = action;
            this.left = left;
        }
    }

    private final Case proofCase;
    private final Mutation mutation;
    private final Dice dice;
    private final Played played;
    private final JobOptions options;
    private final InMemoryDatabase database = new InMemoryDatabase();
    private final FaultyTargets targets = new FaultyTargets(this::later);
    private final List<SimulatedJob> jobs = new ArrayList<>();
    private final List<Later> zombies = new ArrayList<>();
    private final Map<Fault.Kind, Integer> survived = new EnumMap<>(Fault.Kind.class);
    private final List<String> steppedBack = new ArrayList<>();

    private Run(Case proofCase, Mutation mutation) {
        this.proofCase = proofCase;
        this.mutation = mutation;
        this.dice = new Dice(proofCase.schedule());
        this.played = Play.of(proofCase.story());
        this.options = JobSetup.options(proofCase.story(), mutation);
        prepareDatabase();
        jobs.add(newJob());
    }

    /**
     * Runs a case.
     *
     * @return how often each kind of fault was survived
     * @throws AssertionError if the promise is broken
     */
    static Map<Fault.Kind, Integer> of(Case proofCase, Mutation mutation) throws Exception {
        Run run = new Run(proofCase, mutation);
        try {
            run.go();
            run.check();
            return run.survived;
        } finally {
            for (SimulatedJob job : run.jobs) {
                job.close();
            }
            run.targets.close();
        }
    }

    private void prepareDatabase() {
        Style style = proofCase.story().style();
        if (style.softDeletes()) {
            database.deleteSoftly();
        }
        if (!style.versionColumn() || mutation == Mutation.VERSION_GUARD_SKIPPED) {
            database.doWithoutVersions();
        }
        if (style.versionColumn()) {
            database.watch(
                    (table, key, before, after) -> {
                        if (before.compareTo(after) > 0) {
                            steppedBack.add(table + " from " + before + " to " + after);
                        }
                    });
        }
        database.rejectRows(
                (table, row) ->
                        row.containsValue(ColumnKind.POISON)
                                ? "the target does not take it"
                                : null);
    }

    private SimulatedJob newJob() {
        TargetFactory faulty = targets.over(database.targets());
        return new SimulatedJob(
                played, options, faulty, new Dice(dice.seed()), mutation, this::later);
    }

    private void later(Runnable action) {
        zombies.add(new Later(action, dice.between(1, 200)));
    }

    private void go() throws Exception {
        Deque<Fault> faults = new ArrayDeque<>(proofCase.faults());
        for (int step = 0; !jobs.stream().allMatch(SimulatedJob::isDone); step++) {
            if (step > MOST_STEPS) {
                throw new AssertionError("the run does not end");
            }
            while (!faults.isEmpty() && faults.peek().step() <= step) {
                happen(faults.remove());
            }
            for (Later zombie : List.copyOf(zombies)) {
                if (--zombie.left <= 0) {
                    zombies.remove(zombie);
                    zombie.action.run();
                }
            }
            List<SimulatedJob> going = jobs.stream().filter(job -> !job.isDone()).toList();
            dice.pick(going).step();
        }
        zombies.forEach(zombie -> zombie.action.run());
    }

    private void happen(Fault fault) throws Exception {
        Dice its = new Dice(fault.seed());
        SimulatedJob job = its.pick(jobs);
        if (job.isDone() || !fault.kind().isPromised(proofCase.story().style())) {
            return;
        }
        switch (fault.kind()) {
            case TARGET_REFUSES,
                    ANSWER_IS_LOST,
                    HALF_A_BATCH,
                    HALF_A_BATCH_THEN_AGAIN,
                    TARGET_HANGS,
                    TARGET_IS_READ_ONLY,
                    NODE_IS_LOST ->
                    targets.arm(fault.kind(), its);
            case CRASH -> job.crash(false, false, false);
            case CRASH_WITH_ZOMBIE -> job.crash(true, false, false);
            case OLDER_CHECKPOINT -> job.crash(false, true, its.toss());
            case RESCALE -> job.crash(false, false, true);
            case NOTIFICATION_LOST -> job.loseNotifications();
            case CHECKPOINT_DECLINED -> job.declineCheckpoint();
            case CLOCK_STEPS_BACK -> job.stepClock(-3_600_000);
            case CLOCK_STEPS_ON -> job.stepClock(100_000);
            case SECOND_JOB -> {
                if (jobs.size() == 1) {
                    jobs.add(newJob());
                }
            }
        }
        survived.merge(fault.kind(), 1, Integer::sum);
    }

    private void check() throws Exception {
        Check check = new Check(played, new InMemoryView(database));
        // A job that begins again adds the columns that the stream tells of first.
        check.rows(jobs.stream().anyMatch(SimulatedJob::beganAgain));
        check.deadLetters();
        for (SimulatedJob job : jobs) {
            check.sum(FinalCounts.of(job.last()));
            check.state(job.attempt());
        }
        if (!steppedBack.isEmpty()) {
            throw new AssertionError("rows went back: " + steppedBack);
        }
    }
}
