package io.dmstocrate.mapping;

/**
 * What a database does differently with values, as far as a conversion has to know it.
 *
 * @param milliseconds whether timestamps are bound as milliseconds since the epoch, all that the
 *     database keeps of them; else as text with microseconds
 * @param indexedTextBytes how many bytes of UTF-8 an indexed text can have; -1 if that does not
 *     matter
 * @param nulCharacters whether text may hold U+0000
 */
public record ValueRules(boolean milliseconds, int indexedTextBytes, boolean nulCharacters) {

    /** The longest term of a Lucene index, and so the longest indexed TEXT of CrateDB. */
    public static final int INDEXED_TEXT_BYTES = 32_766;
}
