package io.dmstocrate.ordering;

import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.ordering.SourceHistory.Feature;
import io.dmstocrate.ordering.SourceHistory.Style;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

/**
 * Whatever order the messages of a history arrive in, however often, the target ends with the rows
 * of the source, and each record is counted once.
 */
class ChangeOrderingPropertyTest {

    /** For a long night: {@code -Dhistories.factor=100}. */
    private static final int FACTOR = Integer.getInteger("histories.factor", 1);

    private static final Style SHORT =
            Style.of(2, 4, Feature.PARTIAL_UPDATES, Feature.KEY_CHANGES, Feature.RELOADS);
    private static final Style LONG =
            Style.of(
                    3,
                    25,
                    Feature.PARTIAL_UPDATES,
                    Feature.KEY_CHANGES,
                    Feature.RELOADS,
                    Feature.LOST_CHANGES,
                    Feature.REPLAYS,
                    Feature.REDELIVERIES);
    private static final Style WITHOUT_DETAILS =
            Style.of(
                    3,
                    25,
                    Feature.PARTIAL_UPDATES,
                    Feature.KEY_CHANGES,
                    Feature.RELOADS,
                    Feature.LOST_CHANGES,
                    Feature.REPLAYS,
                    Feature.NO_TRANSACTION_DETAILS);

    private static final Feature MOVES = Feature.KEY_CHANGES;
    private static final Feature PARTIAL_MOVES = Feature.PARTIAL_KEY_CHANGES;
    private static final Style WITH_PARTIAL_KEY_CHANGES =
            Style.of(
                    4,
                    15,
                    Feature.PARTIAL_UPDATES,
                    MOVES,
                    PARTIAL_MOVES,
                    Feature.SNAPSHOTS,
                    Feature.REPLAYS,
                    Feature.REDELIVERIES);

    @Test
    void everyOrderOfAShortHistoryEndsInItsRows() throws Exception {
        everyOrder(SHORT, 300 * FACTOR, 6);
    }

    @Test
    void anyOrderOfALongHistoryEndsInItsRows() throws Exception {
        shuffled(LONG, 2_000 * FACTOR);
    }

    @Test
    void anyOrderWithoutTransactionDetailsEndsInTheSameRows() throws Exception {
        shuffled(WITHOUT_DETAILS, 1_000 * FACTOR);
    }

    /** A drop-table record may lie on a shard that is read an hour behind the others. */
    @Test
    void anyOrderEndsInItsRowsHoweverLateLivesBecomeKnown() throws Exception {
        shuffled(LONG, 3_000 * FACTOR, true);
    }

    /** Rows of a reload come before the word of it, to a job that knows no row any more. */
    @Test
    void beginningAnewInTheMiddleEndsInTheSameGuardedRows() throws Exception {
        Style style =
                Style.of(
                        3,
                        25,
                        Feature.KEY_CHANGES,
                        Feature.RELOADS,
                        Feature.LOST_CHANGES,
                        Feature.REPLAYS,
                        Feature.REDELIVERIES);
        for (long seed = 0; seed < 300L * FACTOR; seed++) {
            Random random = new Random(seed);
            Run run =
                    Run.alone(new SourceHistory(seed, style, "t"), seed, new HashMapStateBackend());
            List<Run.Arrival> arrivals = run.arrivals();
            Collections.shuffle(arrivals, random);
            run.announce();
            run.take(arrivals.subList(0, random.nextInt(arrivals.size())));
            run.forgetRows();
            Collections.shuffle(arrivals, random);
            run.take(arrivals);
            run.end();
            run.checkGuardedRows();
            run.close();
        }
    }

    @Test
    void everyOrderOfAShortHistoryWithPartialKeyChangesEndsInItsRows() throws Exception {
        Style style = Style.of(3, 5, Feature.PARTIAL_UPDATES, MOVES, PARTIAL_MOVES);
        everyOrder(style, 200 * FACTOR, 6);
    }

