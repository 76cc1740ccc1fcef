package io.dmstocrate.flow;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.SourcePosition;

/**
 * What the {@link RowWrite#version()} of a row tells: the life of the table, whether the row was
 * loaded or changed, and of a change the position, which begins with its commit time.
 */
public final class VersionText {

    /** Stands behind the life of the table for a row of a load. */
    public static final char LOAD = '0';

    /** Stands there for a captured change. */
    public static final char CHANGE = '1';

    /**
     * Stands, with a number behind it, before the time of the message where the newest word on the
     * whole row was an update: it says nothing of columns that were added to the table by a larger
     * number. No other part of a version has this character.
     */
    public static final char KNOWING = '~';

    /** How many characters stand before that. */
    public static final int PHASE = OrderedText.FIXED_LENGTH;

    private VersionText() {}

    /** What stands before the time of the message for an update that knew so much. */
    public static String knowing(long number) {
        StringBuilder text = new StringBuilder().append(KNOWING);
        OrderedText.appendSigned(text, number);
        return text.toString();
    }

    /** The version without the time of the message, and without what an update knew. */
    public static String ofChange(String version) {
        int end = Math.max(0, version.length() - OrderedText.FIXED_LENGTH);
        int knowing = version.indexOf(KNOWING);
        return version.substring(0, knowing < 0 ? end : knowing);
    }

    /**
     * Compares two versions of a table's rows as changes, whichever lives of the table were known
     * when they were written: what was built since a life began, of which the other version tells,
     * is of that life.
     *
     * @return negative if the first is older, as an empty one is; 0 if they are of the same change
     */
    public static int compare(String version, String other) {
        if (version.isEmpty() || other.isEmpty()) {
            return version.compareTo(other);
        }
        int byLife = life(version, other).compareTo(life(other, version));
        return byLife != 0
                ? byLife
                : ofChange(version).substring(PHASE).compareTo(ofChange(other).substring(PHASE));
    }

    /**
     * Whether a row was there before the table's life began that another version belongs to. A row
     * that was written before that life was known is told by the time of its message.
     */
    public static boolean isOfFormerLife(String version, String other) {
        return !version.isEmpty()
                && !other.isEmpty()
                && life(version, other).compareTo(other.substring(0, PHASE)) < 0;
    }

    /** The life that a version is of, as far as it or another one tells. */
    private static String life(String version, String other) {
        String life = version.substring(0, PHASE);
        String otherLife = other.substring(0, PHASE);
        return life.compareTo(otherLife) < 0 && time(version).compareTo(otherLife) >= 0
                ? otherLife
                : life;
    }

    /** Whether a version is that of a row of a load; an empty one is not. */
    public static boolean isLoad(String version) {
        return version.length() > PHASE && version.charAt(PHASE) == LOAD;
    }

    /**
     * Whether a row of a load is of a later life of its table than all that a row was made from,
     * even if no record has told yet that this life has begun.
     *
     * <p>Within one life DMS builds the messages of the load before those of changes.
     *
     * @param word the version of a word on a whole row
     * @param row the version of a row
     */
    public static boolean isReload(String word, String row) {
        return isLoad(word)
                && row.length() > PHASE
                && row.charAt(PHASE) == CHANGE
                && word.regionMatches(0, row, 0, PHASE)
                && time(row).compareTo(time(word)) < 0;
    }

    private static String time(String version) {
        return version.substring(version.length() - OrderedText.FIXED_LENGTH);
    }

    /**
     * When the row's newest change was committed.
     *
     * @return microseconds since the epoch; -1 for a row of a load, or if records do not tell it
     */
    public static long commitMicros(String version) {
        return version.length() > PHASE && version.charAt(PHASE) == CHANGE
                ? SourcePosition.commitMicros(version, PHASE + 1)
                : -1;
    }
}
