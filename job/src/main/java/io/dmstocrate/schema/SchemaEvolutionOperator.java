package io.dmstocrate.schema;

import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.SchemaEvent;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.dms.TableSighting;
import io.dmstocrate.flow.PendingChange;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.flow.TableMemory;
import io.dmstocrate.flow.Widening;
import io.dmstocrate.target.TableLookup;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.wire.WireTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps the definition of each table in state, executes what {@link SchemaEvolution} decides, and
 * announces it. Keyed by table, so that one subtask alone changes a table.
 *
 * <p>A sweep runs when a checkpoint that was taken after the generation had been announced has
 * completed: then all older rows are in the target. It lies in state until it is done, and done
 * twice it has the effect of once. When a bounded run ends, the sweeps that are left run with its
 * last checkpoint.
 *
 * <p>Likewise columns are renamed and dropped when a checkpoint that was taken after the
 * announcement has completed. A job that goes on from that checkpoint does it again, to the same
 * effect.
 *
 * <p>A column that gets a wider type by a copy takes two of them: behind the first it is copied,
 * behind the second it is swapped; see {@link ColumnWidening}. One that takes a copy of the whole
 * table takes one checkpoint; the rows of the table are held while it is copied.
 *
 * <p>An operator of its own, not a function, because checkpoints complete without a key.
 */