    @Test
    void anyOrderWithPartialKeyChangesEndsInItsRowsOrTellsWhatIsLost() throws Exception {
        shuffled(WITH_PARTIAL_KEY_CHANGES, 2_000 * FACTOR);
    }

    /** However late the row's own words are: nothing newer replaced what is to be moved. */
    @Test
    void nothingIsLostWhereRowsLeaveBeforeTheirKeyIsUsedAgain() throws Exception {
        Style style =
                Style.of(
                        4,
                        15,
                        Feature.PARTIAL_UPDATES,
                        MOVES,
                        PARTIAL_MOVES,
                        Feature.QUIET_LOADS,
                        Feature.REPLAYS,
                        Feature.REDELIVERIES);
        try (Runs runs = new Runs()) {
            for (long seed = 0; seed < 2_000L * FACTOR; seed++) {
                Run run = runs.start(seed, style);
                List<Run.Arrival> arrivals = run.arrivals();
                Collections.shuffle(arrivals, new Random(seed));
                run.take(leavingFirst(arrivals));
                run.end();
                run.check();
                run.checkNothingLost();
            }
        }
    }

    /** Each row leaves before a newer word of its key arrives; all else stays as it is. */
    static List<Run.Arrival> leavingFirst(List<Run.Arrival> arrivals) {
        List<Run.Arrival> ordered = new ArrayList<>(arrivals);
        List<Run.Arrival> leaving = new ArrayList<>(arrivals);
        leaving.removeIf(
                arrival ->
                        arrival.change() == null
                                || arrival.change().part() != KeyedChange.Part.OLD_KEY
                                || arrival.change().leftOut().isEmpty());
        leaving.sort(Comparator.comparing(ChangeOrderingPropertyTest::position).reversed());
        for (Run.Arrival leaves : leaving) {
            int at = ordered.indexOf(leaves);
            for (int i = 0; i < at; i++) {
                KeyedChange other = ordered.get(i).change();
                if (other != null
                        && other.key().equals(leaves.change().key())
                        && other.phase() == KeyedChange.Phase.CHANGE
                        && position(ordered.get(i)).compareTo(position(leaves)) > 0) {
                    ordered.add(i, ordered.remove(at));
                    break;
                }
            }
        }
        return ordered;
    }

    private static String position(Run.Arrival arrival) {
        return arrival.change().source().text();
    }

    /** What is not promised of such replays, the package's documentation tells. */
    @Test
    void replaysFromBeforeAReloadThatIsKnownEndInTheSameRows() throws Exception {
        Style style =
                Style.of(
                        2,
                        15,
                        Feature.PARTIAL_UPDATES,
                        Feature.RELOADS,
                        Feature.REPLAYS,
                        Feature.REPLAYS_ACROSS_RELOADS);
        try (Runs runs = new Runs()) {
            for (long seed = 0; seed < 1_000L * FACTOR; seed++) {
                Run run = runs.start(seed, style);
                List<Run.Arrival> arrivals = run.arrivals();
                List<Run.Arrival> lives =
                        arrivals.stream().filter(arrival -> arrival.change() == null).toList();
                arrivals.removeAll(lives);
                Collections.shuffle(arrivals, new Random(seed));
                run.take(lives);
                run.take(arrivals);
                run.end();
                run.check();
            }
        }
    }

    private static final Style WITH_LATE_COLUMNS =
            Style.of(
                    2,
                    15,
                    Feature.PARTIAL_UPDATES,
                    MOVES,
                    Feature.RELOADS,
                    Feature.LOST_CHANGES,
                    Feature.REPLAYS,
                    Feature.REDELIVERIES,
                    Feature.LATE_COLUMNS);

    /** An insert waits for its column, while updates that left it out go on as whole rows. */
    @Test
    void everyOrderOfAShortHistoryWithLateColumnsEndsInItsRows() throws Exception {
        Style style = Style.of(1, 4, Feature.PARTIAL_UPDATES, Feature.LATE_COLUMNS);
        everyOrder(style, 150 * FACTOR, 6);
    }

