package io.dmstocrate.proof;

import io.dmstocrate.JobOptions;
import io.dmstocrate.target.TargetException;
import io.dmstocrate.target.TargetFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.util.ExceptionUtils;

/**
 * The job over its attempts: takes checkpoints, and goes on from them when an attempt dies. One
 * thread; what goes on next is thrown by dice.
 */
final class SimulatedJob {

    /** Something that can go on, and how likely it is to be next. */
    private record Option(int weight, Step step) {}

    /** One step of the job. */
    @FunctionalInterface
    private interface Step {
        void go() throws Exception;
    }

    /** A word to a subtask that a checkpoint has completed. */
    private record Notification(Node node, long checkpoint) {}

    private final Played played;
    private final JobOptions options;
    private final TargetFactory targets;
    private final Dice dice;
    private final Mutation mutation;
    private final Consumer<Runnable> abandoned;
    private final Map<Long, Checkpoint> underWay = new TreeMap<>();
    private final List<Checkpoint> completed = new ArrayList<>();
    private final Map<SourceNode, Deque<Long>> barriers = new HashMap<>();
    private final List<Notification> notifications = new ArrayList<>();
    private Attempt attempt;
    private long lastCheckpoint;
    private long nowMillis;
    private long passedMillis;
    private int attempts;
    private int loseNotifications;
    private boolean lastNotificationsAreOut;
    private boolean done;
    private boolean beganAgain;

    /**
     * Makes a job that has not begun.
     *
     * @param abandoned takes batches that a dead attempt has not written
     */
    SimulatedJob(
            Played played,
            JobOptions options,
            TargetFactory targets,
            Dice dice,
            Mutation mutation,
            Consumer<Runnable> abandoned) {
        this.played = played;
        this.options = options;
        this.targets = new Mutants(mutation).targets(targets);
        this.dice = dice;
        this.mutation = mutation;
        this.abandoned = abandoned;
        this.nowMillis = 1_900_000_000_000L;
    }

    boolean isDone() {
        return done;
    }

    /** Whether it had to begin again without a checkpoint. */
    boolean beganAgain() {
        return beganAgain;
    }

    Attempt attempt() {
        return attempt;
    }

    /** The checkpoint that it ended with. */
    Checkpoint last() {
        return completed.get(completed.size() - 1);
    }

    /** Does one thing, whichever. Where it fails for the target's sake, the job begins again. */
    void step() throws Exception {
        try {
            if (attempt == null) {
                start(dice.between(1, 3), latest());
            }
            chosen().go();
        } catch (Exception e) {
            Optional<TargetException> failure =
                    ExceptionUtils.findThrowable(e, TargetException.class);
            if (failure.isEmpty() || attempts > 60) {
                throw e;
            }
            die(false);
        }
    }

    /** A machine dies, and the job is started again at once. */
    void crash(boolean zombies, boolean older, boolean rescale) throws Exception {
        int parallelism = attempt == null ? 1 : attempt.parallelism();
        die(zombies);
        if (older && completed.size() > 1) {
            int keep = dice.between(1, completed.size() - 1);
            completed.subList(keep, completed.size()).clear();
        }
        try {
            start(rescale ? dice.between(1, 3) : parallelism, latest());
        } catch (TargetException e) {
            die(false);
        }
    }

    private void die(boolean zombies) throws Exception {
        if (attempt != null) {
            if (zombies) {
                attempt.abandonBatches().forEach(abandoned);
            }
            attempt.close();
        }
        attempt = null;
        underWay.clear();
        barriers.clear();
        notifications.clear();
        lastNotificationsAreOut = false;
    }

    private Checkpoint latest() {
        return completed.isEmpty() ? null : completed.get(completed.size() - 1);
    }

    private void start(int parallelism, Checkpoint from) throws Exception {
        attempts++;
        beganAgain |= attempts > 1 && from == null;
        Attempt started =
                Attempt.start(
                        played,
                        options,
                        targets,
                        parallelism,
                        from,
                        dice,
                        mutation,
                        this::acknowledge,
                        nowMillis);
        attempt = started;
    }

