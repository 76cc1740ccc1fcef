package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

/**
 * A column is to be renamed or dropped in the target as soon as no write under the older definition
 * can be on its way.
 *
 * @param cause the record that told of it
 * @param coveredBy the first checkpoint that was taken after it was announced; 0 while there is
 *     none
 * @param covered whether that checkpoint has completed
 */
public record PendingChange(ColumnFate fate, String cause, long coveredBy, boolean covered) {

    public PendingChange {
        requireNonNull(fate, "fate is null");
        requireNonNull(cause, "cause is null");
    }

    /** A change that no checkpoint covers yet. */
    public static PendingChange of(ColumnFate fate, String cause) {
        return new PendingChange(fate, cause, 0, false);
    }

    /** A change that nothing has to be waited for. */
    public static PendingChange due(ColumnFate fate, String cause) {
        return new PendingChange(fate, cause, 0, true);
    }

    /** The same after a checkpoint was taken. */
    public PendingChange taken(long checkpoint) {
        return coveredBy == 0 ? new PendingChange(fate, cause, checkpoint, covered) : this;
    }

    /** The same after a checkpoint has completed. */
    public PendingChange completed(long checkpoint) {
        return coveredBy != 0 && coveredBy <= checkpoint
                ? new PendingChange(fate, cause, coveredBy, true)
                : this;
    }
}
