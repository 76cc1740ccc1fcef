package io.dmstocrate.dialect;

import java.util.List;

/**
 * What the rows of a statement tell of their versions.
 *
 * @param whole whether each is a whole row and the newest word on it; then its version says it all.
 *     Else another parameter follows that of the version: an object with a version for each of
 *     these columns and, where the write is about the whole row, one for the rest of it under
 *     {@link #BASE}
 * @param apart the columns with versions of their own, by {@code TargetColumn.versionKey}
 * @param loaded whether the word on the whole row is that of a load. Within one life of a table DMS
 *     builds all messages of the load before those of changes; so one that was built after all that
 *     the row was made from is of a reload, and no change that the row has is newer
 */
public record Versioning(boolean whole, List<String> apart, boolean loaded) {

    /** Whole rows, each the newest word. */
    public static final Versioning WHOLE = new Versioning(true, List.of(), false);

    /**
     * Stands among the versions of columns for that of the whole row. No column has this name: in
     * CrateDB it is one of its own.
     */
    public static final String BASE = "_version";

    public Versioning {
        apart = List.copyOf(apart);
    }

    /** How many parameters a row's versions are. */
    int parameters() {
        return whole ? 1 : 2;
    }
}
