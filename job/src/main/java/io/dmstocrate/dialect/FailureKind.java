package io.dmstocrate.dialect;

/** What may be done about an error of the database. */
public enum FailureKind {
    /** Connection lost, overload, a shard that is not available: the same again, after a pause. */
    RETRYABLE,
    /** The table or a column is not as we thought: look at the catalog again. */
    STALE_DEFINITION,
    /** This row does not fit; others may. */
    REJECTED,
    /** Login, syntax, no such database: nothing will help but a person. */
    FATAL
}
