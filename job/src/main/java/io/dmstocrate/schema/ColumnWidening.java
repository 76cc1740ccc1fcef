package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.PendingChange;
import io.dmstocrate.flow.WideColumn;
import io.dmstocrate.flow.Widening;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.mapping.TypeFit;
import io.dmstocrate.mapping.WideName;
import io.dmstocrate.schema.SchemaOptions.ChangeKind;
import io.dmstocrate.target.ExistingTable;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import io.dmstocrate.target.TableLookup;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import io.dmstocrate.target.WidenedColumn;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Compares the types that a definition wants with those that the target's table has, and begins to
 * widen what is too narrow.
 *
 * <p>While a column is being copied, the definition has it as the target does: narrow. A column
 * that can't be widened keeps its type; the target rejects what does not fit.
 */
final class ColumnWidening {

    private final Target target;
    private final TableLookup tables;
    private final SchemaOptions options;
    private final TablePreparation preparation;
    private final ChangeNotes notes;

    ColumnWidening(
            Target target,
            TableLookup tables,
            SchemaOptions options,
            TablePreparation preparation,
            ChangeNotes notes) {
        this.target = target;
        this.tables = tables;
        this.options = options;
        this.preparation = preparation;
        this.notes = notes;
    }

    /**
     * Makes the target hold a definition, as {@link TablePreparation#define}, and its types.
     *
     * @param changed the columns of which it is known that they had another type
     * @return whether the table has to be announced
     */
    boolean define(TableState state, TableDefinition told, String cause, Set<String> changed) {
        Optional<TableDefinition> before = Optional.ofNullable(state.definition);
        String refused = state.refusal;
        long revision = state.typeRevision;
        boolean announce = preparation.define(state, told, cause);
        Optional<ExistingTable> existing =
                state.refusal.isEmpty() ? target.existing(state.table()) : Optional.empty();
        if (existing.isPresent()) {
            for (Column column : state.definition.columns()) {
                fit(state, column, before, existing.get(), cause, changed);
            }
            if (state.refusal.isEmpty()) {
                state.refusal = KeyKinds.refusal(state);
            }
            if (!state.refusal.isEmpty() && !state.refusal.equals(refused)) {
                notes.note(
                        state, cause, ChangeKind.COLUMN_TYPE, "", Outcome.REFUSED, state.refusal);
            }
        }
        return announce || state.typeRevision != revision || !state.refusal.equals(refused);
    }

    private void fit(
            TableState state,
            Column wanted,
            Optional<TableDefinition> before,
            ExistingTable existing,
            String cause,
            Set<String> changed) {
        String name = wanted.name();
        ColumnType has = existing.types().get(name);
        if (has == null || tables.apply(state.table()).columnTypes().containsKey(name)) {
            return;
        }
        boolean key = state.definition.primaryKey().contains(name);
        ColumnType wants = ColumnTypes.of(wanted, key);
        if (key && !holds(has, wants)) {
            // Whatever life it is in: here rows under such keys would be taken for others.
            String refusal = KeyKinds.refusal(state, name, 0);
            if (!refusal.isEmpty()) {
                state.refusal = refusal;
                return;
            }
        }
        Optional<Column> known = before.flatMap(definition -> definition.column(name));
        Optional<Widening> underWay = state.widening(name);
        if (underWay.isPresent()) {
            ColumnType willBe = ColumnTypes.of(underWay.get().wide(), key);
            TypeFit fit = TypeFit.of(willBe, wants);
            if (fit != TypeFit.WIDER) {
                known.ifPresent(state::replaceColumn);
                return;
            }
            abandon(state, name);
        }
        switch (TypeFit.of(has, wants)) {
            case SAME -> {}
            case NARROWER ->
                    known.filter(column -> holds(has, ColumnTypes.of(column, key), wants))
                            .ifPresent(state::replaceColumn);
            case WIDER -> {
                boolean numbers = TypeFit.isNumber(has) && TypeFit.isNumber(wants);
                if (changed.contains(name) || numbers) {
                    widen(state, wanted, narrow(known, existing, name, has, key), cause);
                } else {
                    keep(state, wanted, has, cause);
                }
            }
            case OTHER -> {
                if (!changed.contains(name)) {
                    keep(state, wanted, has, cause);
                }
            }
            case NEVER ->
                    state.refusal =
                            "The target's column "
                                    + name
                                    + " of "
                                    + state.table()
                                    + " is "
                                    + has.kind()
                                    + ", which takes no value of the source's "
                                    + wanted.type()
                                    + ". Alter it, move the table out of the way, or name another"
                                    + " one: target in the group Table:"
                                    + state.table()
                                    + ".";
        }
    }

