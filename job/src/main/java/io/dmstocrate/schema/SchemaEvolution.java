package io.dmstocrate.schema;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.SchemaEvent;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableSighting;
import io.dmstocrate.flow.Sweep;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.schema.SchemaOptions.ChangeKind;
import io.dmstocrate.target.ExistingTable;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import io.dmstocrate.target.TableLookup;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows from control records and sightings: makes the target able to hold the rows,
 * and tells whether there is something to announce.
 *
 * <p>Works from definitions, not from operation names: a {@code table-def} is the table's complete
 * new definition. What is additive is done at once, any number of times with the effect of once;
 * what takes something away waits until {@link #settle}. A record without a body says that
 * something changed; then the rows tell.
 */
final class SchemaEvolution {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaEvolution.class);

    /**
     * A load that was not heard of for so long has ended. Nothing marks its end on the stream; DMS
     * writes thousands of rows a second while it loads.
     */
    private static final Duration LOAD_IDLE = Duration.ofMinutes(1);

    /**
     * A captured change says that the load has ended, but loaded rows may still be on their way by
     * other shards: as long as they come, they are waited for.
     */
    private static final Duration LOAD_SETTLED = Duration.ofSeconds(5);

    private final Target target;
    private final TableLookup tables;
    private final SchemaOptions options;

    private final SchemaJournal journal;
    private final TablePreparation preparation;
    private final ColumnWidening widening;
    private final ColumnChanges changes;
    private final LateDefinition late;
    private final HeldDefinitions held;
    private final PendingChanges pendingChanges;
    private final ShadowReload reload;
    private final Inheritance inheritance;

    SchemaEvolution(Target target, TableLookup tables, SchemaOptions options, LongSupplier clock) {
        this.target = target;
        this.tables = tables;
        this.options = options;
        this.journal = new SchemaJournal(target, clock);
        this.preparation = new TablePreparation(target, tables, journal);
        ChangeNotes notes = new ChangeNotes(journal);
        this.widening = new ColumnWidening(target, tables, options, preparation, notes);
        this.changes = new ColumnChanges(tables, options, widening, notes);
        this.late = new LateDefinition(changes, widening, notes);
        this.pendingChanges = new PendingChanges(target, changes, widening, notes);
        this.inheritance = new Inheritance(target, tables);
        this.reload =
                new ShadowReload(
                        target, preparation, new ReloadShape(target, tables, options), journal);
        this.held = new HeldDefinitions(changes, reload, begins());
    }

    /** Whether a record that a table was dropped begins a life of the table. */
    private boolean begins() {
        return options.dropTable() == SchemaOptions.DropTable.REPLACE;
    }

    /**
     * Begins the generation that the configuration declares for a reload that announced itself by
     * no record, and those of a table whose rows it lets this one take over.
     *
     * @return whether the table has to be announced
     */
    boolean declareGeneration(TableState state, long nowMillis) {
        boolean inherited = inheritance.takeOver(state);
        OptionalLong declared = tables.apply(state.table()).generation();
        boolean begun = declared.isPresent() && begin(state, declared.getAsLong(), nowMillis);
        return begun || inherited;
    }

    /**
     * Takes in an event.
     *
     * @return whether the table has to be announced
     */
    boolean take(TableState state, SchemaEvent event, long nowMillis) {
        if (event instanceof SchemaChange change) {
            return takeChange(state, change, nowMillis);
        }
        return takeSighting(state, (TableSighting) event, nowMillis);
    }

    /** Takes up a table whose state was restored. */
    void resume(TableState state, long nowMillis) {
        target.enter(state.table(), state.life.openedMicros());
        if (state.life.expectedMicros() != 0) {
            state.expectUntilMillis = nowMillis + patienceMillis();
        }
        HeldDefinitions.resume(state, nowMillis + patienceMillis());
    }

    private boolean takeChange(TableState state, SchemaChange change, long nowMillis) {
        boolean announce = false;
        if (change.kind() == SchemaChange.Kind.DROP_TABLE) {
            announce = begins() && begin(state, change.timestampMicros(), nowMillis);
            if (announce) {
                expectDefinition(state, change.timestampMicros(), nowMillis);
                // Records of the new life are held no longer for what the old one was.
                followHeld(state, nowMillis);
            }
        }
        if (change.kind() == SchemaChange.Kind.RENAME_TABLE) {
            renameTable(state, change);
        }
        if (change.definition().isPresent()) {
            boolean wasUndecided = !state.held.isEmpty();
            HeldDefinitions.add(state, change, nowMillis + patienceMillis());
            announce |= followHeld(state, nowMillis);
            announce |= wasUndecided == state.held.isEmpty();
        } else {
            announce |= isExpectedNoLonger(state, change);
        }
        return announce;
    }

    /** Notes that the definition of a life has come; true if it was waited for. */
    private boolean isExpectedNoLonger(TableState state, SchemaChange change) {
        return change.kind() == SchemaChange.Kind.CREATE_TABLE
                && change.timestampMicros() >= state.life.expectedMicros()
                && expectNoLonger(state);
    }

    /**
     * Follows the records that are held, as far as their meaning is clear by now.
     *
     * @param nowMillis the time; those that may have come late until then are not waited for
     * @return whether the table has to be announced
     */
    boolean followHeld(TableState state, long nowMillis) {
        boolean announce = false;
        Optional<SchemaChange> next = held.next(state, nowMillis);
        while (next.isPresent()) {
            boolean wasKnown = state.definition != null;
            announce |= tell(state, next.get());
            if (!wasKnown && state.definition != null) {
                expectLaterLife(state, next.get(), nowMillis);
            }
            announce |= isExpectedNoLonger(state, next.get());
            next = held.next(state, nowMillis);
        }
        return doubt(state) || announce;
    }

    /** A life that had begun before anything was known of the table may have another definition. */
    private void expectLaterLife(TableState state, SchemaChange first, long nowMillis) {
        if (!state.generations.isEmpty()) {
            long newest = state.generations.get(state.generations.size() - 1);
            boolean isTold =
                    state.sweeps.stream().anyMatch(sweep -> sweep.openedMicros() == newest)
                            && !OptionalLong.of(newest)
                                    .equals(tables.apply(state.table()).generation());
            if (isTold && newest > first.timestampMicros() && newest > state.life.openedMicros()) {
                expectDefinition(state, newest, nowMillis);
            }
        }
    }

    /** Notes since when rows wait for what is held; true if that is news. */
    private boolean doubt(TableState state) {
        long doubted = held.doubted(state);
        if (doubted == state.doubtedMicros) {
            return false;
        }
        if (state.doubtedMicros == 0 && !held.mayBeginALife(state)) {
            LOG.info(
                    "A control record of {} uses the former name of a column again. It is held until"
                            + " that is renamed in the target, and rows that were built since wait:"
                            + " a matter of two checkpoints.",
                    state.table());
        } else if (state.doubtedMicros == 0) {
            LOG.warn(
                    "The table {} can't hold a definition that create-table tells. It is held for {}"
                            + " ms at most, and rows that were built since wait: a drop-table"
                            + " record that belongs to it may be on its way by another shard.",
                    state.table(),
                    patienceMillis());
        }
        state.doubtedMicros = doubted;
        return true;
    }

    /**
     * DMS tells a table's definition between its drop and its first row. Until it comes, rows of
     * the new life wait: tied to rows of the old key they could overwrite each other.
     */
    private void expectDefinition(TableState state, long openedMicros, long nowMillis) {
        if (state.definition == null) {
            return;
        }
        List<SchemaChange> since =
                state.told.stream().filter(told -> told.timestampMicros() >= openedMicros).toList();
        if (since.isEmpty()) {
            // An older life that is told of behind a newer one is over.
            if (isNewest(state, openedMicros)) {
                state.life = state.life.expecting(openedMicros);
                state.expectUntilMillis = nowMillis + patienceMillis();
            }
        } else if (since.stream().map(SchemaChange::definition).distinct().count() == 1
                && reload.isNeeded(state, since.get(0), openedMicros)) {
            reload.begin(state, since.get(0));
        } else if (!state.refusal.isEmpty()) {
            define(state, since.get(since.size() - 1));
        }
    }

    private static boolean isNewest(TableState state, long openedMicros) {
        return state.generations.get(state.generations.size() - 1) == openedMicros;
    }

    /**
     * Lets rows go on under the definition that is known.
     *
     * @return whether the table has to be announced
     */
    boolean expectNoLonger(TableState state) {
        state.expectUntilMillis = 0;
        boolean expected = state.life.expectedMicros() != 0;
        state.life = state.life.expecting(0);
        return expected;
    }

    /** Takes in a record with a definition; those of a table may come in any order. */
    private boolean tell(TableState state, SchemaChange change) {
        if (change.timestampMicros() < state.life.openedMicros()) {
            return false;
        }
        int place = ToldOrder.place(state, change);
        Optional<SchemaChange> before = ToldOrder.at(state, place - 1);
        Optional<SchemaChange> next = ToldOrder.at(state, place);
        boolean again = ToldOrder.isKnown(state, place, change);
        long expected = state.life.expectedMicros();
        if (expected != 0 && next.isEmpty() && reload.isNeeded(state, change, expected)) {
            state.told.add(change);
            reload.begin(state, change);
            return true;
        }
        if (before.isEmpty() && next.isEmpty() && reload.join(state, change)) {
            return true;
        }
        if (change.kind() == SchemaChange.Kind.CREATE_TABLE
                && next.isEmpty()
                && !again
                && reload.isUnderAnotherKey(state, change)) {
            // No reload, so it is refused; nothing is taken away for its sake.
            state.told.add(change);
            return define(state, change);
        }
        if (ToldOrder.isForgotten(state, place)) {
            return false;
        }
        if (next.isPresent() && !again && reload.passOver(state, change, next.get())) {
            return true;
        }
        ToldOrder.add(state, place, change);
        if (again) {
            return !state.refusal.isEmpty() && define(state, change);
        }
        TableDefinition told = change.definition().orElseThrow();
        told.columns().forEach(column -> state.learned.remove(state.nameNow(column.name())));
        if (next.isPresent() && changes.takesAway(state)) {
            late.follow(state, before, change, next.get());
            return true;
        }
        if (next.isPresent()) {
            return changes.followLate(state, change);
        }
        if (before.isPresent()) {
            return changes.follow(state, ToldOrder.diff(before.get(), change), change);
        }
        return tellFirst(state, change);
    }

    /**
     * The first definition that is told is where policies begin: the target may have columns of its
     * own, and lack others. Only a single column that the record itself calls renamed or dropped is
     * believed to be.
     */
    private boolean tellFirst(TableState state, SchemaChange change) {
        boolean alters =
                change.kind() == SchemaChange.Kind.RENAME_COLUMN
                        || change.kind() == SchemaChange.Kind.DROP_COLUMN;
        if (state.definition != null && alters) {
            SchemaDiff diff =
                    SchemaDiff.between(
                            state.definition, change.definition().orElseThrow(), change.kind());
            if (diff.rename().isPresent() || diff.gone().size() == 1) {
                return changes.follow(state, diff, change);
            }
        }
        return define(state, change);
    }

    private boolean define(TableState state, SchemaChange change) {
        return widening.define(
                state,
                changes.inTheTarget(state, change.definition().orElseThrow(), Set.of()),
                SchemaJournal.cause(change),
                Set.of());
    }

    /** The record names one table only, and nobody has seen one that names the other. */
    private void renameTable(TableState state, SchemaChange change) {
        boolean fails = changes.policy(state, ChangeKind.RENAME_TABLE) == SchemaPolicy.FAIL;
        Optional<TableDefinition> definition = Optional.ofNullable(state.definition);
        journal.write(
                state.table(),
                SchemaJournal.cause(change),
                ChangeKind.RENAME_TABLE.words(),
                definition,
                definition,
                List.of(),
                fails ? Outcome.FAILED : Outcome.KEPT,
                "the record does not tell the other name; rows under a new name go to a table of"
                        + " that name, this one stays. To let them go on in this one: target = "
                        + state.table()
                        + " in the group Table: of the new name");
        if (fails) {
            throw ChangeNotes.forbidden(
                    state, ChangeKind.RENAME_TABLE, "", SchemaJournal.cause(change));
        }
    }

    /**
     * Does what is pending and covered.
     *
     * @param nothingComes whether no row is on its way any more
     * @return whether the table has to be announced
     */
    boolean settle(TableState state, boolean nothingComes) {
        boolean widened = widening.settle(state, nothingComes);
        boolean changed = !ColumnWidening.isCopyingTable(state) && pendingChanges.settle(state);
        return changed || widened;
    }

    /** Prepares for the last rows of a stream that has ended. */
    void makeRoom(TableState state) {
        widening.makeRoom(state);
    }

    /** A new life of the table; false if it is known already. */
    private boolean begin(TableState state, long openedMicros, long nowMillis) {
        if (state.generations.contains(openedMicros)) {
            return false;
        }
        writeDown(state, openedMicros);
        state.generations.add(openedMicros);
        state.generations.sort(null);
        state.sweeps.add(Sweep.of(openedMicros));
        state.loadHeardMillis = nowMillis;
        LOG.info("A new generation of {} has begun.", state.table());
        return true;
    }

    /** A table that the target can't have is refused with its definition; it has no rows. */
    private void writeDown(TableState state, long openedMicros) {
        try {
            target.openGeneration(state.table(), openedMicros);
        } catch (TargetException e) {
            if (e.kind() != FailureKind.REJECTED) {
                throw e;
            }
            LOG.warn("A generation of {} was not written down: {}", state.table(), e.getMessage());
        }
    }

    private boolean takeSighting(TableState state, TableSighting sighting, long nowMillis) {
        state.see(sighting, nowMillis);
        boolean announce = false;
        if (state.definition != null
                && changes.policy(state, ChangeKind.ADD_COLUMN) == SchemaPolicy.IGNORE) {
            announce |= ignoreUnknown(state);
        }
        announce |= widenLearned(state);
        if (state.unknownColumns().isEmpty()) {
            state.learnAtMillis = 0;
        } else if (state.learnAtMillis == 0) {
            state.learnAtMillis = nowMillis + patienceMillis();
        }
        return announce;
    }

    /** A learned type was right for the values that had come; others may come later. */
    private boolean widenLearned(TableState state) {
        if (state.definition == null || state.learned.isEmpty() || !state.refusal.isEmpty()) {
            return false;
        }
        List<Column> columns = new ArrayList<>();
        Set<String> changed = new TreeSet<>();
        for (Column column : state.definition.columns()) {
            Column wider = column;
            if (state.learned.contains(column.name()) && state.seen.containsKey(column.name())) {
                Column toBe = state.columnToBe(column.name()).orElseThrow();
                wider = LearnedDefinition.wider(toBe, state.seen.get(column.name()));
                if (wider.equals(toBe)) {
                    wider = column;
                } else {
                    changed.add(column.name());
                }
            }
            columns.add(wider);
        }
        SchemaPolicy policy = changes.policy(state, ChangeKind.COLUMN_TYPE);
        if (changed.isEmpty() || policy == SchemaPolicy.IGNORE) {
            return false;
        }
        String names = String.join(", ", changed);
        if (policy == SchemaPolicy.FAIL) {
            throw ChangeNotes.forbidden(state, ChangeKind.COLUMN_TYPE, names, SchemaJournal.ROWS);
        }
        return widening.define(
                state,
                new TableDefinition(state.table(), columns, state.definition.primaryKey()),
                SchemaJournal.ROWS + ": " + names,
                changed);
    }

    private boolean ignoreUnknown(TableState state) {
        List<String> unknown = state.unknownColumns();
        for (String column : unknown) {
            ColumnChanges.ignore(state, column);
            Optional<TableDefinition> definition = Optional.of(state.definition);
            journal.write(
                    state.table(),
                    SchemaJournal.ROWS,
                    ChangeKind.ADD_COLUMN.words() + " " + column,
                    definition,
                    definition,
                    List.of(),
                    Outcome.IGNORED,
                    "");
        }
        return !unknown.isEmpty();
    }

    /**
     * Believes the rows where no control record came.
     *
     * @return whether the table has to be announced
     */
    boolean learn(TableState state, long nowMillis) {
        if (!state.held.isEmpty()) {
            // What is held tells of columns that rows have shown.
            return false;
        }
        state.learnAtMillis = 0;
        if (state.definition == null && !state.catalogAsked) {
            boolean defined = defineFromCatalog(state);
            if (!state.unknownColumns().isEmpty()) {
                state.learnAtMillis = nowMillis + patienceMillis();
            }
            return defined;
        }
        List<String> unknown = state.unknownColumns();
        if (unknown.isEmpty() || !state.refusal.isEmpty()) {
            return false;
        }
        List<String> key = tables.apply(state.table()).primaryKey();
        if (state.definition == null && key.isEmpty()) {
            // Without a key a row can't be told from another; the rows' dead letters say so.
            return false;
        }
        List<Column> columns = new ArrayList<>();
        if (state.definition != null) {
            columns.addAll(state.definition.columns());
        }
        state.seen.entrySet().stream()
                .filter(seen -> unknown.contains(seen.getKey()))
                .map(LearnedDefinition::column)
                .forEach(columns::add);
        if (state.definition != null
                && changes.policy(state, ChangeKind.ADD_COLUMN) == SchemaPolicy.FAIL) {
            throw ChangeNotes.forbidden(
                    state, ChangeKind.ADD_COLUMN, String.join(", ", unknown), SchemaJournal.ROWS);
        }
        LOG.info("Learned the columns {} of {} from its rows.", unknown, state.table());
        state.learned.addAll(unknown);
        List<String> known = state.definition == null ? key : state.definition.primaryKey();
        return preparation.define(
                state,
                new TableDefinition(state.table(), columns, known),
                SchemaJournal.ROWS + ": " + String.join(", ", unknown));
    }

    /**
     * Half of the time that rows wait: a control record may come late, by another shard. Neither
     * the rows nor the catalog are believed before: a drop-table record may be among those that are
     * on their way, and loaded rows that went without it would look older than what they replace.
     */
    private long patienceMillis() {
        return options.waitTime().toMillis() / 2;
    }

    private boolean defineFromCatalog(TableState state) {
        state.catalogAsked = true;
        Optional<ExistingTable> existing = target.existing(state.table());
        if (existing.isEmpty() || existing.get().definition().primaryKey().isEmpty()) {
            return false;
        }
        return preparation.define(state, existing.get().definition(), "the target's catalog");
    }

    /** Whether the load of the generation has ended, so that what it left out can be swept. */
    boolean loadHasEnded(TableState state, Sweep sweep, long nowMillis) {
        if (state.doubtedMicros != 0) {
            // The rows that came may be those of a later life.
            return false;
        }
        if (state.life.beside() && !ShadowReload.hasRows(state, sweep)) {
            return false;
        }
        Duration silence = state.lastChangeMicros > sweep.openedMicros() ? LOAD_SETTLED : LOAD_IDLE;
        return nowMillis - state.loadHeardMillis >= silence.toMillis();
    }

    /**
     * Deletes what the generation's load did not bring back, or a part of it.
     *
     * @param swept is told how many rows went
     * @return whether none is left
     */
    boolean sweep(TableState state, Sweep sweep, LongConsumer swept) {
        if (state.definition == null || !state.refusal.isEmpty()) {
            return true;
        }
        if (state.life.beside()) {
            swept.accept(reload.finish(state, sweep));
            return true;
        }
        long rows = target.sweep(state.table(), sweep.openedMicros());
        swept.accept(rows);
        LOG.info("Swept {} rows of a former generation from {}.", rows, state.table());
        return rows < Target.SWEPT_AT_ONCE;
    }
}
