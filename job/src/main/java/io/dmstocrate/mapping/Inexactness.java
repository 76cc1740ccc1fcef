package io.dmstocrate.mapping;

/** Ways in which a value is written as well as the target can, but not exactly as it came. */
public enum Inexactness {
    /** Fractions of a second beyond what the target's timestamps keep are cut off. */
    FRACTION_OF_SECOND_CUT,
    /** A whole number came with an exponent: its last digits may have been lost before. */
    WHOLE_NUMBER_WITH_EXPONENT,
    /** A time came with an offset from UTC, for a column that keeps the local time only. */
    OFFSET_DROPPED
}
