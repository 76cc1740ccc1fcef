package io.dmstocrate.dms;

import java.util.Locale;
import java.util.Map;

/**
 * The data types of DMS. Two vocabularies are in use for integers: the user guide counts bytes
 * ({@code INT4}), captured streams count bits ({@code INT32}). {@code INT8} and {@code UINT8} stand
 * in both, so they are read as the wider of their two meanings.
 */
public enum DmsType {
    BOOLEAN,
    BYTES,
    DATE,
    TIME,
    TIMESTAMP,
    INT8,
    INT16,
    INT32,
    INT64,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    NUMERIC,
    REAL,
    DOUBLE,
    /** Text; without a length it is a large object. */
    STRING,
    /** A word that this release does not know: treated as text of any length. */
    UNKNOWN;

    private static final Map<String, DmsType> WORDS =
            Map.ofEntries(
                    Map.entry("BOOL", BOOLEAN),
                    Map.entry("BOOLEAN", BOOLEAN),
                    Map.entry("BINARY", BYTES),
                    Map.entry("BYTES", BYTES),
                    Map.entry("BLOB", BYTES),
                    Map.entry("DATE", DATE),
                    Map.entry("DATE32", DATE),
                    Map.entry("TIME", TIME),
                    Map.entry("TIME32", TIME),
                    Map.entry("TIMESTAMP", TIMESTAMP),
                    Map.entry("DATETIME", TIMESTAMP),
                    Map.entry("INT1", INT8),
                    Map.entry("INT2", INT16),
                    Map.entry("INT4", INT32),
                    Map.entry("INT8", INT64),
                    Map.entry("INT16", INT16),
                    Map.entry("INT32", INT32),
                    Map.entry("INT64", INT64),
                    Map.entry("UINT1", UINT8),
                    Map.entry("UINT2", UINT16),
                    Map.entry("UINT4", UINT32),
                    Map.entry("UINT8", UINT64),
                    Map.entry("UINT16", UINT16),
                    Map.entry("UINT32", UINT32),
                    Map.entry("UINT64", UINT64),
                    Map.entry("NUMERIC", NUMERIC),
                    Map.entry("DECIMAL", NUMERIC),
                    Map.entry("REAL4", REAL),
                    Map.entry("FLOAT", REAL),
                    Map.entry("REAL8", DOUBLE),
                    Map.entry("DOUBLE", DOUBLE),
                    Map.entry("STRING", STRING),
                    Map.entry("WSTRING", STRING),
                    Map.entry("CLOB", STRING),
                    Map.entry("NCLOB", STRING));

    /** The type that DMS calls by this word, in any case; {@link #UNKNOWN} for any other. */
    public static DmsType of(String word) {
        return WORDS.getOrDefault(word.toUpperCase(Locale.ROOT), UNKNOWN);
    }
}
