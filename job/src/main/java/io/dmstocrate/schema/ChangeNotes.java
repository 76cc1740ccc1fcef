package io.dmstocrate.schema;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.schema.SchemaOptions.ChangeKind;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import io.dmstocrate.target.TargetException;
import java.util.List;
import java.util.Optional;

/** Writes down what became of changes of columns, and ends the job where that is wanted. */
final class ChangeNotes {

    private final SchemaJournal journal;

    ChangeNotes(SchemaJournal journal) {
        this.journal = journal;
    }

    /** Notes what was not executed. */
    void note(
            TableState state,
            String cause,
            ChangeKind kind,
            String column,
            Outcome outcome,
            String reason) {
        Optional<TableDefinition> definition = Optional.ofNullable(state.definition);
        note(state, cause, kind, column, definition, List.of(), outcome, reason);
    }

    /**
     * Notes a change.
     *
     * @param before the definition before it; the state has the one behind it
     */
    void note(
            TableState state,
            String cause,
            ChangeKind kind,
            String column,
            Optional<TableDefinition> before,
            List<String> statements,
            Outcome outcome,
            String reason) {
        journal.write(
                state.table(),
                cause,
                kind.words() + " " + column,
                before,
                Optional.ofNullable(state.definition),
                statements,
                outcome,
                reason);
    }

    /** Ends the job. */
    void fail(TableState state, SchemaChange change, ChangeKind kind, String column) {
        String cause = SchemaJournal.cause(change);
        note(state, cause, kind, column, Outcome.FAILED, "");
        throw forbidden(state, kind, column, cause);
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

    /** What may succeed later, or concerns every table, is thrown. */
    static void requireRejected(TargetException e) {
        if (e.kind() == FailureKind.RETRYABLE || e.kind() == FailureKind.FATAL) {
            throw e;
        }
    }
}
