package io.dmstocrate.ordering;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.KeyedChange.Phase;

/**
 * How new a change of a row is. Compared by the life of the table it belongs to, then by phase
 * (load before change), then by position.
 *
 * <p>The life is found from the time of the message whenever versions are compared, by what is
 * known of the table's lives then: a drop-table record may arrive later than the rows behind it.
 *
 * @param timestampMicros when DMS built the message, microseconds since the epoch
 * @param position {@link io.dmstocrate.dms.SourcePosition#text()}
 */
record ChangeVersion(long timestampMicros, Phase phase, String position) {

    ChangeVersion {
        requireNonNull(phase, "phase is null");
        requireNonNull(position, "position is null");
    }

    static ChangeVersion of(KeyedChange change) {
        return new ChangeVersion(change.timestampMicros(), change.phase(), change.source().text());
    }

    /** Negative if this version is older than the other, positive if newer, 0 if it is the same. */
    int compare(ChangeVersion other, Generations generations) {
        int byGeneration =
                Long.compare(
                        generations.of(timestampMicros), generations.of(other.timestampMicros));
        if (byGeneration != 0) {
            return byGeneration;
        }
        int byPhase = phase.compareTo(other.phase);
        return byPhase != 0 ? byPhase : position.compareTo(other.position);
    }

    /**
     * Whether phase and time of message disagree: within one life DMS writes all loaded rows of a
     * table before its changes, so a load that was built after a change belongs to a later life, of
     * which no record has told yet. Until then nobody can say which of the two is newer.
     */
    boolean isDoubtful(ChangeVersion other, Generations generations) {
        if (phase == other.phase
                || generations.of(timestampMicros) != generations.of(other.timestampMicros)) {
            return false;
        }
        return phase == Phase.LOAD
                ? timestampMicros > other.timestampMicros
                : timestampMicros < other.timestampMicros;
    }

    /**
     * The version as text that sorts like it, for the target. Ends with the time of the message, so
     * that a sweep can tell rows of a new life which were written before that life was known.
     */
    String text(Generations generations) {
        StringBuilder text = new StringBuilder(2 * OrderedText.FIXED_LENGTH + 40);
        OrderedText.appendFixed(text, generations.of(timestampMicros));
        switch (phase) {
            // The position of a load is its time and its sequence number; the time is enough here,
            // and half of the rows of a target carry no more than they need.
            case LOAD -> text.append('0');
            case CHANGE -> text.append('1').append(position);
        }
        OrderedText.appendFixed(text, timestampMicros);
        return text.toString();
    }
}
