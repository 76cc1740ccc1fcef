package io.dmstocrate.flow;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.SourcePosition;

/**
 * What the {@link RowWrite#version()} of a row tells: the life of the table, whether the row was
 * loaded or changed, and of a change the position, which begins with its commit time.
 */
public final class VersionText {

    /** Stands behind the life of the table for a captured change. */
    public static final char CHANGE = '1';

    private static final int PHASE = OrderedText.FIXED_LENGTH;

    private VersionText() {}

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
