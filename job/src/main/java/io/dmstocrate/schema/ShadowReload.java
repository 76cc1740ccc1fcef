package io.dmstocrate.schema;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.Sweep;
import io.dmstocrate.flow.TableLife;
import io.dmstocrate.target.ExistingTable;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads a table under another primary key, or in a shape that the table can't be given: into a
 * table beside the one that readers use, which takes that one's place when the load has ended.
 *
 * <p>Only a generation that a record opened, or the configuration, begins such a life: a new key
 * alone does not say that all rows will come again. The old table goes only when a checkpoint that
 * was taken after the new life had been announced has completed, and when no row of the new life
 * lies in it.
 */
final class ShadowReload {

    private static final Logger LOG = LoggerFactory.getLogger(ShadowReload.class);

    private final Target target;
    private final TablePreparation preparation;
    private final ReloadShape shape;
    private final SchemaJournal journal;

    ShadowReload(
            Target target, TablePreparation preparation, ReloadShape shape, SchemaJournal journal) {
        this.target = target;
        this.shape = shape;
        this.preparation = preparation;
        this.journal = journal;
    }

    /**
     * Whether a record tells the first definition of the newest life, and the target's table can't
     * hold it. Without a drop-table record right before it, a new key is no reload.
     *
     * @param openedMicros when the life began whose definition is expected
     */
    boolean isNeeded(TableState state, SchemaChange change, long openedMicros) {
        return change.kind() == SchemaChange.Kind.CREATE_TABLE
                && change.timestampMicros() >= openedMicros
                && openedMicros > state.life.openedMicros()
                && openedMicros == newest(state)
                && isUnfit(state, change);
    }

    /**
     * Whether a record tells a definition that the table can't hold, and no record has told yet
     * that a life begins with it.
     */
    boolean mayBeNeeded(TableState state, SchemaChange change) {
        long expected = state.life.expectedMicros();
        boolean isAnnounced = expected != 0 && change.timestampMicros() >= expected;
        return state.definition != null
                && !isAnnounced
                && change.timestampMicros() >= state.life.openedMicros()
                && isUnfit(state, change)
                && !isOfFormerLife(state, change);
    }

    private boolean isUnfit(TableState state, SchemaChange change) {
        return isUnderAnotherKey(state, change) || shape.isAnother(state, completed(state, change));
    }

    /**
     * Passes over a definition that came late and that the table can't hold, if it is of a life
     * that was over before the table's definition was told: rows of all lives before are
     * superseded. One under another key is passed over in any case, as an older definition refuses
     * no table.
     *
     * @param next the record behind it, which was followed
     * @return whether it is passed over
     */
    boolean passOver(TableState state, SchemaChange change, SchemaChange next) {
        if (!ToldOrder.beginsAnew(state, change, next)) {
            return state.refusal.isEmpty() && isUnderAnotherKey(state, change);
        }
        if (!isUnfit(state, change)) {
            return false;
        }
        long opened =
                state.generations.stream()
                        .filter(life -> life <= next.timestampMicros())
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
        if (!state.life.beside() && opened > state.life.openedMicros()) {
            enter(state, new TableLife(opened, false, List.of(), state.life.expectedMicros()));
        }
        for (Column column : change.definition().orElseThrow().columns()) {
            if (state.definition.column(column.name()).isEmpty()) {
                // Else it would be learned from what its rows have shown.
                state.addFate(ColumnFate.gone(column.name(), opened));
            }
        }
        return true;
    }

    /** Whether the target is in a later life already than the first definition that is told. */
    private boolean isOfFormerLife(TableState state, SchemaChange change) {
        return state.told.isEmpty()
                && target.generations().getOrDefault(state.table(), List.of()).stream()
                        .anyMatch(opened -> opened > change.timestampMicros());
    }

    private TableDefinition completed(TableState state, SchemaChange change) {
        TableDefinition told = change.definition().orElseThrow();
        return new TableDefinition(
                told.table(), told.columns(), preparation.complete(state, told).primaryKey());
    }

    /** Whether the table as it is known has another key than a definition. */
    boolean isUnderAnotherKey(TableState state, SchemaChange change) {
        Set<String> wanted =
                preparation.complete(state, change.definition().orElseThrow()).primaryKey().stream()
                        .map(state::nameNow)
                        .collect(Collectors.toSet());
        if (state.definition != null && state.refusal.isEmpty()) {
            return !wanted.equals(key(state.definition));
        }
        Set<String> there = keyInTheTarget(state);
        return !there.isEmpty() && !there.equals(wanted);
    }

    private Set<String> keyInTheTarget(TableState state) {
        return target.existing(state.table())
                .map(table -> key(table.definition()))
                .orElse(Set.of());
    }

    private static Set<String> key(TableDefinition definition) {
        return Set.copyOf(definition.primaryKey());
    }

    /**
     * Takes up a life that the target is in already, as a former run or another job left it, when a
     * definition of a former life is told that its table can't hold.
     *
     * @return whether it did
     */
    boolean join(TableState state, SchemaChange change) {
        if (change.definition().isEmpty()
                || !(isUnderAnotherKey(state, change)
                        || shape.isAnotherInTheTarget(state, completed(state, change)))) {
            return false;
        }
        List<Long> opened = target.generations().getOrDefault(state.table(), List.of());
        Optional<ExistingTable> existing = target.existing(state.table());
        if (existing.isEmpty()
                || opened.isEmpty()
                || opened.get(opened.size() - 1) <= change.timestampMicros()) {
            return false;
        }
        long newest = opened.get(opened.size() - 1);
        if (!state.generations.contains(newest)) {
            state.generations.add(newest);
            state.generations.sort(null);
        }
        enter(state, new TableLife(newest, false, List.of(), 0));
        state.definition = null;
        preparation.define(
                state, existing.get().definition(), "generation " + newest + " of the target");
        return true;
    }