    /** Whether a column was known as wide as it is, and wider than it is wanted to be. */
    private static boolean holds(ColumnType has, ColumnType known, ColumnType wants) {
        return holds(has, known) && TypeFit.of(known, wants) == TypeFit.NARROWER;
    }

    private static boolean holds(ColumnType has, ColumnType wants) {
        TypeFit fit = TypeFit.of(has, wants);
        return fit == TypeFit.SAME || fit == TypeFit.NARROWER;
    }

    /** A column of somebody else's table, or of a former life, is used for what it takes. */
    private void keep(TableState state, Column wanted, ColumnType has, String cause) {
        boolean isFirst = state.told.stream().map(SchemaChange::definition).distinct().count() <= 1;
        boolean isText = wanted.type() == DmsType.STRING && isText(has);
        if (isFirst && !isText) {
            notes.note(
                    state,
                    cause,
                    ChangeKind.COLUMN_TYPE,
                    wanted.name(),
                    Outcome.KEPT,
                    "the target's column is "
                            + has.kind()
                            + ", the source's "
                            + wanted.type()
                            + "; "
                            + remedy(state.table()));
        }
    }

    private static boolean isText(ColumnType type) {
        return switch (type.kind()) {
            case TEXT, LARGE_TEXT, VARCHAR, CHAR -> true;
            default -> false;
        };
    }

    /** What to do about a column whose type stays. */
    static String remedy(TableId table) {
        return "the column keeps its type, and values that do not fit become dead letters. To have"
                + " another type, make a new table: target in the group Table:"
                + table
                + ", and reload";
    }

    /** What to do about a column whose type the source has changed to one that does not fit. */
    static String remedyByReload() {
        return "the column keeps its type, and values that do not fit become dead letters. Reload"
                + " the table with its target prepared anew (TargetTablePrepMode ="
                + " DROP_AND_CREATE): then it goes into a new table, which takes this one's place";
    }

    /** The column as it is in the target, in words of the source. */
    private static Column narrow(
            Optional<Column> known,
            ExistingTable existing,
            String name,
            ColumnType has,
            boolean key) {
        return known.filter(column -> ColumnTypes.of(column, key).equals(has))
                .or(() -> existing.definition().column(name))
                .orElseThrow();
    }

    private void widen(TableState state, Column wide, Column narrow, String cause) {
        SchemaPolicy policy = options.policy(tables.apply(state.table()), ChangeKind.COLUMN_TYPE);
        if (policy == SchemaPolicy.IGNORE || policy == SchemaPolicy.FAIL) {
            keep(state, wide, ColumnTypes.of(narrow, false), cause);
            return;
        }
        Optional<TableDefinition> before = Optional.of(state.definition);
        state.typeRevision++;
        String temporary = WideName.wide(state.typeRevision, wide.name());
        try {
            WidenedColumn begun = target.widenColumn(state.table(), wide, temporary);
            if (begun.isWide()) {
                done(state, wide, cause, before, begun.statements());
            } else if (begun.takesTable()) {
                state.replaceColumn(narrow);
                // Rows are held as behind a copy of the column: none may be written meanwhile.
                String name = WideColumn.nameOfTable(uniqueName(), wide.name());
                state.widenings.add(Widening.of(name, wide, cause).whenCopied());
            } else {
                state.replaceColumn(narrow);
                state.widenings.add(Widening.of(temporary, wide, cause));
            }
        } catch (TargetException e) {
            ChangeNotes.requireRejected(e);
            refused(state, wide.name(), cause, e);
        }
    }

    /** Letters and digits that no other job has; kept in state, so it is this job's for good. */
    private static String uniqueName() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    private void done(
            TableState state,
            Column wide,
            String cause,
            Optional<TableDefinition> before,
            List<String> statements) {
        notes.note(
                state,
                cause,
                ChangeKind.COLUMN_TYPE,
                wide.name(),
                before,
                statements,
                Outcome.DONE,
                "");
    }

    private void refused(TableState state, String column, String cause, TargetException e) {
        boolean isKey = state.definition.primaryKey().contains(column);
        notes.note(
                state,
                cause,
                ChangeKind.COLUMN_TYPE,
                column,
                Outcome.REFUSED,
                e.getMessage() + "; " + (isKey ? remedyByReload() : remedy(state.table())));
    }

    /** Gives up the widening of a column, if there is one; nothing is lost, the column has all. */
    void abandon(TableState state, String column) {
        state.widening(column).ifPresent(widening -> abandon(state, widening, false));
    }

    private static void abandon(TableState state, Widening widening, boolean nothingComes) {
        state.widenings.remove(widening);
        state.typeRevision++;
        if (!widening.takesTable()) {
            ColumnFate fate = ColumnFate.gone(widening.temporary(), 0);
            state.pending.add(
                    nothingComes
                            ? PendingChange.due(fate, widening.cause())
                            : PendingChange.of(fate, widening.cause()));
        }
    }

