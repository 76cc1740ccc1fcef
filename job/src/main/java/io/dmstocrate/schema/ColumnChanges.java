package io.dmstocrate.schema;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.PendingChange;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.schema.SchemaOptions.ChangeKind;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import io.dmstocrate.target.TableLookup;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a changed definition as far as the policies allow.
 *
 * <p>What adds is done at once. What takes away is only noted as pending: {@link #settle} does it,
 * when everything that was sent before lies in the target.
 */
final class ColumnChanges {

    private final Target target;
    private final TableLookup tables;
    private final SchemaOptions options;
    private final TablePreparation preparation;
    private final SchemaJournal journal;

    ColumnChanges(
            Target target,
            TableLookup tables,
            SchemaOptions options,
            TablePreparation preparation,
            SchemaJournal journal) {
        this.target = target;
        this.tables = tables;
        this.options = options;
        this.preparation = preparation;
        this.journal = journal;
    }

    /** What is done about a kind of change of a table. */
    SchemaPolicy policy(TableState state, ChangeKind kind) {
        return options.policy(tables.apply(state.table()), kind);
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
        for (TypeChange type : diff.types()) {
            retyped(state, type, change);
        }
        preparation.define(
                state,
                inTheTarget(state, change.definition().orElseThrow(), ignored),
                SchemaJournal.cause(change));
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
            case FAIL -> fail(state, change, ChangeKind.ADD_COLUMN, column);
        }
    }

    private void renamed(
            TableState state, SchemaDiff.Rename rename, SchemaChange change, Set<String> ignored) {
        String what = rename.column() + " to " + rename.successor();
        switch (policy(state, ChangeKind.RENAME_COLUMN)) {
            case EVOLVE -> rename(state, rename, change, what);
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
            case FAIL -> fail(state, change, ChangeKind.RENAME_COLUMN, what);
        }
    }

    private void rename(
            TableState state, SchemaDiff.Rename rename, SchemaChange change, String what) {
        if (state.definition.column(state.nameNow(rename.column())).isEmpty()) {
            return;
        }
        if (state.definition.column(rename.successor()).isPresent()) {
            note(
                    state,
                    change,
                    ChangeKind.RENAME_COLUMN,
                    what,
                    Outcome.REFUSED,
                    "the target's table has both columns; copy what is missing, and drop the old"
                            + " one");
            return;
        }
        ColumnFate fate =
                new ColumnFate(rename.column(), rename.successor(), change.timestampMicros());
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
            case FAIL -> fail(state, change, ChangeKind.DROP_COLUMN, column);
        }
    }

    private void drop(TableState state, String column, SchemaChange change) {
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
        ColumnFate fate = ColumnFate.gone(column, change.timestampMicros());
        if (state.definition.column(now).isPresent()) {
            state.definition = without(state.definition, now);
            if (!now.equals(column)) {
                // Its rename is pending: under its old name it goes as well.
                state.pending.removeIf(pending -> pending.fate().successor().equals(column));
                state.addFate(new ColumnFate(now, column, change.timestampMicros()));
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

    private void retyped(TableState state, TypeChange type, SchemaChange change) {
        String column = type.after().name();
        if (tables.apply(state.table()).columnTypes().containsKey(column)) {
            return;
        }
        switch (policy(state, ChangeKind.COLUMN_TYPE)) {
            case EVOLVE, LENIENT -> {
                boolean narrower = type.fit() == TypeChange.Fit.NARROWER;
                note(
                        state,
                        change,
                        ChangeKind.COLUMN_TYPE,
                        column,
                        narrower ? Outcome.KEPT : Outcome.REFUSED,
                        narrower
                                ? "the wider column stays"
                                : "the column keeps its type; values that do not fit become dead"
                                        + " letters. Make a new table: target in the group Table:"
                                        + state.table()
                                        + ", and reload");
            }
            case IGNORE -> note(state, change, ChangeKind.COLUMN_TYPE, column, Outcome.IGNORED, "");
            case FAIL -> fail(state, change, ChangeKind.COLUMN_TYPE, column);
        }
    }

    /**
     * What becomes of the columns of a record that came late: only their fates are news.
     *
     * @param diff what a later record, known already, has changed
     */
    boolean followLate(TableState state, SchemaDiff diff, SchemaChange late, SchemaChange next) {
        if (diff.rename().isPresent()
                && policy(state, ChangeKind.RENAME_COLUMN) == SchemaPolicy.EVOLVE) {
            SchemaDiff.Rename rename = diff.rename().get();
            if (state.definition.column(rename.column()).isPresent()) {
                return follow(state, diff, next);
            }
            state.addFate(
                    new ColumnFate(rename.column(), rename.successor(), next.timestampMicros()));
            return true;
        }
        if (!diff.gone().isEmpty()
                && policy(state, ChangeKind.DROP_COLUMN) == SchemaPolicy.EVOLVE) {
            diff.gone().forEach(column -> drop(state, column.name(), next));
            return true;
        }
        if (policy(state, ChangeKind.ADD_COLUMN) == SchemaPolicy.IGNORE) {
            return false;
        }
        return preparation.define(
                state,
                inTheTarget(state, late.definition().orElseThrow(), Set.of()),
                SchemaJournal.cause(late));
    }

    /**
     * Does what is pending and covered.
     *
     * @return whether anything was
     */
    boolean settle(TableState state) {
        boolean any = false;
        while (!state.pending.isEmpty() && state.pending.get(0).covered()) {
            PendingChange change = state.pending.get(0);
            if (change.fate().isGone()) {
                settleDrop(state, change);
            } else {
                settleRename(state, change);
            }
            any = true;
        }
        return any;
    }

    private void settleDrop(TableState state, PendingChange change) {
        Optional<TableDefinition> after = Optional.of(state.definition);
        String column = change.fate().column();
        String what = ChangeKind.DROP_COLUMN.words() + " " + column;
        try {
            List<String> statements = target.dropColumn(state.table(), column);
            journal.write(
                    state.table(),
                    change.cause(),
                    what,
                    after,
                    after,
                    statements,
                    Outcome.DONE,
                    "");
        } catch (TargetException e) {
            requireRejected(e);
            journal.write(
                    state.table(),
                    change.cause(),
                    what,
                    after,
                    after,
                    List.of(),
                    Outcome.REFUSED,
                    e.getMessage());
        }
        state.pending.remove(0);
    }

    private void settleRename(TableState state, PendingChange change) {
        ColumnFate fate = change.fate();
        String what =
                ChangeKind.RENAME_COLUMN.words() + " " + fate.column() + " to " + fate.successor();
        Optional<TableDefinition> before = Optional.of(state.definition);
        try {
            List<String> statements =
                    target.renameColumn(state.table(), fate.column(), fate.successor());
            state.pending.remove(0);
            state.definition = renamed(state.definition, fate);
            state.addFate(fate);
            journal.write(
                    state.table(),
                    change.cause(),
                    what,
                    before,
                    Optional.of(state.definition),
                    statements,
                    Outcome.DONE,
                    "");
        } catch (TargetException e) {
            requireRejected(e);
            state.pending.remove(0);
            journal.write(
                    state.table(),
                    change.cause(),
                    what,
                    before,
                    before,
                    List.of(),
                    Outcome.REFUSED,
                    e.getMessage() + "; the new name is a new column");
            TableDefinition newest =
                    state.told.get(state.told.size() - 1).definition().orElseThrow();
            preparation.define(state, inTheTarget(state, newest, Set.of()), change.cause());
        }
    }

    /** What may succeed later, or concerns every table, is thrown. */
    private static void requireRejected(TargetException e) {
        if (e.kind() != FailureKind.REJECTED) {
            throw e;
        }
    }

    private void note(
            TableState state,
            SchemaChange change,
            ChangeKind kind,
            String column,
            Outcome outcome,
            String reason) {
        Optional<TableDefinition> definition = Optional.ofNullable(state.definition);
        journal.write(
                state.table(),
                SchemaJournal.cause(change),
                kind.words() + " " + column,
                definition,
                definition,
                List.of(),
                outcome,
                reason);
    }

    private void fail(TableState state, SchemaChange change, ChangeKind kind, String column) {
        note(state, change, kind, column, Outcome.FAILED, "");
        throw forbidden(state, kind, column, SchemaJournal.cause(change));
    }

    /** Tells which change has ended the job, and how to go on. */
    static SchemaChangeForbidden forbidden(
            TableState state, ChangeKind kind, String column, String cause) {
        return new SchemaChangeForbidden(
                "The definition of "
                        + state.table()
                        + " has changed ("
                        + kind.words()
                        + " "
                        + column
                        + ", told by "
                        + cause
                        + "), and the configuration says fail. To go on, say in the group Table:"
                        + state.table()
                        + " what to do (schema.changes = evolve, lenient or ignore), and start the"
                        + " job again from its last checkpoint.");
    }

    private static TableDefinition renamed(TableDefinition definition, ColumnFate fate) {
        return new TableDefinition(
                definition.table(),
                definition.columns().stream()
                        .map(
                                column ->
                                        column.name().equals(fate.column())
                                                ? named(column, fate.successor())
                                                : column)
                        .toList(),
                definition.primaryKey().stream()
                        .map(name -> name.equals(fate.column()) ? fate.successor() : name)
                        .toList());
    }

    private static TableDefinition without(TableDefinition definition, String column) {
        return new TableDefinition(
                definition.table(),
                definition.columns().stream()
                        .filter(other -> !other.name().equals(column))
                        .toList(),
                definition.primaryKey());
    }

    private static Column named(Column column, String name) {
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
