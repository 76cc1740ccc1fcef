package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.Column;

/**
 * A column gets a wider type by a new column: since it was announced, both are written; when no
 * older write can be on its way, what lies in the narrow one is copied; then, when no write at all
 * can be on its way, the wide one takes its place.
 *
 * @param temporary the name of the wide column until then, or what stands for it where the column
 *     comes with a copy of the whole table
 * @param wide the column as it is to be
 * @param cause what told of it
 * @param copied whether all is copied, and only the names are to be changed
 * @param coveredBy the first checkpoint that was taken after this step was announced; 0 while there
 *     is none
 * @param covered whether that checkpoint has completed
 */
public record Widening(
        String temporary,
        Column wide,
        String cause,
        boolean copied,
        long coveredBy,
        boolean covered) {

    public Widening {
        requireNonNull(temporary, "temporary is null");
        requireNonNull(wide, "wide is null");
        requireNonNull(cause, "cause is null");
    }

    /** A widening that has just been announced. */
    public static Widening of(String temporary, Column wide, String cause) {
        return new Widening(temporary, wide, cause, false, 0, false);
    }

    public String column() {
        return wide.name();
    }

    /**
     * Whether it comes with a copy of the whole table, so that nothing but one step is to be done.
     */
    public boolean takesTable() {
        return WideColumn.takesTable(temporary);
    }

    /** What tells the jobs apart that may copy the table. */
    public String job() {
        return WideColumn.jobOf(temporary);
    }

    /** The same when all is copied; that has to be announced. */
    public Widening whenCopied() {
        return new Widening(temporary, wide, cause, true, 0, false);
    }

    /** The same, waiting for a checkpoint that is yet to be taken. */
    public Widening uncovered() {
        return new Widening(temporary, wide, cause, copied, 0, false);
    }

    /** The same after a checkpoint was taken. */
    public Widening taken(long checkpoint) {
        return coveredBy == 0
                ? new Widening(temporary, wide, cause, copied, checkpoint, covered)
                : this;
    }

    /** The same after a checkpoint has completed. */
    public Widening completed(long checkpoint) {
        return coveredBy != 0 && coveredBy <= checkpoint
                ? new Widening(temporary, wide, cause, copied, coveredBy, true)
                : this;
    }
}
