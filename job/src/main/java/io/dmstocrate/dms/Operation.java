package io.dmstocrate.dms;

/** What happened to a row, as {@code metadata.operation} of a data record tells. */
public enum Operation {
    /** A row of the full load; older DMS documentation calls it {@code read}. A whole row. */
    LOAD,
    /** A captured insert. A whole row. */
    INSERT,
    /** A captured update. A column that it does not carry may be unchanged. */
    UPDATE,
    /** A captured delete; carries at least the primary key. */
    DELETE;

    /** Whether a column that the record does not carry is NULL, rather than unchanged. */
    public boolean isWholeRow() {
        return switch (this) {
            case LOAD, INSERT -> true;
            case UPDATE, DELETE -> false;
        };
    }
}