    @Test
    void anyOrderWithLateColumnsEndsInItsRows() throws Exception {
        shuffled(WITH_LATE_COLUMNS, 4_000 * FACTOR);
    }

    @Test
    void restartsWhileColumnsAreLateChangeNothing() throws Exception {
        restarts(WITH_LATE_COLUMNS, new HashMapStateBackend(), 60 * FACTOR);
    }

    private static final Style WITH_LATE_COLUMNS_OF_CHANGED_KEYS =
            Style.of(
                    4,
                    15,
                    Feature.PARTIAL_UPDATES,
                    MOVES,
                    PARTIAL_MOVES,
                    Feature.QUIET_LOADS,
                    Feature.REPLAYS,
                    Feature.REDELIVERIES,
                    Feature.LATE_COLUMNS);

    /** A record changes a key and leaves out a column that nobody knows yet. */
    @Test
    void everyOrderOfAShortHistoryOfChangedKeysAndLateColumnsEndsInItsRowsOrTells()
            throws Exception {
        Style style =
                Style.of(2, 4, Feature.PARTIAL_UPDATES, MOVES, PARTIAL_MOVES, Feature.LATE_COLUMNS);
        everyOrder(style, 150 * FACTOR, 7);
    }

    @Test
    void anyOrderOfChangedKeysAndLateColumnsEndsInItsRowsOrTells() throws Exception {
        shuffled(WITH_LATE_COLUMNS_OF_CHANGED_KEYS, 4_000 * FACTOR);
    }

    @Test
    void restartsBetweenChangedKeysAndLateColumnsChangeNothing() throws Exception {
        restarts(WITH_LATE_COLUMNS_OF_CHANGED_KEYS, new HashMapStateBackend(), 200 * FACTOR);
    }

    @Test
    void restartsAtOtherParallelismsChangeNothing() throws Exception {
        restarts(LONG, new HashMapStateBackend(), 60 * FACTOR);
    }

    @Test
    void restartsInTheMiddleOfTravelsChangeNothing() throws Exception {
        restarts(WITH_PARTIAL_KEY_CHANGES, new HashMapStateBackend(), 60 * FACTOR);
    }

    @Test
    void restartsInTheMiddleOfTravelsChangeNothingOnRocksDb() throws Exception {
        restarts(WITH_PARTIAL_KEY_CHANGES, new EmbeddedRocksDBStateBackend(), 10 * FACTOR);
    }

    private static void restarts(Style style, StateBackend backend, int histories)
            throws Exception {
        for (long seed = 0; seed < histories; seed++) {
            Random random = new Random(seed);
            Run run = Run.alone(new SourceHistory(seed, style, "t"), seed, backend);
            List<Run.Arrival> arrivals = run.arrivals();
            Collections.shuffle(arrivals, random);
            int middle = random.nextInt(arrivals.size());
            int later = middle + random.nextInt(arrivals.size() - middle);
            run.take(arrivals.subList(0, middle));
            run.restart(1 + random.nextInt(3));
            run.take(arrivals.subList(middle, later));
            run.restart(1 + random.nextInt(3));
            run.take(arrivals.subList(later, arrivals.size()));
            run.end();
            run.check();
            run.close();
        }
    }

    @Test
    void readingTheStreamAgainWithoutStateEndsInTheSameGuardedRows() throws Exception {
        readAgain(LONG);
    }

    @Test
    void readingPartialKeyChangesAgainWithoutStateEndsInTheSameGuardedRows() throws Exception {
        readAgain(WITH_PARTIAL_KEY_CHANGES);
    }

    private static void readAgain(Style style) throws Exception {
        for (long seed = 0; seed < 100L * FACTOR; seed++) {
            Run run =
                    Run.alone(new SourceHistory(seed, style, "t"), seed, new HashMapStateBackend());
            List<Run.Arrival> arrivals = run.arrivals();
            Collections.shuffle(arrivals, new Random(seed));
            run.take(arrivals);
            run.end();
            run.forgetEverything();
            Collections.shuffle(arrivals, new Random(seed + 1));
            run.take(arrivals);
            run.end();
            run.checkGuardedRows();
            run.close();
        }
    }

