package io.dmstocrate.ordering;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.KeyedChange.Phase;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.SplitOutcome;
import io.dmstocrate.ordering.RowRegister.Verdict;
import io.dmstocrate.ordering.Travels.Departure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.Collector;

/**
 * Decides over the changes of the current row, whose state it keeps.
 *
 * <p>Each change is counted once: with the write that it makes, or here, when it is decided that it
 * makes none. A part of a changed key is counted nowhere here; its outcome is handed over.
 */
final class RowDecisions {

    /** RocksDB asks for the time this often while it compacts; Flink's own default. */
    private static final long ROWS_BETWEEN_CLOCK_LOOKS = 1000;

    private final TravelRules register = new TravelRules();
    private final WrittenVersions versions = new WrittenVersions();
    private final List<SplitOutcome> splits = new ArrayList<>();
    private final ValueState<RowHistory> histories;
    private final ListState<Tuple3<KeyedChange, Long, Boolean>> held;
    private final Tally tally;
    private final long waitMillis;

    /** What is done with a change now. */
    private enum Step {
        DECIDE,
        HOLD,
        /** It writes now what it may write in any case, and perhaps the rest later. */
        DECIDE_AND_HOLD
    }

    RowDecisions(RuntimeContext context, long waitMillis, Duration stateTtl, Tally tally) {
        this.waitMillis = waitMillis;
        ValueStateDescriptor<RowHistory> descriptor =
                new ValueStateDescriptor<>("row-history", RowHistorySerializer.INSTANCE);
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(stateTtl)
                        .updateTtlOnCreateAndWrite()
                        .neverReturnExpired()
                        // One row looked at for each one that is used finds all in time.
                        .cleanupIncrementally(1, false)
                        .cleanupInRocksdbCompactFilter(ROWS_BETWEEN_CLOCK_LOOKS)
                        .build());
        this.histories = context.getState(descriptor);
        this.held = context.getListState(HeldChange.STATE);
        this.tally = tally;
    }

    /** Takes a change of the current row. */
    void take(KeyedChange change, KnownTable table, TimerService timers, Collector<RowWrite> output)
            throws Exception {
        ChangeVersion version = ChangeVersion.of(change);
        RowHistory history = history(table);
        List<HeldChange> earlier =
                HeldChange.takesValuesAlong(change) ? HeldChange.read(held) : List.of();
        boolean isOvertaken = HeldChange.isOvertaken(change, earlier);
        Verdict verdict = judge(history, change, version, table, isOvertaken);
        Step step =
                HeldChange.isAhead(earlier, table.revision())
                        ? Step.HOLD
                        : step(change, verdict, history, version, table);
        if (step != Step.DECIDE && timers.currentWatermark() == Long.MAX_VALUE) {
            // The stream has ended, nothing more will become known.
            verdict = judgeInTheEnd(history, change, version, table, isOvertaken);
            step = Step.DECIDE;
        }
        if (step != Step.HOLD) {
            decide(history, change, verdict, table, true, output);
        }
        if (step != Step.DECIDE) {
            long deadline = timers.currentProcessingTime() + waitMillis;
            hold(new HeldChange(change, deadline, step == Step.DECIDE_AND_HOLD), history.travels());
            timers.registerProcessingTimeTimer(deadline);
            // Fires when a bounded stream has ended.
            timers.registerEventTimeTimer(Long.MAX_VALUE);
        }
    }

    /**
     * Decides again over the held changes of the current row, as more is known of their table.
     *
     * @param moves what became of the table's columns since the last time
     * @param time those whose deadline has come are decided in any case
     */
    void reconsider(KnownTable table, ColumnMoves moves, long time, Collector<RowWrite> output)
            throws Exception {
        List<HeldChange> left = new ArrayList<>();
        List<HeldChange> entries = HeldChange.read(held);
        for (int i = 0; i < entries.size(); i++) {
            HeldChange entry = entries.get(i);
            KeyedChange change =
                    isAhead(entry.change(), table)
                            ? entry.change()
                            : moves.applied(entry.change(), table);
            ChangeVersion version = ChangeVersion.of(change);
            RowHistory history = history(table);
            boolean isOvertaken =
                    HeldChange.takesValuesAlong(change)
                            && HeldChange.isOvertaken(change, entries.subList(0, i));
            boolean isDue = entry.deadline() <= time;
            Verdict verdict =
                    isDue
                            ? judgeInTheEnd(history, change, version, table, isOvertaken)
                            : judge(history, change, version, table, isOvertaken);
            if (entry.applied()) {
                if (verdict.writes()) {
                    decide(history, change, verdict, table, false, output);
                }
                if (!isDue && isInDoubt(version, history(table), table.generations())) {
                    left.add(new HeldChange(change, entry.deadline(), true));
                }
                continue;
            }
            boolean isBehind =
                    HeldChange.takesValuesAlong(change)
                            && HeldChange.isAhead(left, table.revision());
            Step step =
                    isDue
                            ? Step.DECIDE
                            : isBehind ? Step.HOLD : step(change, verdict, history, version, table);
            if (step != Step.HOLD) {
                decide(history, change, verdict, table, true, output);
            }
            if (step != Step.DECIDE) {
                left.add(new HeldChange(change, entry.deadline(), step == Step.DECIDE_AND_HOLD));
            }
        }
        HeldChange.write(left, held);
    }

    /** The table of the held changes of the current row; {@code null} if there are none. */
    TableId heldTable() throws Exception {
        for (Tuple3<KeyedChange, Long, Boolean> entry : held.get()) {
            return entry.f0.table();
        }
        return null;
    }

    /** Whether there is something for {@link #drainSplits}. */
    boolean hasSplits() {
        return !splits.isEmpty();
    }

    /** Hands over what became of parts of changed keys since the last call. */
    void drainSplits(Consumer<SplitOutcome> consumer) {
        splits.forEach(consumer);
        splits.clear();
    }

    private Step step(
            KeyedChange change,
            Verdict verdict,
            RowHistory history,
            ChangeVersion version,
            KnownTable table) {
        if (verdict == Verdict.DUPLICATE) {
            return Step.DECIDE;
        }
        boolean isHeld = table.held() || isAhead(change, table);
        if (!table.announced() || isHeld || register.lacksDefinition()) {
            return Step.HOLD;
        }
        if (!isInDoubt(version, history, table.generations())) {
            return Step.DECIDE;
        }
        return switch (version.phase()) {
            case LOAD -> verdict.writes() ? Step.DECIDE_AND_HOLD : Step.HOLD;
            case CHANGE -> verdict.writes() ? Step.HOLD : Step.DECIDE;
        };
    }

    /**
     * Whether a change was tied to its row by an announcement that is on its way here. Then what is
     * known of the table's columns says nothing of its names: one that was given up is in use
     * again.
     */
    private static boolean isAhead(KeyedChange change, KnownTable table) {
        return table.revision() < change.revision() || table.life() < change.life();
    }

    /** Also about a word on a row that has left, and whose values it may have to go after. */
    private static boolean isInDoubt(
            ChangeVersion version, RowHistory history, Generations generations) {
        Departure departure = history.travels().after(version, generations);
        return Doubt.about(version, history, generations)
                || (departure != null && Doubt.about(version, departure, generations));
    }

    private RowHistory history(KnownTable table) throws Exception {
        RowHistory history = histories.value();
        return history == null ? RowHistory.NONE : history.conformed(table.lineage());
    }

    private Verdict judge(
            RowHistory history,
            KeyedChange change,
            ChangeVersion version,
            KnownTable table,
            boolean isOvertaken) {
        return register.judge(
                history, change, version, table.generations(), table.columns(), isOvertaken);
    }

    /**
     * Judges a change that was in doubt, as nobody has told in time which life it is of: the loaded
     * row begins a life, and the change that was built before it is of the one before.
     */
    private Verdict judgeInTheEnd(
            RowHistory history,
            KeyedChange change,
            ChangeVersion version,
            KnownTable table,
            boolean isOvertaken) {
        Generations generations = table.generations();
        if (isInDoubt(version, history, generations)) {
            ChangeVersion load = loaded(version, history, generations);
            generations = generations.supposing(load.timestampMicros());
        }
        return register.judge(history, change, version, generations, table.columns(), isOvertaken);
    }

    /** The version of the loaded row, of the two that are in doubt. */
    private static ChangeVersion loaded(
            ChangeVersion version, RowHistory history, Generations generations) {
        if (version.phase() == Phase.LOAD) {
            return version;
        }
        return Doubt.about(version, history, generations)
                ? history.base()
                : history.travels().after(version, generations).former().base();
    }

    /** Makes the register's last judgement true. */
    @SuppressWarnings("ReferenceEquality") // The same object says: nothing has changed.
    private void decide(
            RowHistory before,
            KeyedChange change,
            Verdict verdict,
            KnownTable table,
            boolean counted,
            Collector<RowWrite> output)
            throws Exception {
        if (register.history() != before) {
            histories.update(register.history().told(table.lineage()));
        }
        switch (verdict) {
            case UPSERT -> write(change, RowWrite.Kind.UPSERT, table, counted, output);
            case DELETE -> write(change, RowWrite.Kind.DELETE, table, counted, output);
            case CARRY -> write(change, RowWrite.Kind.CARRY, table, counted, output);
            case DUPLICATE, SUPERSEDED -> {
                if (!register.transfers().isEmpty()) {
                    write(change, RowWrite.Kind.CARRY, table, false, output);
                }
            }
        }
        if (counted) {
            account(change, verdict);
        }
    }

    private void write(
            KeyedChange change,
            RowWrite.Kind kind,
            KnownTable table,
            boolean counted,
            Collector<RowWrite> output) {
        Row row = rowOf(change);
        output.collect(
                new RowWrite(
                        change.key(),
                        change.table(),
                        kind,
                        change.keySize(),
                        kind == RowWrite.Kind.UPSERT ? table.wide().widened(row) : row,
                        versions.of(
                                change,
                                register.history(),
                                row,
                                table.generations(),
                                table.columns()),
                        counted && change.part() != KeyedChange.Part.OLD_KEY,
                        change.timestampMicros(),
                        change.position(),
                        change.payload(),
                        table.revision(),
                        change.life(),
                        register.transfers()));
    }

    /** The key at least. */
    private Row rowOf(KeyedChange change) {
        return register.row().size() == 0 ? change.row() : register.row();
    }

    private void account(KeyedChange change, Verdict verdict) {
        if (change.part() != KeyedChange.Part.ALL) {
            splits.add(
                    new SplitOutcome(
                            change.position().id(),
                            change.table(),
                            change.part(),
                            splitOutcome(verdict)));
        } else if (verdict == Verdict.DUPLICATE) {
            tally.count(change.table(), Outcome.DUPLICATES);
        } else if (verdict == Verdict.SUPERSEDED) {
            tally.count(change.table(), Outcome.SUPERSEDED);
        }
    }

    private static SplitOutcome.Outcome splitOutcome(Verdict verdict) {
        return switch (verdict) {
            case UPSERT, DELETE, CARRY -> SplitOutcome.Outcome.CONTRIBUTED;
            case DUPLICATE -> SplitOutcome.Outcome.DUPLICATE;
            case SUPERSEDED -> SplitOutcome.Outcome.SUPERSEDED;
        };
    }

    /** Keeps a change, unless one that is kept already makes nothing of it; or the other way. */
    private void hold(HeldChange newcomer, Travels travels) throws Exception {
        List<HeldChange> entries = HeldChange.read(held);
        // Where a row leaves, what a newer change makes nothing of may have to go with it.
        boolean isLeaving =
                HeldChange.takesValuesAlong(newcomer.change()) || !travels.departures().isEmpty();
        for (HeldChange entry : entries) {
            isLeaving |= HeldChange.takesValuesAlong(entry.change());
        }
        for (HeldChange entry : entries) {
            if ((!isLeaving || entry.isSame(newcomer)) && entry.makesNothingOf(newcomer)) {
                drop(newcomer, entry);
                return;
            }
        }
        List<HeldChange> left = new ArrayList<>();
        boolean isKept = false;
        for (HeldChange entry : entries) {
            boolean isSame = entry.isSame(newcomer);
            if ((isLeaving && !isSame) || !newcomer.makesNothingOf(entry)) {
                left.add(entry);
                continue;
            }
            drop(entry, newcomer);
            if (isSame && !isKept) {
                // In its place: the order tells what came before what.
                left.add(newcomer);
                isKept = true;
            }
        }
        if (!isKept) {
            left.add(newcomer);
        }
        HeldChange.write(left, held);
    }

    private void drop(HeldChange change, HeldChange other) {
        if (!change.applied()) {
            account(change.change(), change.isSame(other) ? Verdict.DUPLICATE : Verdict.SUPERSEDED);
        }
    }
}
