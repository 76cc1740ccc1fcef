package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.PendingChange;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.schema.SchemaOptions.ChangeKind;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import io.dmstocrate.target.TableLookup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows a changed definition as far as the policies allow.
 *
 * <p>What adds is done at once. What takes away is only noted as pending: {@link PendingChanges}
 * does it, when everything that was sent before lies in the target.
 */
final class ColumnChanges {

    private final TableLookup tables;
    private final SchemaOptions options;
    private final ColumnWidening widening;
    private final ChangeNotes notes;

    ColumnChanges(
            TableLookup tables, SchemaOptions options, ColumnWidening widening, ChangeNotes notes) {
        this.tables = tables;
        this.options = options;
        this.widening = widening;
        this.notes = notes;
    }

    /** What is done about a kind of change of a table. */
    SchemaPolicy policy(TableState state, ChangeKind kind) {
        return options.policy(tables.apply(state.table()), kind);
    }

    /** Whether columns of a table are dropped or renamed in the target as at the source. */
    boolean takesAway(TableState state) {
        return policy(state, ChangeKind.DROP_COLUMN) == SchemaPolicy.EVOLVE
                || policy(state, ChangeKind.RENAME_COLUMN) == SchemaPolicy.EVOLVE;
    }

    /**
     * Takes in a changed definition.
     *
     * @param diff what has changed
     * @param change the record that tells it
     * @return whether the table has to be announced
     * @throws SchemaChangeForbidden if the policy says so
     */
    boolean follow(TableState state, SchemaDiff diff, SchemaChange change) {
        Set<String> ignored = new HashSet<>();
        for (Column column : diff.added()) {
            added(state, column.name(), change, ignored);
        }
        diff.rename().ifPresent(rename -> renamed(state, rename, change, ignored));
        for (Column column : diff.gone()) {
            gone(state, column.name(), change);
        }
        Set<String> retyped = new HashSet<>();
        for (TypeChange type : diff.types()) {
            retyped(state, type, change);
            retyped.add(state.nameNow(type.after().name()));
        }
        widening.define(
                state,
                inTheTarget(state, change.definition().orElseThrow(), ignored),
                SchemaJournal.cause(change),
                retyped);
        return true;
    }

    /** A definition under the names that the target has now, without what is ignored. */
    TableDefinition inTheTarget(TableState state, TableDefinition told, Set<String> ignored) {
        List<Column> columns = new ArrayList<>();
        for (Column column : told.columns()) {
            if (!ignored.contains(column.name()) && !isIgnored(state, column.name())) {
                columns.add(named(column, state.nameNow(column.name())));
            }
        }
        return new TableDefinition(
                told.table(), columns, told.primaryKey().stream().map(state::nameNow).toList());
    }

    /** Whether a column was new and not followed. */
    private static boolean isIgnored(TableState state, String column) {
        boolean has = state.definition != null && state.definition.column(column).isPresent();
        return !has
                && state.fates.stream()
                        .anyMatch(
                                fate ->
                                        fate.column().equals(column)
                                                && fate.sinceMicros() == Long.MAX_VALUE);
    }

    /** Decides that a new column is not followed. */
    static void ignore(TableState state, String column) {
        state.addFate(ColumnFate.gone(column, Long.MAX_VALUE));
    }

    private void added(TableState state, String column, SchemaChange change, Set<String> ignored) {
        switch (policy(state, ChangeKind.ADD_COLUMN)) {
            case EVOLVE, LENIENT -> {
                boolean cameAgain =
                        state.pending.removeIf(
                                pending ->
                                        pending.fate().isGone()
                                                && pending.fate().column().equals(column));
                if (cameAgain) {
                    note(
                            state,
                            change,
                            ChangeKind.DROP_COLUMN,
                            column,
                            Outcome.KEPT,
                            "a column of this name came again before it was dropped");
                }
            }
            case IGNORE -> {
                ignored.add(column);
                ignore(state, column);
                note(state, change, ChangeKind.ADD_COLUMN, column, Outcome.IGNORED, "");
            }
            case FAIL -> notes.fail(state, change, ChangeKind.ADD_COLUMN, column);
        }
    }

    private void renamed(
            TableState state, SchemaDiff.Rename rename, SchemaChange change, Set<String> ignored) {
        String what = rename.column() + " to " + rename.successor();
        switch (policy(state, ChangeKind.RENAME_COLUMN)) {
            case EVOLVE -> rename(state, rename, change);
            case LENIENT ->
                    note(
                            state,
                            change,
                            ChangeKind.RENAME_COLUMN,
                            what,
                            Outcome.KEPT,
                            "the column stays, and the new name is a new column");
            case IGNORE -> {
                ignored.add(rename.successor());
                ignore(state, rename.successor());
                note(state, change, ChangeKind.RENAME_COLUMN, what, Outcome.IGNORED, "");
            }
            case FAIL -> notes.fail(state, change, ChangeKind.RENAME_COLUMN, what);
        }
    }