    private void enter(TableState state, TableLife life) {
        state.life = life;
        target.enter(state.table(), life.openedMicros());
    }

    /**
     * Begins the newest life in a table of its own.
     *
     * @param change the record that tells its definition
     */
    void begin(TableState state, SchemaChange change) {
        long opened = newest(state);
        Optional<TableDefinition> before = Optional.ofNullable(state.definition);
        state.definition = null;
        TableDefinition wanted = preparation.complete(state, change.definition().orElseThrow());
        List<String> statements = List.of();
        boolean isThere = false;
        try {
            // Another job may have been faster.
            isThere =
                    key(wanted).equals(keyInTheTarget(state))
                            && !shape.isAnotherInTheTarget(state, wanted);
            statements = isThere ? target.prepare(wanted) : target.beginLife(wanted, opened);
            state.refusal = preparation.refusal(wanted);
        } catch (TargetException e) {
            requireRejected(e);
            state.refusal = e.getMessage();
        }
        state.define(wanted);
        state.appendOnly = TablePreparation.isAppendOnly(wanted);
        journal.write(
                state.table(),
                SchemaJournal.cause(change),
                before.filter(table -> key(table).equals(key(wanted))).isPresent()
                        ? "reload in another shape"
                        : "reload under another key",
                before,
                Optional.of(wanted),
                statements,
                state.refusal.isEmpty() ? Outcome.DONE : Outcome.REFUSED,
                state.refusal);
        if (state.refusal.isEmpty()) {
            forget(state, before, opened);
            enter(
                    state,
                    isThere ? new TableLife(opened, false, List.of(), 0) : state.life.next(opened));
            // Covered by a checkpoint behind this announcement only; it clears older lives too.
            state.sweeps.clear();
            state.sweeps.add(Sweep.of(opened));
        }
    }

    /** The new table has the columns of its definition, whatever the old one had. */
    private static void forget(TableState state, Optional<TableDefinition> before, long opened) {
        state.pending.clear();
        if (!state.widenings.isEmpty()) {
            // What was to get wider goes with the old table.
            state.widenings.clear();
            state.typeRevision++;
        }
        state.learned.clear();
        state.told.removeIf(told -> told.timestampMicros() < opened);
        state.held.removeIf(held -> held.timestampMicros() < opened);
        state.heldUntil.keySet().retainAll(state.held);
        Set<String> former = new LinkedHashSet<>();
        before.ifPresent(table -> table.columns().forEach(column -> former.add(column.name())));
        state.fates.forEach(fate -> former.add(fate.column()));
        state.fates.removeIf(fate -> fate.sinceMicros() < opened);
        for (String column : former) {
            if (state.definition.column(column).isEmpty()) {
                // Else it would be learned again from what rows have shown.
                state.addFate(ColumnFate.gone(column, opened));
            }
        }
    }

    /** Whether rows of a life were seen: only then may its table take the other's place. */
    static boolean hasRows(TableState state, Sweep sweep) {
        return state.lastLoadMicros >= sweep.openedMicros()
                || state.lastChangeMicros >= sweep.openedMicros();
    }

    /**
     * Puts the life's table in its place, when its load has ended. Repeated after a failure.
     *
     * @return how many rows of older lives were in it
     */
    long finish(TableState state, Sweep sweep) {
        if (sweep.openedMicros() < newest(state)) {
            // Another reload goes on in the same table; its end is the end of both.
            return 0;
        }
        long rows = sweepAll(state, sweep);
        Optional<TableDefinition> definition = Optional.of(state.definition);
        String cause = "the end of the load of generation " + sweep.openedMicros();
        try {
            List<String> statements =
                    target.takePlace(
                            state.definition, state.life.abandoned(), sweep.openedMicros());
            journal.write(
                    state.table(),
                    cause,
                    "take the old table's place",
                    definition,
                    definition,
                    statements,
                    Outcome.DONE,
                    "");
            state.life = state.life.inPlace();
            LOG.info("{} was reloaded into another table.", state.table());
        } catch (TargetException e) {
            requireRejected(e);
            journal.write(
                    state.table(),
                    cause,
                    "take the old table's place",
                    definition,
                    definition,
                    List.of(),
                    Outcome.REFUSED,
                    e.getMessage());
        }
        return rows;
    }

    private long sweepAll(TableState state, Sweep sweep) {
        long all = 0;
        long rows;
        do {
            rows = target.sweep(state.table(), sweep.openedMicros());
            all += rows;
        } while (rows >= Target.SWEPT_AT_ONCE);
        return all;
    }

    private static long newest(TableState state) {
        return state.generations.isEmpty()
                ? 0
                : state.generations.get(state.generations.size() - 1);
    }

    private static void requireRejected(TargetException e) {
        if (e.kind() == FailureKind.RETRYABLE || e.kind() == FailureKind.FATAL) {
            throw e;
        }
    }
}
