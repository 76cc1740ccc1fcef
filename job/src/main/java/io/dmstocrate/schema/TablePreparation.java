package io.dmstocrate.schema;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.target.AddedColumn;
import io.dmstocrate.target.ExistingTable;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import io.dmstocrate.target.TableLookup;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the target able to hold a definition: what is missing is made, nothing is taken away, and
 * if it can't be done the table is refused, with the remedy, and no other.
 */
final class TablePreparation {

    /** The key of a table that has none: the identity of the record. */
    static final String RECORD_ID = "dms_record_id";

    private final Target target;
    private final TableLookup tables;
    private final SchemaJournal journal;

    TablePreparation(Target target, TableLookup tables, SchemaJournal journal) {
        this.target = target;
        this.tables = tables;
        this.journal = journal;
    }

    /**
     * Makes the target hold the definition and what was known before, and remembers it.
     *
     * @param cause what told of it
     * @return whether anything is new
     */
    boolean define(TableState state, TableDefinition told, String cause) {
        TableDefinition wanted = complete(state, told);
        if (wanted.equals(state.definition) && state.refusal.isEmpty()) {
            return false;
        }
        Optional<TableDefinition> before = Optional.ofNullable(state.definition);
        List<String> statements = List.of();
        String refused = state.refusal;
        try {
            number(state, wanted);
            statements = target.prepare(wanted);
            state.refusal = refusal(wanted);
        } catch (TargetException e) {
            if (e.kind() == FailureKind.RETRYABLE || e.kind() == FailureKind.FATAL) {
                throw e;
            }
            state.refusal = e.getMessage();
        }
        boolean isSaid = !state.refusal.isEmpty() && state.refusal.equals(refused);
        state.define(wanted);
        state.appendOnly = isAppendOnly(wanted);
        if (!isSaid && (!before.equals(Optional.of(wanted)) || !statements.isEmpty())) {
            journal.write(
                    state.table(),
                    cause,
                    before.isEmpty() ? "table" : "columns",
                    before,
                    Optional.of(wanted),
                    statements,
                    state.refusal.isEmpty() ? Outcome.DONE : Outcome.REFUSED,
                    state.refusal);
        }
        return true;
    }

    /**
     * Writes down which columns the table is to get, before it has them: what was written until
     * then says nothing of them, and everyone has to know who begins from here on.
     */
    private void number(TableState state, TableDefinition wanted) {
        if (state.isDefined()) {
            List<String> lacking = state.lacking(wanted);
            if (!lacking.isEmpty()) {
                state.add(lacking, target.addColumns(state.table(), lacking, state.typeRevision));
            }
            return;
        }
        Optional<ExistingTable> existing = target.existing(state.table());
        if (existing.isEmpty()) {
            return;
        }
        Map<String, Long> numbers = new HashMap<>();
        long largest = state.typeRevision;
        for (AddedColumn added : target.addedColumns()) {
            if (added.source().equals(state.table()) && added.life() == state.life.openedMicros()) {
                numbers.put(added.column(), added.number());
                largest = Math.max(largest, added.number());
            }
        }
        List<String> lacking =
                wanted.columns().stream()
                        .map(Column::name)
                        .filter(name -> existing.get().definition().column(name).isEmpty())
                        .toList();
        if (!lacking.isEmpty()) {
            long number = target.addColumns(state.table(), lacking, largest);
            lacking.forEach(name -> numbers.put(name, number));
        }
        state.begin(wanted, numbers);
    }

    static boolean isAppendOnly(TableDefinition definition) {
        return definition.primaryKey().equals(List.of(RECORD_ID));
    }

    /** Columns that were known before stay, the key is decided, a missing one is made. */
    TableDefinition complete(TableState state, TableDefinition told) {
        Map<String, Column> columns = new LinkedHashMap<>();
        told.columns().forEach(column -> columns.put(column.name(), column));
        if (state.definition != null) {
            state.definition
                    .columns()
                    .forEach(column -> columns.putIfAbsent(column.name(), column));
        }
        List<String> key = key(state, told);
        if (key.equals(List.of(RECORD_ID))) {
            columns.put(RECORD_ID, new Column(RECORD_ID, DmsType.STRING, 255, -1, -1, false));
        }
        return new TableDefinition(state.table(), List.copyOf(columns.values()), key);
    }

    /** The configuration, then the definition, then the target's catalog, then the record's id. */
    private List<String> key(TableState state, TableDefinition told) {
        List<String> configured = tables.apply(state.table()).primaryKey();
        if (!configured.isEmpty()) {
            return configured;
        }
        if (!told.primaryKey().isEmpty()) {
            return told.primaryKey();
        }
        return target.existing(state.table())
                .map(table -> table.definition().primaryKey())
                .filter(key -> !key.isEmpty())
                .orElse(List.of(RECORD_ID));
    }

    /** Why the table as it is now can't take the rows; empty if it can. */
    String refusal(TableDefinition wanted) {
        for (String column : wanted.primaryKey()) {
            if (wanted.column(column).isEmpty()) {
                return "The primary key of "
                        + wanted.table()
                        + " names the column "
                        + column
                        + ", which the table does not have. Mend primary.key in the group Table:"
                        + wanted.table()
                        + ".";
            }
        }
        Optional<ExistingTable> existing = target.existing(wanted.table());
        if (existing.isEmpty()) {
            return "";
        }
        List<String> key = existing.get().definition().primaryKey();
        if (!Set.copyOf(key).equals(Set.copyOf(wanted.primaryKey()))) {
            return "The target's table of "
                    + wanted.table()
                    + " has the primary key "
                    + key
                    + ", the source's is "
                    + wanted.primaryKey()
                    + ". Move the table out of the way, or name another one: target in the group"
                    + " Table:"
                    + wanted.table()
                    + ".";
        }
        return String.join(" ", existing.get().problems());
    }
}
