package io.dmstocrate.ordering;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.accounting.TallyMetrics;
import io.dmstocrate.accounting.TallyState;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.SplitOutcome;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.wire.WireTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets through, for each row, what is newer than all that was seen of it; counts the rest as
 * duplicates or superseded. Nothing is buffered, what is newest goes out at once.
 *
 * <p>The one exception: a loaded row and a change of the same row whose phases and times disagree
 * ({@link ChangeVersion#isDoubtful}) are a sign of a reload whose drop-table record is still on its
 * way. The later comer of the two waits, at most for {@code Schema.wait}, for that record.
 *
 * <p>The state of a row is forgotten {@code Order.state.ttl} after its last change; a change that
 * comes even later meets the version column of the target.
 */
public final class ChangeOrdering
        extends KeyedBroadcastProcessFunction<String, KeyedChange, TableAnnouncement, RowWrite>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1;

    /** The announcements of tables, by table. */
    public static final MapStateDescriptor<String, TableAnnouncement> ANNOUNCEMENTS =
            new MapStateDescriptor<>("announcements", Types.STRING, WireTypes.TABLE_ANNOUNCEMENT);

    /** What became of the two parts of a changed key; see {@link SplitAccount}. */
    public static final OutputTag<SplitOutcome> SPLIT_OUTCOMES =
            new OutputTag<>("split-outcomes", WireTypes.SPLIT_OUTCOME);

    private static final ListStateDescriptor<KeyedChange> WAITING =
            new ListStateDescriptor<>("waiting", WireTypes.KEYED_CHANGE);

    private final long waitMillis;
    private final Duration stateTtl;

    private transient ValueState<RowHistory> histories;
    private transient ListState<KeyedChange> waiting;
    private transient TallyState tallyState;
    private transient Tally tally;
    private transient RowRegister register;
    private transient Map<TableId, Known> tables;

    /** What was announced of a table, ready for use. */
    private record Known(Generations generations, TableDefinition definition) {}

    /**
     * Makes the function.
     *
     * @param wait how long a doubtful change waits
     * @param stateTtl how long the state of a row is kept after its last change
     */
    public ChangeOrdering(Duration wait, Duration stateTtl) {
        this.waitMillis = wait.toMillis();
        this.stateTtl = stateTtl;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        tally = new Tally();
        tallyState = TallyState.restore(tally, context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        tallyState.snapshot();
    }

    @Override
    public void open(OpenContext context) {
        ValueStateDescriptor<RowHistory> descriptor =
                new ValueStateDescriptor<>("row-history", RowHistorySerializer.INSTANCE);
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(stateTtl)
                        .updateTtlOnCreateAndWrite()
                        .neverReturnExpired()
                        .build());
        histories = getRuntimeContext().getState(descriptor);
        waiting = getRuntimeContext().getListState(WAITING);
        register = new RowRegister();
        tables = new HashMap<>();
        TallyMetrics.show(
                tally,
                getRuntimeContext().getMetricGroup(),
                Outcome.DUPLICATES,
                Outcome.SUPERSEDED);
    }

    @Override
    public void processElement(
            KeyedChange change, ReadOnlyContext context, Collector<RowWrite> output)
            throws Exception {
        Known known = known(change.table(), context.getBroadcastState(ANNOUNCEMENTS));
        if (known == null) {
            // The resolver heard of the table before this operator did; the word is on its way.
            waiting.add(change);
            return;
        }
        RowHistory history = histories.value();
        ChangeVersion version = ChangeVersion.of(change);
        TimerService timers = context.timerService();
        if (isDoubtful(history, version, known) && timers.currentWatermark() != Long.MAX_VALUE) {
            waiting.add(change);
            timers.registerProcessingTimeTimer(timers.currentProcessingTime() + waitMillis);
            // Fires when a bounded stream has ended.
            timers.registerEventTimeTimer(Long.MAX_VALUE);
            return;
        }
        decide(change, version, history, known, context::output, output);
    }

    private static boolean isDoubtful(RowHistory history, ChangeVersion version, Known known) {
        return history != null && RowRegister.isDoubtful(history, version, known.generations());
    }

    @Override
    public void processBroadcastElement(
            TableAnnouncement announcement, Context context, Collector<RowWrite> output)
            throws Exception {
        TableId table = announcement.table();
        context.getBroadcastState(ANNOUNCEMENTS).put(name(table), announcement);
        Known before = tables.remove(table);
        Known known = known(table, context.getBroadcastState(ANNOUNCEMENTS));
        if (before != null && before.generations().newest() == known.generations().newest()) {
            return;
        }
        context.applyToKeyedState(
                WAITING,
                (key, state) -> {
                    List<KeyedChange> changes = new ArrayList<>();
                    state.get().forEach(changes::add);
                    if (changes.isEmpty() || !changes.get(0).table().equals(table)) {
                        return;
                    }
                    state.clear();
                    for (KeyedChange change : changes) {
                        RowHistory history = histories.value();
                        ChangeVersion version = ChangeVersion.of(change);
                        if (before != null && isDoubtful(history, version, known)) {
                            // Its timer still runs.
                            state.add(change);
                        } else {
                            decide(change, version, history, known, context::output, output);
                        }
                    }
                });
    }

    /** The wait is over: what is still doubtful is taken as belonging to one life. */
    @Override
    public void onTimer(long time, OnTimerContext context, Collector<RowWrite> output)
            throws Exception {
        List<KeyedChange> changes = new ArrayList<>();
        waiting.get().forEach(changes::add);
        waiting.clear();
        for (KeyedChange change : changes) {
            Known known = known(change.table(), context.getBroadcastState(ANNOUNCEMENTS));
            decide(
                    change,
                    ChangeVersion.of(change),
                    histories.value(),
                    known,
                    context::output,
                    output);
        }
    }

    /** Where the outcomes of split changes go; contexts have the method but no common type. */
    @FunctionalInterface
    private interface SideOutput {
        void emit(OutputTag<SplitOutcome> tag, SplitOutcome outcome);
    }

    private void decide(
            KeyedChange change,
            ChangeVersion version,
            RowHistory known,
            Known table,
            SideOutput side,
            Collector<RowWrite> output)
            throws Exception {
        RowHistory history = known == null ? new RowHistory() : known;
        RowRegister.Verdict verdict =
                register.take(history, change, version, table.generations(), table.definition());
        switch (verdict) {
            case UPSERT -> write(change, RowWrite.Kind.UPSERT, table, output);
            case DELETE -> write(change, RowWrite.Kind.DELETE, table, output);
            case DUPLICATE -> count(change, Outcome.DUPLICATES);
            case SUPERSEDED -> count(change, Outcome.SUPERSEDED);
        }
        if (verdict == RowRegister.Verdict.UPSERT || verdict == RowRegister.Verdict.DELETE) {
            histories.update(history);
        }
        if (change.part() != KeyedChange.Part.ALL) {
            side.emit(SPLIT_OUTCOMES, outcome(change, verdict));
        }
    }

    private void write(
            KeyedChange change, RowWrite.Kind kind, Known table, Collector<RowWrite> output) {
        output.collect(
                new RowWrite(
                        change.key(),
                        change.table(),
                        kind,
                        change.keySize(),
                        register.written(),
                        register.newest().text(table.generations()),
                        change.part() != KeyedChange.Part.OLD_KEY,
                        change.timestampMicros(),
                        change.position(),
                        change.payload()));
    }

    private void count(KeyedChange change, Outcome outcome) {
        // The two parts of a changed key are one record, which SplitAccount counts.
        if (change.part() == KeyedChange.Part.ALL) {
            tally.count(change.table(), outcome, 1);
        }
    }

    private static SplitOutcome outcome(KeyedChange change, RowRegister.Verdict verdict) {
        SplitOutcome.Outcome outcome =
                switch (verdict) {
                    case UPSERT, DELETE -> SplitOutcome.Outcome.CONTRIBUTED;
                    case DUPLICATE -> SplitOutcome.Outcome.DUPLICATE;
                    case SUPERSEDED -> SplitOutcome.Outcome.SUPERSEDED;
                };
        return new SplitOutcome(change.position().id(), change.table(), change.part(), outcome);
    }

    /** {@code null} if nothing was announced of the table yet. */
    private Known known(
            TableId table, ReadOnlyBroadcastState<String, TableAnnouncement> announcements)
            throws Exception {
        Known known = tables.get(table);
        if (known == null) {
            TableAnnouncement announcement = announcements.get(name(table));
            if (announcement == null) {
                return null;
            }
            known =
                    new Known(
                            Generations.of(announcement.generations()),
                            announcement
                                    .definition()
                                    .orElse(new TableDefinition(table, List.of(), List.of())));
            tables.put(table, known);
        }
        return known;
    }

    private static String name(TableId table) {
        return table.schema() + '\n' + table.name();
    }
}