    void stepClock(long millis) throws Exception {
        nowMillis += millis;
    }

    void loseNotifications() {
        loseNotifications++;
    }

    void declineCheckpoint() {
        underWay.clear();
    }

    private Step chosen() {
        List<Option> options = options();
        int sum = options.stream().mapToInt(Option::weight).sum();
        int thrown = dice.below(sum);
        for (Option option : options) {
            thrown -= option.weight();
            if (thrown < 0) {
                return option.step();
            }
        }
        throw new IllegalStateException("the dice fell off the table");
    }

    private List<Option> options() {
        List<Option> options = new ArrayList<>();
        for (SourceNode source : attempt.sources()) {
            for (Shard shard : source.readable()) {
                options.add(new Option(10, () -> source.read(shard)));
            }
            if (source.canEnd()) {
                options.add(new Option(3, source::end));
            }
            Deque<Long> waiting = barriers.get(source);
            if (waiting != null && !waiting.isEmpty()) {
                options.add(new Option(10, () -> source.barrier(waiting.remove())));
            }
        }
        for (Channel channel : attempt.channels()) {
            if (channel.isReady()) {
                options.add(new Option(channel.weight(), channel::deliver));
            }
        }
        for (BatchQueue batches : attempt.batches()) {
            if (!batches.isIdle()) {
                options.add(new Option(5, batches::step));
            }
        }
        for (Notification notification : notifications) {
            options.add(new Option(4, () -> notify(notification)));
        }
        boolean ended = attempt.hasEnded() && barriers.values().stream().allMatch(Deque::isEmpty);
        if (!ended) {
            if (underWay.isEmpty()) {
                options.add(new Option(1, () -> trigger(false)));
            }
            options.add(new Option(2, this::letTimePass));
        } else if (lastNotificationsAreOut && notifications.isEmpty()) {
            options.add(new Option(1000, () -> done = true));
        } else if (!lastNotificationsAreOut) {
            // Those under way are given up.
            options.add(new Option(1, () -> trigger(true)));
        }
        return options;
    }

    private void trigger(boolean behindTheEnd) {
        long id = ++lastCheckpoint;
        underWay.put(id, new Checkpoint(id, attempt.parts(), behindTheEnd));
        for (SourceNode source : attempt.sources()) {
            barriers.computeIfAbsent(source, none -> new ArrayDeque<>()).add(id);
        }
    }

    private void acknowledge(long id, String operator, int subtask, Object state) {
        Checkpoint checkpoint = underWay.get(id);
        if (checkpoint == null) {
            return;
        }
        checkpoint.add(operator, subtask, state);
        if (checkpoint.isComplete()) {
            // Those before it are given up, as Flink does.
            underWay.keySet().removeIf(other -> other <= id);
            completed.add(checkpoint);
            attempt.sources().forEach(source -> source.completed(id));
            if (loseNotifications > 0 && !checkpoint.behindTheEnd()) {
                loseNotifications--;
                return;
            }
            for (Node node : attempt.nodes()) {
                notifications.add(new Notification(node, id));
            }
            lastNotificationsAreOut |= checkpoint.behindTheEnd();
        }
    }

    private void notify(Notification notification) throws Exception {
        notifications.remove(notification);
        notification.node().completed(notification.checkpoint());
    }

    private void letTimePass() throws Exception {
        if (passedMillis < 180_000) {
            int millis = dice.pick(1, 100, 600, 1100, 3000);
            nowMillis += millis;
            passedMillis += millis;
        }
        for (Node node : attempt.nodes()) {
            if (dice.toss()) {
                node.clock().setCurrentTime(nowMillis);
            }
        }
    }

    void close() throws Exception {
        if (attempt != null) {
            attempt.close();
        }
    }
}