public final class SchemaEvolutionOperator extends AbstractStreamOperator<TableAnnouncement>
        implements OneInputStreamOperator<SchemaEvent, TableAnnouncement>, BoundedOneInput {

    private static final long serialVersionUID = 1;
    private static final String STATE = "tables";
    private static final long TICK_MILLIS = 500;

    /** Keys schema events by their table. */
    public static final class TableKey implements KeySelector<SchemaEvent, String> {

        private static final long serialVersionUID = 1;

        @Override
        public String getKey(SchemaEvent event) {
            return key(table(event));
        }
    }

    private final TargetFactory targets;
    private final TableLookup tableOptions;
    private final SchemaOptions options;

    private transient Target target;
    private transient SchemaEvolution evolution;
    private transient ValueState<TableMemory> state;
    private transient Map<TableId, TableState> tables;
    private transient Counter announcements;
    private transient Counter sweptRows;
    private transient boolean lastWatermarkIsOut;
    private transient boolean inputHasEnded;

    public SchemaEvolutionOperator(
            TargetFactory targets, TableLookup tableOptions, SchemaOptions options) {
        this.targets = targets;
        this.tableOptions = tableOptions;
        this.options = options;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        state =
                context.getKeyedStateStore()
                        .getState(new ValueStateDescriptor<>(STATE, WireTypes.TABLE_MEMORY));
        tables = new HashMap<>();
        List<Object> keys;
        try (var stream = getKeyedStateBackend().getKeys(STATE, VoidNamespace.INSTANCE)) {
            keys = stream.toList();
        }
        for (Object key : keys) {
            setCurrentKey(key);
            TableMemory memory = state.value();
            TableState table = TableState.of(memory, now());
            // The job goes on from that checkpoint, so it has completed, whether or not we heard.
            context.getRestoredCheckpointId().ifPresent(table::completed);
            tables.put(memory.table(), table);
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        target = targets.open();
        evolution = new SchemaEvolution(target, tableOptions, options, this::now);
        tables.values().forEach(table -> evolution.resume(table, now()));
        announcements = getMetricGroup().counter("announcements");
        sweptRows = getMetricGroup().counter("sweptRows");
        getMetricGroup().gauge("tables", tables::size);
        tick();
    }

    @Override
    public void processElement(StreamRecord<SchemaEvent> element) {
        SchemaEvent event = element.getValue();
        TableId table = table(event);
        TableState known = tables.get(table);
        boolean announce = false;
        if (known == null) {
            known = new TableState(table);
            tables.put(table, known);
            announce = evolution.declareGeneration(known, now());
        }
        if (known.pending.stream().anyMatch(PendingChange::covered)) {
            // Before a failure it may have been done: then no other statement may come before it,
            // since the target has names already of which the state knows nothing.
            settle(known);
        }
        if (evolution.take(known, event, now()) || announce) {
            announce(known);
        }
    }

    private void announce(TableState table) {
        announcements.inc();
        output.collect(new StreamRecord<>(table.memory().announcement()));
    }

    private void tick() {
        // A failure of the timer fails the task by itself.
        ScheduledFuture<?> unused =
                getProcessingTimeService()
                        .registerTimer(
                                now() + TICK_MILLIS,
                                time -> {
                                    for (TableState table : tables.values()) {
                                        // The configuration may have changed since the savepoint.
                                        if (evolution.declareGeneration(table, now())) {
                                            announce(table);
                                        }
                                        followHeld(table, now());
                                        if (table.expectUntilMillis != 0
                                                && table.expectUntilMillis <= now()) {
                                            expectNoLonger(table);
                                        }
                                        if (table.learnAtMillis != 0
                                                && table.learnAtMillis <= now()) {
                                            learn(table);
                                        }
                                        settle(table);
                                        sweepWhatIsReady(table);
                                    }
                                    tick();
                                });
    }

    private void expectNoLonger(TableState table) {
        if (evolution.expectNoLonger(table)) {
            announce(table);
        }
    }

    private void followHeld(TableState table, long nowMillis) {
        // What else may decide about records that are held comes by records.
        if (HeldDefinitions.isAnyOverdue(table, nowMillis) && isNews(table, nowMillis)) {
            announce(table);
        }
    }

    private boolean isNews(TableState table, long nowMillis) {
        boolean wasUndecided = !table.held.isEmpty();
        boolean isNews = evolution.followHeld(table, nowMillis);
        return isNews || (wasUndecided && table.held.isEmpty());
    }

    /** Follows what waited for a checkpoint. */
    private void followWhatIsFree(TableState table) {
        long nowMillis = inputHasEnded ? Long.MAX_VALUE : now();
        if (!table.held.isEmpty() && isNews(table, nowMillis) && !inputHasEnded) {
            announce(table);
        }
    }

    private void learn(TableState table) {
        if (evolution.learn(table, now())) {
            announce(table);
        }
    }

    private void settle(TableState table) {
        if (lastWatermarkIsOut && !inputHasEnded) {
            return;
        }
        if (evolution.settle(table, inputHasEnded) && !inputHasEnded) {
            announce(table);
        }
    }

    private void sweepWhatIsReady(TableState table) {
        table.sweeps.removeIf(
                sweep -> {
                    boolean ready =
                            sweep.covered()
                                    && (inputHasEnded
                                            || evolution.loadHasEnded(table, sweep, now()));
                    boolean done = false;
                    while (ready && !done) {
                        done = evolution.sweep(table, sweep, sweptRows::inc);
                        // In a stream that goes on, the rest has time until the next look.
                        ready = inputHasEnded;
                    }
                    return done;
                });
    }

    /**
     * Behind the last watermark those who read the announcements decide by what they know. No name
     * may change then, until the last row is written.
     */
    @Override
    public void processWatermark(Watermark watermark) throws Exception {
        lastWatermarkIsOut = watermark.getTimestamp() == Long.MAX_VALUE;
        super.processWatermark(watermark);
    }

    @Override
    public void endInput() {
        inputHasEnded = true;
        tables.values().forEach(TableState::freeNames);
        tables.values().forEach(table -> followHeld(table, Long.MAX_VALUE));
        tables.values().forEach(this::expectNoLonger);
        tables.values().forEach(this::learn);
        // First the catalog is asked, then the rows are believed.
        tables.values().forEach(this::learn);
        // Nothing can be announced any more, so rows go on under the old names to the last one;
        // only a checkpoint behind that one covers what is pending.
        for (TableState table : tables.values()) {
            table.pending.replaceAll(pending -> PendingChange.of(pending.fate(), pending.cause()));
            table.widenings.replaceAll(Widening::uncovered);
            evolution.makeRoom(table);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        for (TableState table : tables.values()) {
            table.taken(context.getCheckpointId());
            setCurrentKey(key(table.table()));
            state.update(table.memory());
        }
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        for (TableState table : tables.values()) {
            table.completed(checkpointId);
            settle(table);
            if (inputHasEnded) {
                table.freeNames();
            }
            followWhatIsFree(table);
            table.sweeps.replaceAll(sweep -> sweep.completed(checkpointId));
            sweepWhatIsReady(table);
        }
    }

    @Override
    public void close() throws Exception {
        if (target != null) {
            target.close();
        }
        super.close();
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    private static TableId table(SchemaEvent event) {
        return event instanceof SchemaChange change
                ? change.table().orElseThrow()
                : ((TableSighting) event).table();
    }

    private static String key(TableId table) {
        return table.schema() + '\n' + table.name();
    }
}
