package io.dmstocrate.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Something that goes wrong.
 *
 * @param step when, counted in steps of the run
 * @param seed for what chance decides about it
 */
record Fault(Kind kind, int step, long seed) {

    /** What can go wrong. */
    enum Kind {
        /** The target refuses a call. */
        TARGET_REFUSES,
        /** The target does what it is told; the answer is lost. */
        ANSWER_IS_LOST,
        /** Half of a batch is written when the connection dies. */
        HALF_A_BATCH,
        /** The same, and the batch is tried again at once. */
        HALF_A_BATCH_THEN_AGAIN,
        /** The call takes too long, is given up, and takes effect later. */
        TARGET_HANGS,
        /** Nothing can be written for a while. */
        TARGET_IS_READ_ONLY,
        /** The target does not answer for a while. */
        NODE_IS_LOST,
        /** A machine dies; the job goes on from its last checkpoint. */
        CRASH,
        /** The same; batches that were under way are written later. */
        CRASH_WITH_ZOMBIE,
        /** The job goes on from a checkpoint before its last one. */
        OLDER_CHECKPOINT,
        /** The job goes on with another number of subtasks. */
        RESCALE,
        /** The word that a checkpoint has completed gets lost. */
        NOTIFICATION_LOST,
        /** A checkpoint is never completed. */
        CHECKPOINT_DECLINED,
        /** The clock of the machines steps back. */
        CLOCK_STEPS_BACK,
        /** The clock of the machines steps on. */
        CLOCK_STEPS_ON,
        /** Somebody starts the job a second time. */
        SECOND_JOB;

        /** Whether it is a call to the target that goes wrong. */
        boolean isOfTarget() {
            return switch (this) {
                case TARGET_REFUSES,
                        ANSWER_IS_LOST,
                        HALF_A_BATCH,
                        HALF_A_BATCH_THEN_AGAIN,
                        TARGET_HANGS,
                        TARGET_IS_READ_ONLY,
                        NODE_IS_LOST ->
                        true;
                default -> false;
            };
        }

        /** Whether it can be done to a real cluster, too, from outside. */
        boolean isOfCluster() {
            return switch (this) {
                case NOTIFICATION_LOST, CHECKPOINT_DECLINED, CLOCK_STEPS_BACK, CLOCK_STEPS_ON ->
                        false;
                default -> true;
            };
        }

        /** Whether the promise holds for it in this setting; see {@code docs/proof.md}. */
        boolean isPromised(Style style) {
            return switch (this) {
                // Columns are renamed and dropped in the target; who goes back must know.
                case OLDER_CHECKPOINT, SECOND_JOB -> !style.evolves();
                // Only upserts and soft deletes are guarded by versions.
                case TARGET_HANGS, CRASH_WITH_ZOMBIE ->
                        !style.evolves()
                                && style.versionColumn()
                                && (style.softDeletes() || style.neverDeletes());
                default -> true;
            };
        }
    }

    /** Faults for a run of about so many steps. */
    static List<Fault> random(Dice dice, int steps) {
        List<Fault> faults = new ArrayList<>();
        int number = dice.oneIn(5) ? 0 : dice.between(1, 8);
        for (int i = 0; i < number; i++) {
            faults.add(new Fault(dice.pick(Kind.values()), dice.below(steps), dice.seed()));
        }
        faults.sort(Comparator.comparingInt(Fault::step));
        return List.copyOf(faults);
    }
}
