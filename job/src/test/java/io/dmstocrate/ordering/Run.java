package io.dmstocrate.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.SplitOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;

/** One history on its way through the operator into two targets, with and without a guard. */
final class Run {

    /**
     * Something that reaches the operator.
     *
     * @param change a message; {@code null} for an announcement
     * @param opening of a life; 0 if there is none
     * @param revision of the columns; 0 if there is none
     */
    record Arrival(KeyedChange change, long opening, int revision) {

        Arrival(KeyedChange change, long opening) {
            this(change, opening, 0);
        }
    }

    private final SourceHistory history;
    private final long seed;
    private final Random random;
    private final TargetModel guarded = new TargetModel(true);
    private final TargetModel bare = new TargetModel(false);
    private final TreeSet<Long> openings = new TreeSet<>();
    private final TreeSet<Long> sweeps = new TreeSet<>();
    private final Map<String, List<SplitOutcome>> splits = new HashMap<>();
    private final StateBackend backend;
    private List<OrderingHarness> subtasks;
    private boolean isImpatient;
    private int revision;
    private long applied;

    Run(SourceHistory history, List<OrderingHarness> subtasks, long seed) {
        this(history, subtasks, seed, new HashMapStateBackend());
    }

    private Run(
            SourceHistory history,
            List<OrderingHarness> subtasks,
            long seed,
            StateBackend backend) {
        this.backend = backend;
        this.history = history;
        this.subtasks = subtasks;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** A run with an operator of its own, so that it can be stopped. */
    static Run alone(SourceHistory history, long seed, StateBackend backend) throws Exception {
        return new Run(history, List.of(OrderingHarness.fresh(backend)), seed, backend);
    }

    /** All that is to arrive, in the order in which DMS made it; the lives come last. */
    List<Arrival> arrivals() {
        List<Arrival> arrivals = new ArrayList<>();
        history.changes().forEach(change -> arrivals.add(new Arrival(resolved(change), 0)));
        history.openings().forEach(opening -> arrivals.add(new Arrival(null, opening)));
        for (int later = 1; history.hasLateColumns() && later <= LateColumns.LAST; later++) {
            arrivals.add(new Arrival(null, 0, later));
        }
        return arrivals;
    }

    private KeyedChange resolved(KeyedChange change) {
        return history.hasLateColumns() ? LateColumns.resolved(change, random) : change;
    }

    /** From now on changes in doubt wait in vain now and then. */
    Run impatient() {
        isImpatient = true;
        return this;
    }

    void announce() throws Exception {
        for (OrderingHarness subtask : subtasks) {
            if (history.hasLateColumns()) {
                subtask.announce(
                        LateColumns.announcement(history, revision, List.copyOf(openings)));
                continue;
            }
            subtask.announce(history.table(), history.definition(), List.copyOf(openings));
        }
    }

    void take(List<Arrival> arrivals) throws Exception {
        for (Arrival arrival : arrivals) {
            if (arrival.change == null && arrival.revision > 0) {
                revision = Math.max(revision, arrival.revision);
                announce();
            } else if (arrival.change == null) {
                openings.add(arrival.opening);
                sweeps.add(arrival.opening);
                announce();
            } else {
                subtaskOf(arrival.change).change(arrival.change);
            }
            if (isImpatient && random.nextInt(3) == 0) {
                letTimePass();
            }
            collect();
            if (random.nextInt(4) == 0) {
                sweep();
            }
        }
    }

    void end() throws Exception {
        letTimePass();
        collect();
        sweep();
    }

    private void letTimePass() throws Exception {
        for (OrderingHarness subtask : subtasks) {
            subtask.letTimePass();
        }
    }

    /** Stops with a snapshot and goes on from it in so many new subtasks. */
    void restart(int parallelism) throws Exception {
        List<OperatorSubtaskState> snapshots = new ArrayList<>();
        for (OrderingHarness subtask : subtasks) {
            snapshots.add(subtask.snapshot());
            subtask.close();
        }
        List<OrderingHarness> restarted = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            restarted.add(OrderingHarness.restored(snapshots, parallelism, subtask, backend));
        }
        subtasks = restarted;
    }

