package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import java.util.List;
import java.util.Optional;

/**
 * What was done about a change of a table: a row of {@code dms.schema_history}.
 *
 * @param id the same whenever the change is met again
 * @param cause the record that told of the change, or how else it became known
 * @param operation the kind of change
 * @param before the definition before; empty if there was none
 * @param after the definition after
 * @param statements what was executed
 * @param outcome what came of it
 */
public record SchemaHistoryEntry(
        String id,
        long timeMillis,
        TableId table,
        String cause,
        String operation,
        Optional<TableDefinition> before,
        Optional<TableDefinition> after,
        List<String> statements,
        Outcome outcome,
        String reason) {

    /** What can come of a change. */
    public enum Outcome {
        /** The target follows it. */
        DONE,
        /** What it would take away is kept. */
        KEPT,
        /** It is not followed. */
        IGNORED,
        /** It can't be followed; the reason says why. */
        REFUSED,
        /** It ended the job. */
        FAILED
    }

    public SchemaHistoryEntry {
        requireNonNull(id, "id is null");
        requireNonNull(table, "table is null");
        requireNonNull(cause, "cause is null");
        requireNonNull(operation, "operation is null");
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
        statements = List.copyOf(statements);
        requireNonNull(outcome, "outcome is null");
        requireNonNull(reason, "reason is null");
    }
}
