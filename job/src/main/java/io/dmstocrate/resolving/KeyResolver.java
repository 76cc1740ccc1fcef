package io.dmstocrate.resolving;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.accounting.TallyMetrics;
import io.dmstocrate.accounting.TallyState;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.NameUse;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.wire.WireTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Ties changes to rows as soon as the definition of their table has been announced.
 *
 * <p>Rows of a table without a definition, and rows with a column that the definition does not know
 * yet, wait in state: {@code Schema.wait} long at most, and {@code Schema.wait.rows} of them at
 * most in one subtask; then they become dead letters that say what was missing. Which rows overtake
 * which does not matter: the order of a row's changes is decided by their versions.
 *
 * <p>A row with a value for which its column has no room waits likewise: the column may get wider.
 * If it does, the row waits until it has; if not, the row goes on, and the target decides.
 *
 * <p>Rows that were built since a definition which the table can't hold wait while that is held:
 * under the key that is known they could overwrite each other, and a name that is used again would
 * still mean its former column. Older ones go on.
 *
 * <p>While a rename is pending, rows go on under the old name; those of old and new shapes alike.
 * Only between the checkpoint behind which the column is renamed and the word that it was, a matter
 * of seconds, all rows of the table are held. When both inputs have ended, nothing is held: what is
 * still pending then is done behind the last row.
 *
 * <p>A row that uses a column's former name again, and comes before the record by which that name
 * was given up, can't be told from a row of the former column. So the newest row that carried each
 * name is remembered, in state: when the record comes, it is known whether such a row went on, and
 * a dead letter tells it. The row is counted as what becomes of it; of each table, name and record
 * each subtask tells once.
 *
 * <p>An operator of its own, not a function, because rows wait without a key and yet by the clock,
 * and because it must know when both of its inputs have ended.
 */
