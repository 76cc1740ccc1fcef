package io.dmstocrate.schema;

import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.target.SchemaHistoryEntry;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import io.dmstocrate.target.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what was done about changes of tables: in the log, and in the target's history. */
final class SchemaJournal {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaJournal.class);

    /** The cause of a change that rows have shown. */
    static final String ROWS = "the rows";

    private final Target target;
    private final LongSupplier clock;

    SchemaJournal(Target target, LongSupplier clock) {
        this.target = target;
        this.clock = clock;
    }

    /** How a control record is called. */
    static String cause(SchemaChange change) {
        return change.operation() + " at " + change.position().id();
    }

    /**
     * Writes an entry.
     *
     * @param cause the record that told of the change, or {@link #ROWS}
     * @param what the kind of change and its columns; tells changes of one cause apart
     */
    void write(
            TableId table,
            String cause,
            String what,
            Optional<TableDefinition> before,
            Optional<TableDefinition> after,
            List<String> statements,
            Outcome outcome,
            String reason) {
        if (outcome == Outcome.REFUSED || outcome == Outcome.FAILED) {
            LOG.error("{}: {} ({}) is {}: {}", table, what, cause, outcome, reason);
        } else {
            LOG.info("{}: {} ({}) is {} {} {}", table, what, cause, outcome, reason, statements);
        }
        target.remember(
                new SchemaHistoryEntry(
                        table + " | " + cause + " | " + what + " | " + outcome,
                        clock.getAsLong(),
                        table,
                        cause,
                        what,
                        before,
                        after,
                        statements,
                        outcome,
                        reason));
    }
}
