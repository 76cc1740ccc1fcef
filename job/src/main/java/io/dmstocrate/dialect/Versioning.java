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
 */
public record Versioning(boolean whole, List<String> apart) {

    /** Whole rows, each the newest word. */
    public static final Versioning WHOLE = new Versioning(true, List.of());

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