    /**
     * Goes on with what is under way and covered: copies some rows, or ends it.
     *
     * @param nothingComes whether no row is on its way any more, so that all can be done at once
     * @return whether the table has to be announced
     */
    boolean settle(TableState state, boolean nothingComes) {
        List<Widening> ofTable =
                state.widenings.stream()
                        .filter(widening -> widening.covered() && widening.takesTable())
                        .toList();
        // First of all: rows that had no room are in a table of the shape that this one has now.
        boolean announce = !ofTable.isEmpty() && copyTable(state, ofTable, nothingComes);
        if (isCopyingTable(state)) {
            // Any change of the table would make the copy begin anew.
            return announce;
        }
        for (Widening widening : List.copyOf(state.widenings)) {
            if (widening.covered() && !widening.takesTable()) {
                announce |= step(state, widening, nothingComes);
            }
        }
        return announce;
    }

    /** Whether the whole table is being copied: nothing else may be done to it meanwhile. */
    static boolean isCopyingTable(TableState state) {
        return state.widenings.stream()
                .anyMatch(widening -> widening.covered() && widening.takesTable());
    }

    /**
     * Copies some rows of a table into one with wider types, or lets that take its place. Since the
     * barrier of the checkpoint that covers it no row of the table is written by this job: what
     * came before lies in it, and what comes after is held, also by the job that goes on from that
     * checkpoint or a later one. A batch of a writer that was believed dead may be lost with the
     * old table: its rows came behind that barrier as well, and are among those that are held.
     */
    private boolean copyTable(TableState state, List<Widening> widenings, boolean nothingComes) {
        List<Column> wide = widenings.stream().map(Widening::wide).toList();
        String job = widenings.get(0).job();
        try {
            WidenedColumn result;
            do {
                result = target.widenTable(state.table(), wide, job);
            } while (!result.isWide() && nothingComes);
            if (!result.isWide()) {
                return false;
            }
            for (Widening widening : widenings) {
                Optional<TableDefinition> before = Optional.of(state.definition);
                state.widenings.remove(widening);
                state.typeRevision++;
                state.replaceColumn(widening.wide());
                done(state, widening.wide(), widening.cause(), before, result.statements());
            }
            waitAnew(state, nothingComes);
        } catch (TargetException e) {
            ChangeNotes.requireRejected(e);
            for (Widening widening : widenings) {
                refused(state, widening.column(), widening.cause(), e);
                abandon(state, widening, nothingComes);
                state.replaceColumn(widening.wide());
            }
        }
        return true;
    }

    /** Renames of columns that were replaced begin to wait for their checkpoint now. */
    private static void waitAnew(TableState state, boolean nothingComes) {
        if (!nothingComes) {
            state.pending.replaceAll(pending -> PendingChange.of(pending.fate(), pending.cause()));
        }
    }

    /**
     * Makes a place for rows whose keys have no room yet: behind the end of a stream they can't
     * wait until they have.
     */
    void makeRoom(TableState state) {
        List<Column> wide =
                state.widenings.stream().filter(Widening::takesTable).map(Widening::wide).toList();
        if (wide.isEmpty()) {
            return;
        }
        try {
            target.makeRoom(state.table(), wide);
        } catch (TargetException e) {
            // It is told when the table can't be copied either.
            ChangeNotes.requireRejected(e);
        }
    }

    private boolean step(TableState state, Widening widening, boolean nothingComes) {
        try {
            // What was copied is looked at again where rows came after the copy.
            if (!widening.copied() || nothingComes) {
                long left;
                do {
                    left =
                            target.copyToWide(
                                    state.table(), widening.column(), widening.temporary());
                } while (left > 0 && nothingComes);
                if (left > 0) {
                    return false;
                }
            }
            if (!widening.copied() && !nothingComes) {
                state.widenings.set(state.widenings.indexOf(widening), widening.whenCopied());
                return true;
            }
            Optional<TableDefinition> before = Optional.of(state.definition);
            List<String> statements =
                    target.swapWide(state.table(), widening.column(), widening.temporary());
            state.widenings.remove(widening);
            state.typeRevision++;
            state.replaceColumn(widening.wide());
            done(state, widening.wide(), widening.cause(), before, statements);
            waitAnew(state, nothingComes);
        } catch (TargetException e) {
            ChangeNotes.requireRejected(e);
            refused(state, widening.column(), widening.cause(), e);
            abandon(state, widening, nothingComes);
            state.replaceColumn(widening.wide());
        }
        return true;
    }
}
