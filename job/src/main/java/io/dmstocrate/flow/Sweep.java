package io.dmstocrate.flow;

/**
 * A generation has begun; when all that is older has reached the target and its load has ended, the
 * rows that it did not bring back are to go.
 *
 * @param openedMicros when the generation began, microseconds since the epoch
 * @param coveredBy the first checkpoint that was taken after the beginning was announced; 0 while
 *     there is none
 * @param covered whether that checkpoint has completed
 */
public record Sweep(long openedMicros, long coveredBy, boolean covered) {

    /** A sweep that no checkpoint covers yet. */
    public static Sweep of(long openedMicros) {
        return new Sweep(openedMicros, 0, false);
    }

    /** The same after a checkpoint was taken. */
    public Sweep taken(long checkpoint) {
        return coveredBy == 0 ? new Sweep(openedMicros, checkpoint, covered) : this;
    }

    /** The same after a checkpoint has completed. */
    public Sweep completed(long checkpoint) {
        return coveredBy != 0 && coveredBy <= checkpoint
                ? new Sweep(openedMicros, coveredBy, true)
                : this;
    }
}