    private static final Style WITH_PARTIAL_KEY_CHANGES_AND_RELOADS =
            Style.of(
                    3,
                    15,
                    Feature.PARTIAL_UPDATES,
                    MOVES,
                    PARTIAL_MOVES,
                    Feature.SNAPSHOTS,
                    Feature.RELOADS,
                    Feature.LOST_CHANGES,
                    Feature.REPLAYS,
                    Feature.REDELIVERIES);

    /** Lives that become known late leave changes in doubt while values travel. */
    @Test
    void anyOrderWithPartialKeyChangesAndReloadsEndsInItsRowsOrTellsWhatIsLost() throws Exception {
        shuffled(WITH_PARTIAL_KEY_CHANGES_AND_RELOADS, 2_000 * FACTOR);
    }

    @Test
    void valuesTravelRightHoweverLateLivesBecomeKnown() throws Exception {
        shuffled(WITH_PARTIAL_KEY_CHANGES_AND_RELOADS, 2_000 * FACTOR, true);
    }

    /** Few words and many lives: hardly a life that does not become known in the middle. */
    @Test
    void anyOrderOfAShortHistoryOfChangedKeysAndReloadsEndsInItsRows() throws Exception {
        Style style =
                Style.of(
                        3,
                        6,
                        Feature.PARTIAL_UPDATES,
                        MOVES,
                        PARTIAL_MOVES,
                        Feature.SNAPSHOTS,
                        Feature.RELOADS);
        shuffled(style, 2_000 * FACTOR);
        shuffled(style, 2_000 * FACTOR, true);
    }

    @Test
    void restartsWhileValuesTravelAndLivesBecomeKnownChangeNothing() throws Exception {
        restarts(WITH_PARTIAL_KEY_CHANGES_AND_RELOADS, new HashMapStateBackend(), 60 * FACTOR);
    }

    /**
     * @param most longer histories have too many orders, and are left out
     */
    private static void everyOrder(Style style, int histories, int most) throws Exception {
        try (Runs runs = new Runs()) {
            for (long seed = 0; seed < histories; seed++) {
                int arrivals = runs.start(seed, style).arrivals().size();
                if (arrivals > most) {
                    continue;
                }
                for (List<Integer> order : permutations(arrivals)) {
                    Run run = runs.start(seed, style);
                    run.announce();
                    run.take(reordered(run.arrivals(), order));
                    run.end();
                    run.check();
                }
            }
        }
    }

    private static void shuffled(Style style, int histories) throws Exception {
        shuffled(style, histories, false);
    }

    /**
     * @param impatiently whether changes in doubt wait in vain now and then
     */
    private static void shuffled(Style style, int histories, boolean impatiently) throws Exception {
        try (Runs runs = new Runs()) {
            for (long seed = 0; seed < histories; seed++) {
                Run run = runs.start(seed, style);
                if (impatiently) {
                    run.impatient().announce();
                }
                List<Run.Arrival> arrivals = run.arrivals();
                Collections.shuffle(arrivals, new Random(seed));
                run.take(arrivals);
                run.end();
                run.check();
            }
        }
    }

    private static <T> List<T> reordered(List<T> items, List<Integer> order) {
        return order.stream().map(items::get).toList();
    }

    private static List<List<Integer>> permutations(int size) {
        List<List<Integer>> all = new ArrayList<>();
        permute(new ArrayList<>(IntStream.range(0, size).boxed().toList()), 0, all);
        return all;
    }

    private static void permute(List<Integer> items, int fixed, List<List<Integer>> all) {
        if (fixed == items.size()) {
            all.add(List.copyOf(items));
        }
        for (int i = fixed; i < items.size(); i++) {
            Collections.swap(items, fixed, i);
            permute(items, fixed + 1, all);
            Collections.swap(items, fixed, i);
        }
    }
}