public final class KeyResolver extends AbstractStreamOperator<KeyedChange>
        implements TwoInputStreamOperator<RowChange, TableAnnouncement, KeyedChange>,
                BoundedMultiInput {

    private static final long serialVersionUID = 1;

    /** Changes that can't be tied to a row. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("unresolved", WireTypes.DEAD_LETTER);

    private static final long TICK_MILLIS = 1000;

    private static final String NAME_IS_TAKEN =
            "A control record of the table uses the former name of a column again, which the target"
                    + " still has: that column is renamed with a checkpoint, and then this row can"
                    + " be replayed. ";

    /** What a row costs when half of the room is left for those that are held. */
    private static final long SLOW_NANOS = 1_000_000;

    /** The most that one costs, so that the other input is heard in time. */
    private static final long SLOWEST_NANOS = 200_000_000;

    private final long waitMillis;
    private final int waitingRows;
    private final boolean versioned;

    private transient BroadcastState<String, TableAnnouncement> announcements;
    private transient ListState<RowChange> waitingState;
    private transient ListState<NameUse> usedNamesState;
    private transient TallyState tallyState;
    private transient Map<TableId, TableResolver> resolvers;

    /** Which names rows carried, by table. */
    private transient Map<TableId, UsedNames> usedNames;

    private transient FatesAfterFailure fatesAfterFailure;
    private transient WaitingRows waiting;

    /** Rows of tables in which columns are being renamed: see {@link #snapshotState}. */
    private transient WaitingRows held;

    /** For each table whether its rows seem to be ahead of what is announced of it. */
    private transient Map<TableId, LoadDoubt> doubts;

    /** For each table whose rows are held the renames that they are held for. */
    private transient Map<TableId, List<ColumnFate>> renaming;

    private transient Tally tally;
    private transient StreamRecord<KeyedChange> reused;
    private transient int inputsEnded;

    /** Read by the threads of metric reporters. */
    private transient volatile long oldestWaitingMillis;

    /**
     * Makes the operator.
     *
     * @param wait how long a row waits for the definition of its table
     * @param waitingRows how many rows may wait in one subtask
     * @param versioned whether rows of the target carry their versions
     */
    public KeyResolver(Duration wait, int waitingRows, boolean versioned) {
        this.versioned = versioned;
        this.waitMillis = wait.toMillis();
        this.waitingRows = waitingRows;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        announcements =
                context.getOperatorStateStore()
                        .getBroadcastState(
                                new MapStateDescriptor<>(
                                        "announcements",
                                        Types.STRING,
                                        WireTypes.TABLE_ANNOUNCEMENT));
        waitingState =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("waiting", WireTypes.ROW_CHANGE));
        usedNamesState =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("used names", WireTypes.NAME_USE));
        fatesAfterFailure =
                new FatesAfterFailure(
                        context.getOperatorStateStore()
                                .getBroadcastState(
                                        new MapStateDescriptor<>(
                                                "renames after failure", Types.STRING, Types.LONG)),
                        context.isRestored() ? now() : -1);
        usedNames = new HashMap<>();
        for (NameUse use : usedNamesState.get()) {
            usedNames(use.table()).add(use.names(), use.timestampMicros(), use.position());
        }
        tally = new Tally();
        tallyState = TallyState.restore(tally, context);
        waiting = new WaitingRows();
        held = new WaitingRows();
        renaming = new HashMap<>();
        resolvers = new HashMap<>();
        doubts = new HashMap<>();
    }

    @Override
    public void open() throws Exception {
        super.open();
        reused = new StreamRecord<>(null);
        TallyMetrics.show(tally, getMetricGroup(), Outcome.DEAD_LETTERS, Outcome.SUPERSEDED);
        getMetricGroup().gauge("waitingRows", () -> waiting.size() + held.size());
        getMetricGroup().gauge("oldestWaitingMillis", () -> oldestWaitingMillis);
        for (Map.Entry<String, TableAnnouncement> entry : announcements.immutableEntries()) {
            take(entry.getValue());
            holdWhereColumnsAreRenamed(entry.getValue());
        }
        // What they wait for was not announced then; when it is, they go on.
        for (RowChange change : waitingState.get()) {
            waiting.add(change, now());
        }
        tick();
    }

    @Override
    public void processElement1(StreamRecord<RowChange> element) throws Exception {
        processChange(element.getValue());
    }

    @Override
    public void processElement2(StreamRecord<TableAnnouncement> element) throws Exception {
        TableAnnouncement announcement = element.getValue();
        TableId table = announcement.table();
        TableAnnouncement before = announcement(table);
        fatesAfterFailure.add(
                announcement, before == null ? List.of() : FatesAfterFailure.fates(before));
        announcements.put(name(table), announcement);
        take(announcement);
        List<ColumnFate> renames = renaming.get(table);
        if (renames != null && Collections.disjoint(renames, announcement.awaited())) {
            renaming.remove(table);
            release(table);
        }
        for (RowChange change : waiting.remove(table)) {
            processChange(change);
        }
    }

    private void release(TableId table) throws Exception {
        for (RowChange change : held.remove(table)) {
            processChange(change);
        }
    }

    private void holdWhereColumnsAreRenamed(TableAnnouncement announcement) {
        if (!announcement.awaited().isEmpty()) {
            renaming.put(announcement.table(), announcement.awaited());
        }
    }

    private void take(TableAnnouncement announcement) throws Exception {
        if (announcement.definition().isPresent()) {
            TableId table = announcement.table();
            TableResolver resolver = new TableResolver(announcement, versioned, usedNames(table));
            resolver.doubt(fatesAfterFailure.of(announcement));
            TableResolver before = resolvers.put(table, resolver);
            if (before != null) {
                before.rememberNames();
                resolver.tellMisread(before, now()).forEach(this::tell);
            }
            doubt(table).announced(announcement.generations());
        }
    }

    private UsedNames usedNames(TableId table) {
        return usedNames.computeIfAbsent(table, none -> new UsedNames());
    }

    /** Tells of rows that went on and are counted as what becomes of them. */
    private void tell(DeadLetter letter) {
        LOG.warn(
                "{} (A dead letter of this id tells it, too: {})",
                letter.reason(),
                letter.position().id());
        output.collect(DEAD_LETTERS, new StreamRecord<>(letter));
    }

    private void processChange(RowChange change) throws Exception {
        if (!renaming.isEmpty() && renaming.containsKey(change.table())) {
            hold(change);
            return;
        }
        TableResolver resolver = resolvers.get(change.table());
        if (resolver == null) {
            wait(change);
            return;
        }
        if (resolver.isOfFormerLife(change)) {
            // Its key may be another one, so there is no row that it could be ordered against.
            tally.count(change.table(), Outcome.SUPERSEDED, 1);
            return;
        }
        if (resolver.isOfDoubtedLife(change)) {
            waitForLife(change);
            return;
        }
        if (!resolver.refusal().isEmpty()) {
            deadLetter(change, resolver.refusal());
            return;
        }
        boolean isAhead = resolver.isOfExpectedLife(change) || doubt(change.table()).holds(change);
        if (isAhead && waiting.size() + held.size() < waitingRows) {
            waiting.add(change, now());
            return;
        }
        if (!resolver.unknownColumns(change).isEmpty()) {
            wait(change);
            return;
        }
        boolean isInDoubt = resolver.mayHaveNewColumns(change) || !resolver.hasRoomFor(change);
        if (inputsEnded < 2 && isInDoubt && waitsForRoom(change, resolver)) {
            return;
        }
        resolve(change, resolver);
    }

    private void resolve(RowChange change, TableResolver resolver) {
        try {
            resolver.resolve(change, this::emit);
            if (resolver.hasDoubts()) {
                resolver.tellDoubt(change, now()).ifPresent(this::tell);
            }
        } catch (Unresolvable e) {
            deadLetter(change, e.getMessage());
        }
    }

    private LoadDoubt doubt(TableId table) {
        LoadDoubt doubt = doubts.get(table);
        if (doubt == null) {
            // Half of the time that rows wait, as the schema operator does.
            doubt = new LoadDoubt(waitMillis / 2);
            doubts.put(table, doubt);
        }
        return doubt;
    }

    private void releaseWhatWaitedInVain() throws Exception {
        for (Map.Entry<TableId, LoadDoubt> doubt : doubts.entrySet()) {
            if (doubt.getValue().gaveUp(now())) {
                for (RowChange change : waiting.remove(doubt.getKey())) {
                    processChange(change);
                }
            }
        }
    }

    /**
     * A value that does not fit its column may fit a wider one. Where nothing is known of a wider
     * one, the target has the last word in the end.
     */
    private boolean waitsForRoom(RowChange change, TableResolver resolver) {
        if (waiting.size() + held.size() < waitingRows) {
            waiting.add(change, now());
            return true;
        }
        if (!resolver.isWidenedFor(change)) {
            return false;
        }
        deadLetter(
                change,
                "A column of the table is getting a wider type, for which the row has a value, and"
                        + " more than "
                        + waitingRows
                        + " rows wait already (Schema.wait.rows).");
        return true;
    }

    /** Where there is no room to wait, a row must not go on either: its key may be another one. */
    private void waitForLife(RowChange change) {
        readSlowlyIfManyWait();
        if (waiting.size() + held.size() >= waitingRows) {
            deadLetter(
                    change,
                    "A definition of the table is held, since a drop-table record may be on its"
                            + " way or a column's former name is used again, and more than "
                            + waitingRows
                            + " rows wait already (Schema.wait.rows).");
        } else {
            waiting.add(change, now());
        }
    }

    private void hold(RowChange change) {
        readSlowlyIfManyWait();
        if (waiting.size() + held.size() >= waitingRows) {
            deadLetter(
                    change,
                    "A column of the table is being renamed or replaced, and more than "
                            + waitingRows
                            + " rows wait already (Schema.wait.rows). Shorter checkpoints make"
                            + " renames faster.");
        } else {
            held.add(change, now());
        }
    }

    private void readSlowlyIfManyWait() {
        int left = waitingRows - waiting.size() - held.size();
        if (left > 0 && left < waitingRows / 2) {
            // With checkpoints an operator can't stop reading one of its inputs, only read slowly:
            // the less room is left, the slower.
            LockSupport.parkNanos(Math.min(SLOWEST_NANOS, SLOW_NANOS * (waitingRows / 2) / left));
        }
    }

    private void emit(KeyedChange change) {
        output.collect(reused.replace(change));
    }

    private void wait(RowChange change) {
        TableAnnouncement announcement = announcement(change.table());
        if (announcement != null && !announcement.refusal().isEmpty()) {
            deadLetter(change, announcement.refusal());
        } else if (waiting.size() + held.size() >= waitingRows) {
            deadLetter(
                    change,
                    missing(change)
                            + " More than "
                            + waitingRows
                            + " rows wait already (Schema.wait.rows).");
        } else {
            if (announcement != null && announcement.undecided()) {
                readSlowlyIfManyWait();
            }
            waiting.add(change, now());
        }
    }

    private TableAnnouncement announcement(TableId table) {
        try {
            return announcements.get(name(table));
        } catch (Exception e) {
            throw new IllegalStateException("The state of announcements can't be read.", e);
        }
    }

    private void tick() {
        // A failure of the timer fails the task by itself.
        ScheduledFuture<?> unused =
                getProcessingTimeService()
                        .registerTimer(
                                now() + TICK_MILLIS,
                                time -> {
                                    releaseWhatWaitedInVain();
                                    expire(
                                            waiting.removeOlderThan(now() - waitMillis),
                                            "It waited for Schema.wait.");
                                    oldestWaitingMillis = waiting.oldestMillis(now());
                                    tick();
                                });
    }

    private void expire(Iterable<RowChange> changes, String why) {
        for (RowChange change : changes) {
            TableResolver resolver = resolvers.get(change.table());
            if (resolver != null && resolver.isOfDoubtedLife(change)) {
                if (inputsEnded < 2) {
                    waiting.add(change, now());
                } else {
                    deadLetter(change, NAME_IS_TAKEN + why);
                }
                continue;
            }
            boolean isUnknown = resolver == null || !resolver.unknownColumns(change).isEmpty();
            if (isUnknown && inputsEnded < 2 && resolver != null && resolver.isUndecided()) {
                waiting.add(change, now());
            } else if (isUnknown) {
                deadLetter(change, missing(change) + " " + why);
            } else if (!resolver.refusal().isEmpty()) {
                deadLetter(change, resolver.refusal());
            } else if (inputsEnded < 2 && resolver.isWidenedFor(change)) {
                waiting.add(change, now());
            } else if (renaming.containsKey(change.table())) {
                hold(change);
            } else {
                resolve(change, resolver);
            }
        }
    }

    private String missing(RowChange change) {
        TableResolver resolver = resolvers.get(change.table());
        if (resolver == null) {
            return "The definition of table "
                    + change.table()
                    + " is not known: no control record with its columns came. Set"
                    + " IncludeControlDetails = true on the DMS endpoint, or create the table in"
                    + " the target, or name its key: primary.key in the group Table:"
                    + change.table()
                    + ".";
        }
        return "The definition of table "
                + change.table()
                + " does not have the columns "
                + resolver.unknownColumns(change)
                + ".";
    }

    private void deadLetter(RowChange change, String reason) {
        tally.count(change.table(), Outcome.DEAD_LETTERS, 1);
        output.collect(
                DEAD_LETTERS,
                new StreamRecord<>(
                        new DeadLetter(
                                change.position(),
                                change.table().toString(),
                                "",
                                DeadLetter.Stage.RESOLVE,
                                reason,
                                new String(change.payload(), StandardCharsets.UTF_8),
                                now())));
    }

    /**
     * Besides: what was sent before this checkpoint is in the target when it has completed. Then
     * columns are renamed; so from now on until they are, rows of their tables are held.
     */
    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        List<RowChange> rows = waiting.all();
        rows.addAll(held.all());
        waitingState.update(rows);
        if (inputsEnded < 2) {
            for (Map.Entry<String, TableAnnouncement> entry : announcements.immutableEntries()) {
                holdWhereColumnsAreRenamed(entry.getValue());
            }
        }
        resolvers.values().forEach(TableResolver::rememberNames);
        usedNamesState.clear();
        for (Map.Entry<TableId, UsedNames> names : usedNames.entrySet()) {
            usedNamesState.addAll(names.getValue().uses(names.getKey()));
        }
        tallyState.snapshot();
    }

    @Override
    public void endInput(int inputId) throws Exception {
        inputsEnded++;
        if (inputsEnded == 2) {
            // What is pending now is done behind the last row, which still has the old names.
            for (TableId table : List.copyOf(renaming.keySet())) {
                renaming.remove(table);
                release(table);
            }
            // Nothing will be announced any more.
            for (Map.Entry<TableId, LoadDoubt> doubt : doubts.entrySet()) {
                doubt.getValue().giveUp();
                for (RowChange change : waiting.remove(doubt.getKey())) {
                    processChange(change);
                }
            }
            expire(waiting.removeOlderThan(Long.MAX_VALUE), "The stream has ended.");
        }
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    private static String name(TableId table) {
        return table.schema() + '\n' + table.name();
    }
}