    /** Renames a column as soon as that can be done. */
    void rename(TableState state, SchemaDiff.Rename rename, SchemaChange change) {
        if (state.definition.column(state.nameNow(rename.column())).isEmpty()) {
            return;
        }
        if (state.definition.column(rename.successor()).isPresent()) {
            note(
                    state,
                    change,
                    ChangeKind.RENAME_COLUMN,
                    rename.column() + " to " + rename.successor(),
                    Outcome.REFUSED,
                    "the target's table has both columns; copy what is missing, and drop the old"
                            + " one");
            return;
        }
        ColumnFate fate =
                new ColumnFate(rename.column(), rename.successor(), change.timestampMicros());
        // Rows are tied by it from here on: whoever knows of it knows what their names mean.
        state.typeRevision++;
        state.pending.add(PendingChange.of(fate, SchemaJournal.cause(change)));
    }

    private void gone(TableState state, String column, SchemaChange change) {
        switch (policy(state, ChangeKind.DROP_COLUMN)) {
            case EVOLVE -> drop(state, column, change);
            case LENIENT ->
                    note(
                            state,
                            change,
                            ChangeKind.DROP_COLUMN,
                            column,
                            Outcome.KEPT,
                            "the column stays with its values");
            case IGNORE -> note(state, change, ChangeKind.DROP_COLUMN, column, Outcome.IGNORED, "");
            case FAIL -> notes.fail(state, change, ChangeKind.DROP_COLUMN, column);
        }
    }

    /** Drops a column as soon as that can be done. */
    void drop(TableState state, String column, SchemaChange change) {
        String now = state.nameNow(column);
        if (state.definition.primaryKey().contains(now)) {
            note(
                    state,
                    change,
                    ChangeKind.DROP_COLUMN,
                    column,
                    Outcome.REFUSED,
                    "it is part of the primary key, by which rows are told apart; load the table"
                            + " anew into another one");
            return;
        }
        widening.abandon(state, now);
        ColumnFate fate = ColumnFate.gone(column, change.timestampMicros());
        if (state.definition.column(now).isPresent()) {
            state.define(without(state.definition, now));
            if (!now.equals(column)) {
                // Its renames are pending: under its oldest name it goes as well.
                forgetRenames(state, column);
                state.pending.add(
                        PendingChange.of(
                                ColumnFate.gone(now, change.timestampMicros()),
                                SchemaJournal.cause(change)));
            } else {
                state.pending.add(PendingChange.of(fate, SchemaJournal.cause(change)));
            }
        }
        state.addFate(fate);
    }

    /** Of the pending renames that lead to a name only the fates of rows on their way stay. */
    private static void forgetRenames(TableState state, String column) {
        String name = column;
        for (int i = state.pending.size() - 1; i >= 0; i--) {
            ColumnFate fate = state.pending.get(i).fate();
            if (fate.successor().equals(name)) {
                state.pending.remove(i);
                state.addFate(fate);
                name = fate.column();
            }
        }
    }

    private void retyped(TableState state, TypeChange type, SchemaChange change) {
        String column = type.after().name();
        if (tables.apply(state.table()).columnTypes().containsKey(column)) {
            return;
        }
        switch (policy(state, ChangeKind.COLUMN_TYPE)) {
            case EVOLVE, LENIENT -> {
                switch (type.fit()) {
                    case SAME, WIDER -> {}
                    case NARROWER ->
                            note(
                                    state,
                                    change,
                                    ChangeKind.COLUMN_TYPE,
                                    column,
                                    Outcome.KEPT,
                                    "the wider column stays");
                    case OTHER, NEVER ->
                            note(
                                    state,
                                    change,
                                    ChangeKind.COLUMN_TYPE,
                                    column,
                                    Outcome.REFUSED,
                                    "the new type does not hold all values of the old one; "
                                            + ColumnWidening.remedyByReload());
                }
            }
            case IGNORE -> note(state, change, ChangeKind.COLUMN_TYPE, column, Outcome.IGNORED, "");
            case FAIL -> notes.fail(state, change, ChangeKind.COLUMN_TYPE, column);
        }
    }

    /**
     * What a record adds that came late; its columns stay, as nothing is ever taken away.
     *
     * @return whether the table has to be announced
     */
    boolean followLate(TableState state, SchemaChange late) {
        if (policy(state, ChangeKind.ADD_COLUMN) == SchemaPolicy.IGNORE) {
            return false;
        }
        return widening.define(
                state,
                inTheTarget(state, late.definition().orElseThrow(), Set.of()),
                SchemaJournal.cause(late),
                Set.of());
    }

    private void note(
            TableState state,
            SchemaChange change,
            ChangeKind kind,
            String column,
            Outcome outcome,
            String reason) {
        notes.note(state, SchemaJournal.cause(change), kind, column, outcome, reason);
    }

    private static TableDefinition without(TableDefinition definition, String column) {
        return new TableDefinition(
                definition.table(),
                definition.columns().stream()
                        .filter(other -> !other.name().equals(column))
                        .toList(),
                definition.primaryKey());
    }

    static Column named(Column column, String name) {
        return column.name().equals(name)
                ? column
                : new Column(
                        name,
                        column.type(),
                        column.length(),
                        column.precision(),
                        column.scale(),
                        column.nullable());
    }
}
