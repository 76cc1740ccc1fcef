package io.dmstocrate.ordering;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.KeyedChange.Phase;
import io.dmstocrate.flow.ValueRank;
import io.dmstocrate.flow.VersionText;

/**
 * How new a change of a row is. Compared by the life of the table it belongs to, then by phase
 * (load before change), then by position.
 *
 * <p>The life is found from the time of the message whenever versions are compared, by what is
 * known of the table's lives then: a drop-table record may arrive later than the rows behind it.
 * For given generations the order is total. Equal means: the same change, perhaps delivered again
 * in another message, whose time is later.
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

    boolean isNewerThan(ChangeVersion other, Generations generations) {
        return compare(other, generations) > 0;
    }

    boolean isSameLife(ChangeVersion other, Generations generations) {
        return generations.of(timestampMicros) == generations.of(other.timestampMicros);
    }

    /** Whether this version is newer whatever lives of the table may yet become known. */
    boolean isNewerInAnyCase(ChangeVersion other) {
        return phase == other.phase
                && timestampMicros >= other.timestampMicros
                && position.compareTo(other.position) > 0;
    }

    /**
     * The same without what only tells messages of one loaded row apart: enough for a load that an
     * update has gone over, and a fifth of it.
     */
    ChangeVersion shortened() {
        return phase == Phase.LOAD && position.length() > OrderedText.FIXED_LENGTH
                ? new ChangeVersion(
                        timestampMicros, phase, position.substring(0, OrderedText.FIXED_LENGTH))
                : this;
    }

    /**
     * Appends the version as text that sorts like it, for the target: generation, phase, position
     * and, in the last {@link OrderedText#FIXED_LENGTH} characters, the time of the message. By
     * that time a sweep spares rows of a new life which were written before that life was known.
     *
     * <p>The position of a load is its time and its sequence number. The time is enough here: half
     * of the rows of a target carry no more than they need.
     */
    void appendTo(StringBuilder text, Generations generations) {
        appendTo(text, generations, "");
    }

    /**
     * The same of an update of all columns.
     *
     * @param knowing which ones these are, see {@link VersionText#knowing}
     */
    void appendTo(StringBuilder text, Generations generations, String knowing) {
        OrderedText.appendFixed(text, generations.of(timestampMicros));
        switch (phase) {
            case LOAD -> text.append(VersionText.LOAD);
            case CHANGE -> text.append(VersionText.CHANGE).append(position);
        }
        text.append(knowing);
        OrderedText.appendFixed(text, timestampMicros);
    }

    /** What {@link #appendTo} appends. */
    String text(Generations generations) {
        StringBuilder text = new StringBuilder(2 * OrderedText.FIXED_LENGTH + 40);
        appendTo(text, generations);
        return text.toString();
    }

    /** The {@link ValueRank} of what this word says. */
    String rank(Generations generations) {
        return ValueRank.of(
                generations.of(timestampMicros),
                timestampMicros,
                phase == Phase.LOAD ? VersionText.LOAD : VersionText.CHANGE,
                position);
    }
}
