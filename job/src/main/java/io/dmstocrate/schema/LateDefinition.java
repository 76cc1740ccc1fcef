package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.ColumnLineage;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.mapping.TypeFit;
import io.dmstocrate.schema.SchemaOptions.ChangeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows a control record that came behind a later one, where columns are dropped or renamed as at
 * the source.
 *
 * <p>The later one has brought the target where it belongs, so what is news are the columns that
 * were there in between only: rows that carry them are carried forward. If the record shows that
 * the later one was misunderstood, {@link LateReading} says so.
 */
final class LateDefinition {

    private final ColumnChanges changes;
    private final ColumnWidening widening;
    private final LateReading reading;

    LateDefinition(ColumnChanges changes, ColumnWidening widening, ChangeNotes notes) {
        this.changes = changes;
        this.widening = widening;
        this.reading = new LateReading(changes, notes);
    }

    /**
     * Takes in a late record.
     *
     * @param before the record before it, if one is known
     * @param next the one behind it, which was followed
     */
    void follow(
            TableState state, Optional<SchemaChange> before, SchemaChange late, SchemaChange next) {
        List<Column> kept = new ArrayList<>();
        for (Column column : ToldOrder.definition(late).columns()) {
            boolean isBetween =
                    !has(next, column.name())
                            && before.filter(told -> has(told, column.name())).isEmpty();
            if (isBetween) {
                String successor = successor(state, before, late, next, column.name());
                if (!carriesForward(state, column.name(), successor, next)) {
                    kept.add(column);
                }
            }
        }
        before.ifPresent(told -> reading.compare(state, told, late));
        define(state, late, kept);
    }

    private static boolean has(SchemaChange told, String column) {
        return ToldOrder.definition(told).column(column).isPresent();
    }

    /** The name in the next definition of a column that is in the late one; empty if it is gone. */
    private static String successor(
            TableState state,
            Optional<SchemaChange> before,
            SchemaChange late,
            SchemaChange next,
            String column) {
        Optional<SchemaDiff.Rename> renamed =
                ToldOrder.diff(late, next)
                        .rename()
                        .filter(rename -> rename.column().equals(column));
        if (renamed.isPresent()) {
            return renamed.get().successor();
        }
        return before.flatMap(
                        told ->
                                ToldOrder.diff(told, late)
                                        .rename()
                                        .filter(rename -> rename.successor().equals(column))
                                        .flatMap(
                                                rename ->
                                                        LateReading.believed(
                                                                state, rename.column(), told))
                                        .filter(name -> !name.equals(column)))
                .orElse("");
    }

    /** Notes what became of a column; false if the policy keeps it. */
    private boolean carriesForward(
            TableState state, String column, String successor, SchemaChange next) {
        boolean gone = successor.isEmpty();
        ChangeKind kind = gone ? ChangeKind.DROP_COLUMN : ChangeKind.RENAME_COLUMN;
        if (changes.policy(state, kind) != SchemaPolicy.EVOLVE) {
            return false;
        }
        boolean isThere =
                state.definition.column(column).isPresent()
                        && state.told.stream()
                                .filter(told -> told.timestampMicros() > next.timestampMicros())
                                .noneMatch(told -> has(told, column));
        if (isThere && gone) {
            changes.drop(state, column, next);
        } else if (isThere) {
            changes.rename(state, new SchemaDiff.Rename(column, successor), next);
        } else {
            state.addFate(new ColumnFate(column, successor, next.timestampMicros()));
        }
        return true;
    }

    /** Adds what is kept, and gives columns the wider types that they had in between. */
    private void define(TableState state, SchemaChange late, List<Column> kept) {
        ColumnLineage lineage = ColumnLineage.of(state.memory().announcement());
        List<Column> columns = new ArrayList<>(state.definition.columns());
        Set<String> retyped = new HashSet<>();
        for (Column column : ToldOrder.definition(late).columns()) {
            String now = lineage.conform(column.name(), lineage.era(late.timestampMicros()));
            Optional<Column> toBe = now == null ? Optional.empty() : state.columnToBe(now);
            if (toBe.isPresent() && isWider(state, toBe.get(), column)) {
                columns.replaceAll(
                        known ->
                                known.name().equals(now)
                                        ? ColumnChanges.named(column, now)
                                        : known);
                retyped.add(now);
            } else if (toBe.isEmpty() && kept.contains(column) && addsColumns(state)) {
                columns.add(column);
            }
        }
        if (!columns.equals(state.definition.columns())) {
            widening.define(
                    state,
                    new TableDefinition(state.table(), columns, state.definition.primaryKey()),
                    SchemaJournal.cause(late),
                    retyped);
        }
    }

    private static boolean isWider(TableState state, Column known, Column told) {
        boolean key = state.definition.primaryKey().contains(known.name());
        return TypeFit.of(ColumnTypes.of(known, key), ColumnTypes.of(told, key)) == TypeFit.WIDER;
    }

    private boolean addsColumns(TableState state) {
        return changes.policy(state, ChangeKind.ADD_COLUMN) != SchemaPolicy.IGNORE;
    }
}
