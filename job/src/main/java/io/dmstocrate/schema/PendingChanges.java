package io.dmstocrate.schema;

import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.PendingChange;
import io.dmstocrate.flow.Widening;
import io.dmstocrate.mapping.WideName;
import io.dmstocrate.schema.SchemaOptions.ChangeKind;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Renames and drops columns, as soon as everything that was sent under the older definition lies in
 * the target. A column that is being copied to a wider one is renamed when that is done.
 */
final class PendingChanges {

    private final Target target;
    private final ColumnChanges changes;
    private final ColumnWidening widening;
    private final ChangeNotes notes;

    PendingChanges(
            Target target, ColumnChanges changes, ColumnWidening widening, ChangeNotes notes) {
        this.target = target;
        this.changes = changes;
        this.widening = widening;
        this.notes = notes;
    }

    /**
     * Does what is pending and covered.
     *
     * @return whether anything was
     */
    boolean settle(TableState state) {
        Set<String> blocked = new HashSet<>();
        state.widenings.stream().map(Widening::column).forEach(blocked::add);
        boolean any = false;
        int at = 0;
        while (at < state.pending.size() && state.pending.get(at).covered()) {
            PendingChange change = state.pending.get(at);
            ColumnFate fate = change.fate();
            if (!fate.isGone() && blocked.contains(fate.column())) {
                blocked.add(fate.successor());
                at++;
                continue;
            }
            if (fate.isGone()) {
                drop(state, change);
            } else {
                rename(state, change);
            }
            any = true;
        }
        return any;
    }

    private void drop(TableState state, PendingChange change) {
        Optional<TableDefinition> before = Optional.of(state.definition);
        String column = change.fate().column();
        boolean isOwn = WideName.isTemporary(column);
        try {
            List<String> statements = target.dropColumn(state.table(), column);
            if (!isOwn) {
                notes.note(
                        state,
                        change.cause(),
                        ChangeKind.DROP_COLUMN,
                        column,
                        before,
                        statements,
                        Outcome.DONE,
                        "");
            }
        } catch (TargetException e) {
            ChangeNotes.requireRejected(e);
            notes.note(
                    state,
                    change.cause(),
                    ChangeKind.DROP_COLUMN,
                    column,
                    Outcome.REFUSED,
                    e.getMessage());
        }
        state.pending.remove(change);
    }

    private void rename(TableState state, PendingChange change) {
        ColumnFate fate = change.fate();
        String what = fate.column() + " to " + fate.successor();
        Optional<TableDefinition> before = Optional.of(state.definition);
        try {
            List<String> statements =
                    isDoneWithTheNext(state, change) || isNameUsedAgain(state, fate.column())
                            ? List.of()
                            : target.renameColumn(state.table(), fate.column(), fate.successor());
            state.pending.remove(change);
            state.defineRenamed(renamed(state.definition, fate), fate);
            if (state.learned.remove(fate.column())) {
                state.learned.add(fate.successor());
            }
            state.addFate(fate);
            notes.note(
                    state,
                    change.cause(),
                    ChangeKind.RENAME_COLUMN,
                    what,
                    before,
                    statements,
                    Outcome.DONE,
                    "");
        } catch (TargetException e) {
            ChangeNotes.requireRejected(e);
            state.pending.remove(change);
            notes.note(
                    state,
                    change.cause(),
                    ChangeKind.RENAME_COLUMN,
                    what,
                    before,
                    List.of(),
                    Outcome.REFUSED,
                    e.getMessage() + "; the new name is a new column");
            TableDefinition newest =
                    state.told.get(state.told.size() - 1).definition().orElseThrow();
            widening.define(
                    state, changes.inTheTarget(state, newest, Set.of()), change.cause(), Set.of());
        }
    }

    /**
     * Whether a failure came after a column had been renamed, and then renamed once more: then the
     * target has neither of the first two names.
     */
    private boolean isDoneWithTheNext(TableState state, PendingChange change) {
        String last = change.fate().successor();
        for (PendingChange next :
                state.pending.subList(state.pending.indexOf(change) + 1, state.pending.size())) {
            if (!next.fate().isGone() && next.fate().column().equals(last)) {
                last = next.fate().successor();
            }
        }
        if (last.equals(change.fate().successor())) {
            return false;
        }
        Set<String> there =
                target.existing(state.table())
                        .map(table -> table.types().keySet())
                        .orElse(Set.of());
        return there.contains(last)
                && !there.contains(change.fate().column())
                && !there.contains(change.fate().successor());
    }

    /**
     * Whether a failure came after a column had been renamed, and another one had got its name:
     * that has a number which is larger.
     */
    private boolean isNameUsedAgain(TableState state, String column) {
        return target.addedColumns().stream()
                .filter(added -> added.source().equals(state.table()))
                .filter(added -> added.life() == state.life.openedMicros())
                .filter(added -> added.column().equals(column))
                .anyMatch(added -> added.number() > state.since(column));
    }

    private static TableDefinition renamed(TableDefinition definition, ColumnFate fate) {
        return new TableDefinition(
                definition.table(),
                definition.columns().stream()
                        .map(
                                column ->
                                        column.name().equals(fate.column())
                                                ? ColumnChanges.named(column, fate.successor())
                                                : column)
                        .toList(),
                definition.primaryKey().stream()
                        .map(name -> name.equals(fate.column()) ? fate.successor() : name)
                        .toList());
    }
}
