package io.dmstocrate.ordering;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.accounting.TallyMetrics;
import io.dmstocrate.accounting.TallyState;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.SplitOutcome;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.wire.WireTypes;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets through, for each row, what is newer than all that was seen of it; counts the rest as
 * duplicates or superseded.
 *
 * <p>What is newest goes out at once. The one exception are changes that can't be decided yet,
 * because a record that tells more of their table seems to be on its way ({@link Doubt}): those
 * wait for it, at most as long as {@code Schema.wait}. Then a loaded row is newer than all that was
 * built before it.
 *
 * <p>The state of a row is forgotten {@code Order.state.ttl} after its last change. An older change
 * that comes even later meets the version column of the target; only an older change of a deleted
 * row would then bring the row back.
 */
public final class ChangeOrdering
        extends KeyedBroadcastProcessFunction<String, KeyedChange, TableAnnouncement, RowWrite>
        implements CheckpointedFunction {

    /** The announcements of tables, by table. */
    public static final MapStateDescriptor<String, TableAnnouncement> ANNOUNCEMENTS =
            new MapStateDescriptor<>("announcements", Types.STRING, WireTypes.TABLE_ANNOUNCEMENT);

    /** What became of the two parts of a changed key; see {@link SplitAccount}. */
    public static final OutputTag<SplitOutcome> SPLIT_OUTCOMES =
            new OutputTag<>("split-outcomes", WireTypes.SPLIT_OUTCOME);

    private static final long serialVersionUID = 1;

    /** How often is looked whether changes of a table whose columns are renamed may go on. */
    private static final long HELD_MILLIS = 500;

    private final long waitMillis;
    private final Duration stateTtl;

    private final GenerationLog generationLog;
    private final ColumnLog columnLog;

    private transient Map<TableId, List<Long>> writtenDown;
    private transient Map<TableId, Map<Long, List<String>>> added;
    private transient Tally tally;
    private transient TallyState tallyState;
    private transient RowDecisions rows;
    private transient Map<TableId, KnownTable> tables;
    private transient boolean isRestored;

    /**
     * Makes the function.
     *
     * @param wait how long a change that can't be decided waits
     * @param stateTtl how long the state of a row is kept after its last change
     * @param generationLog is read once, when a subtask starts
     * @param columnLog likewise
     */
    public ChangeOrdering(
            Duration wait, Duration stateTtl, GenerationLog generationLog, ColumnLog columnLog) {
        this.waitMillis = wait.toMillis();
        this.stateTtl = stateTtl;
        this.generationLog = generationLog;
        this.columnLog = columnLog;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        tally = new Tally();
        tallyState = TallyState.restore(tally, context);
        isRestored = context.isRestored();
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        tallyState.snapshot();
        tables.replaceAll((table, known) -> known.behindCheckpoint());
    }

    @Override
    public void open(OpenContext context) {
        rows = new RowDecisions(getRuntimeContext(), waitMillis, stateTtl, tally);
        tables = new HashMap<>();
        writtenDown = generationLog.read();
        added = columnLog.read();
        TallyMetrics.show(
                tally,
                getRuntimeContext().getMetricGroup(),
                Outcome.SUPERSEDED,
                Outcome.DUPLICATES);
    }

    @Override
    public void processElement(
            KeyedChange change, ReadOnlyContext context, Collector<RowWrite> output)
            throws Exception {
        KnownTable table = known(change.table(), context.getBroadcastState(ANNOUNCEMENTS));
        rows.take(change, table, context.timerService(), output);
        if (rows.hasSplits()) {
            rows.drainSplits(outcome -> context.output(SPLIT_OUTCOMES, outcome));
        }
    }

    @Override
    public void processBroadcastElement(
            TableAnnouncement announcement, Context context, Collector<RowWrite> output)
            throws Exception {
        TableId table = announcement.table();
        BroadcastState<String, TableAnnouncement> announcements =
                context.getBroadcastState(ANNOUNCEMENTS);
        TableAnnouncement before = announcements.get(name(table));
        announcements.put(name(table), announcement);
        KnownTable known = knownTable(announcement);
        if (before != null
                && known(table, announcements).held()
                && isStillPending(before, announcement)) {
            known = known.behindCheckpoint();
        }
        tables.put(table, known);
        KnownTable news = known;
        ColumnMoves moves = ColumnMoves.of(before, announcement);
        if (KnownTable.isNews(before, announcement)) {
            context.applyToKeyedState(
                    HeldChange.STATE,
                    (key, state) -> {
                        if (table.equals(rows.heldTable())) {
                            rows.reconsider(news, moves, Long.MIN_VALUE, output);
                        }
                    });
            rows.drainSplits(outcome -> context.output(SPLIT_OUTCOMES, outcome));
        }
    }

    /** The wait is over: what is undecided is decided by what is known. */
    @Override
    public void onTimer(long time, OnTimerContext context, Collector<RowWrite> output)
            throws Exception {
        TableId table = rows.heldTable();
        if (table != null) {
            KnownTable known = known(table, context.getBroadcastState(ANNOUNCEMENTS));
            if (known.held() && time != Long.MAX_VALUE) {
                context.timerService().registerProcessingTimeTimer(time + HELD_MILLIS);
                return;
            }
            // The timer at the end of time is over all deadlines.
            rows.reconsider(known, ColumnMoves.NONE, time, output);
            rows.drainSplits(outcome -> context.output(SPLIT_OUTCOMES, outcome));
        }
        if (time != Long.MAX_VALUE && rows.heldTable() == null) {
            context.timerService().deleteEventTimeTimer(Long.MAX_VALUE);
        }
    }

    /** What this subtask has counted. */
    Tally tally() {
        return tally;
    }

    private KnownTable known(
            TableId table, ReadOnlyBroadcastState<String, TableAnnouncement> announcements)
            throws Exception {
        KnownTable known = tables.get(table);
        if (known == null) {
            known = knownTable(announcements.get(name(table)));
            if (isRestored) {
                // What is not in memory was announced before the checkpoint.
                known = known.behindCheckpoint();
            }
            tables.put(table, known);
        }
        return known;
    }

    private KnownTable knownTable(TableAnnouncement announcement) {
        if (announcement == null) {
            return KnownTable.NOT_YET;
        }
        TableId table = announcement.table();
        return KnownTable.of(
                announcement,
                writtenDown.getOrDefault(table, List.of()),
                added.getOrDefault(table, Map.of()).getOrDefault(announcement.life(), List.of()));
    }

    private static boolean isStillPending(TableAnnouncement before, TableAnnouncement now) {
        return !Collections.disjoint(before.awaited(), now.awaited());
    }

    private static String name(TableId table) {
        return table.schema() + '\n' + table.name();
    }
}