    /** Stops, loses all state, and begins anew before the targets as they are. */
    void forgetEverything() throws Exception {
        begin();
        openings.clear();
    }

    /** The same, but the lives that are known stand in the target, and are known again. */
    void forgetRows() throws Exception {
        begin();
        announce();
    }

    private void begin() throws Exception {
        close();
        subtasks = List.of(OrderingHarness.fresh(backend));
    }

    void close() throws Exception {
        for (OrderingHarness subtask : subtasks) {
            subtask.close();
        }
    }

    private OrderingHarness subtaskOf(KeyedChange change) {
        return subtasks.get(
                KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        change.key(), OrderingHarness.MAX_PARALLELISM, subtasks.size()));
    }

    /** Each life is swept once. */
    private void sweep() {
        for (long opening : sweeps) {
            guarded.sweep(opening);
            bare.sweep(opening);
        }
        sweeps.clear();
    }

    private void collect() {
        for (OrderingHarness subtask : subtasks) {
            for (RowWrite write : subtask.writes()) {
                guarded.write(write);
                bare.write(write);
                applied += write.counted() ? 1 : 0;
            }
            for (SplitOutcome split : subtask.splits()) {
                splits.computeIfAbsent(split.recordId(), id -> new ArrayList<>()).add(split);
            }
        }
    }

    void check() {
        checkRows();
        long counted = applied + count(Outcome.SUPERSEDED) + count(Outcome.DUPLICATES);
        for (List<SplitOutcome> parts : splits.values()) {
            assertThat(parts).as("parts, seed %d", seed).hasSize(2);
            counted += parts.stream().anyMatch(Run::isCountedByTheSink) ? 0 : 1;
        }
        assertThat(counted).as("records, seed %d", seed).isEqualTo(history.records());
    }

    void checkRows() {
        checkGuardedRows();
        assertThat(but(bare.rows(), bare))
                .as("rows, seed %d", seed)
                .isEqualTo(but(history.truth(), bare));
    }

    void checkGuardedRows() {
        assertThat(but(guarded.rows(), guarded))
                .as("guarded rows, seed %d", seed)
                .isEqualTo(but(history.truth(), guarded));
    }

    /** No row had to go without a value. */
    void checkNothingLost() {
        assertThat(guarded.hasToldOfLosses()).as("lost, seed %d", seed).isFalse();
        assertThat(bare.hasToldOfLosses()).as("lost without a guard, seed %d", seed).isFalse();
    }

    /** The rows without the columns of which was told that values are lost, or left behind. */
    private Map<Long, Map<String, Object>> but(
            Map<Long, Map<String, Object>> rows, TargetModel target) {
        Map<Long, Set<String>> stranded = stranded(target);
        Map<Long, Map<String, Object>> rest = new TreeMap<>();
        rows.forEach(
                (key, row) -> {
                    Map<String, Object> kept = new HashMap<>(row);
                    kept.keySet().removeAll(target.lost(key));
                    kept.keySet().removeAll(stranded.getOrDefault(key, Set.of()));
                    rest.put(key, kept);
                });
        return rest;
    }

    private Map<Long, Set<String>> stranded(TargetModel target) {
        Map<Long, Set<String>> columns = new HashMap<>();
        for (TargetModel.Stranded told : target.stranded()) {
            for (KeyedChange change : history.changes()) {
                if (change.position().id().equals(told.recordId())) {
                    for (Long end : history.ends(change, told.key())) {
                        columns.computeIfAbsent(end, none -> new HashSet<>()).add(told.column());
                    }
                }
            }
        }
        return columns;
    }

    private long count(Outcome outcome) {
        long sum = 0;
        for (OrderingHarness subtask : subtasks) {
            sum += subtask.count(history.table(), outcome);
        }
        return sum;
    }

    private static boolean isCountedByTheSink(SplitOutcome part) {
        return part.part() == KeyedChange.Part.NEW_KEY
                && part.outcome() == SplitOutcome.Outcome.CONTRIBUTED;
    }
}
