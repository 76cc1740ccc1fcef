package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.PendingChange;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.schema.SchemaOptions.ChangeKind;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares what was believed of the columns of a definition with what the records behind it tell of
 * them, now that one of these has come later than promised.
 *
 * <p>What was done in the target is not undone; but it is never silent: the history says REFUSED,
 * and what to do. Rows that are still to come go where they belong.
 */
final class LateReading {

    /** What the history says of each misunderstanding, to begin with. */
    static final String TOO_LATE = "its record came when a later one had been followed; ";

    private final ColumnChanges changes;
    private final ChangeNotes notes;

    LateReading(ColumnChanges changes, ChangeNotes notes) {
        this.changes = changes;
        this.notes = notes;
    }

    /** The name that a column of a definition is believed to have now; empty if it is gone. */
    static Optional<String> believed(TableState state, String column, SchemaChange before) {
        List<ColumnFate> fates =
                Stream.concat(
                                state.fates.stream(),
                                state.pending.stream()
                                        .map(PendingChange::fate)
                                        .filter(fate -> !fate.isGone()))
                        .filter(fate -> fate.sinceMicros() > before.timestampMicros())
                        .sorted(Comparator.comparingLong(ColumnFate::sinceMicros))
                        .toList();
        String at = column;
        for (ColumnFate fate : fates) {
            if (fate.column().equals(at)) {
                if (fate.isGone()) {
                    return Optional.empty();
                }
                at = fate.successor();
            }
        }
        return Optional.of(at);
    }

    /**
     * Says where a late record tells otherwise.
     *
     * @param before the record before it
     */
    void compare(TableState state, SchemaChange before, SchemaChange late) {
        int place = state.told.indexOf(before);
        SchemaChange last = state.told.get(state.told.size() - 1);
        if (place < 0 || ToldOrder.beginsAnew(state, before, last)) {
            return;
        }
        for (Column column : ToldOrder.definition(before).columns()) {
            String name = column.name();
            Optional<String> believed = believed(state, name, before);
            String told = name;
            boolean isCertain = true;
            for (int i = place + 1; told != null && i < state.told.size(); i++) {
                SchemaDiff diff = ToldOrder.diff(state.told.get(i - 1), state.told.get(i));
                isCertain &= !diff.isUncertain(told);
                told = diff.rename(told);
            }
            if (!isCertain) {
                continue;
            }
            if (told == null && believed.isPresent()) {
                wasGone(state, name, believed.get(), late, last);
            } else if (told != null && !told.equals(name) && !believed.equals(Optional.of(told))) {
                wasRenamed(state, new SchemaDiff.Rename(name, told), believed, late, before, last);
            }
        }
    }

    private void wasGone(
            TableState state,
            String column,
            String believed,
            SchemaChange late,
            SchemaChange last) {
        if (changes.policy(state, ChangeKind.DROP_COLUMN) != SchemaPolicy.EVOLVE
                || ToldOrder.definition(last).column(believed).isEmpty()) {
            return;
        }
        if (believed.equals(column)) {
            note(
                    state,
                    late,
                    ChangeKind.DROP_COLUMN,
                    column,
                    Outcome.KEPT,
                    "a column of this name came again before it was dropped");
            return;
        }
        state.addFate(ColumnFate.gone(column, late.timestampMicros()));
        note(
                state,
                late,
                ChangeKind.DROP_COLUMN,
                column,
                Outcome.REFUSED,
                TOO_LATE
                        + "it was taken for the one that is called "
                        + believed
                        + " now, which still has its values in rows that have not changed since."
                        + " Reload the table");
    }

    private void wasRenamed(
            TableState state,
            SchemaDiff.Rename rename,
            Optional<String> believed,
            SchemaChange late,
            SchemaChange before,
            SchemaChange last) {
        String column = rename.column();
        boolean isFollowed = changes.policy(state, ChangeKind.RENAME_COLUMN) == SchemaPolicy.EVOLVE;
        boolean isRefused =
                believed.equals(Optional.of(column))
                        && ToldOrder.definition(last).column(column).isEmpty();
        if (!isFollowed || isRefused) {
            return;
        }
        String reason = "in rows that have not changed since, values are under the wrong name";
        if (believed.isEmpty()) {
            boolean stays =
                    state.pending.removeIf(
                            pending ->
                                    pending.fate().isGone()
                                            && pending.fate().column().equals(column));
            state.fates.removeIf(
                    fate ->
                            fate.isGone()
                                    && fate.column().equals(column)
                                    && fate.sinceMicros() > before.timestampMicros());
            state.addFate(new ColumnFate(column, rename.successor(), late.timestampMicros()));
            reason =
                    stays
                            ? "the column was to be dropped, and stays in the target now; copy what"
                                    + " is missing from it, and drop it, or"
                            : "the column was dropped with its values;";
        }
        note(
                state,
                late,
                ChangeKind.RENAME_COLUMN,
                column + " to " + rename.successor(),
                Outcome.REFUSED,
                TOO_LATE
                        + reason
                        + (believed.isEmpty() ? " reload the table" : ". Reload the table"));
    }

    private void note(
            TableState state,
            SchemaChange late,
            ChangeKind kind,
            String what,
            Outcome outcome,
            String reason) {
        notes.note(state, SchemaJournal.cause(late), kind, what, outcome, reason);
    }
}
