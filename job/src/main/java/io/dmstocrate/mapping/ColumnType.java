package io.dmstocrate.mapping;

import static java.util.Objects.requireNonNull;

/**
 * The type of a column in the target, free of any dialect.
 *
 * @param kind what it can hold
 * @param precision digits in all of a NUMERIC, or the length of a VARCHAR, CHAR or BIT; -1 if none
 * @param scale digits after the point of a NUMERIC; -1 if none
 * @param sql for {@link Kind#OTHER} the type as the database spells it; else empty
 */
public record ColumnType(Kind kind, int precision, int scale, String sql) {

    /** What a column can hold. */
    public enum Kind {
        BOOLEAN,
        SMALLINT,
        INTEGER,
        BIGINT,
        NUMERIC,
        REAL,
        DOUBLE,
        /** Text that is indexed where the database indexes text (CrateDB: at most 32,766 bytes). */
        TEXT,
        /** Text of any length, not indexed. */
        LARGE_TEXT,
        VARCHAR,
        CHAR,
        TIMESTAMP_WITH_TIME_ZONE,
        TIMESTAMP,
        /** A JSON object: CrateDB OBJECT, PostgreSQL JSONB. */
        OBJECT,
        /** A type that this job never creates, found in a table that existed before. */
        OTHER
    }

    public ColumnType {
        requireNonNull(kind, "kind is null");
        requireNonNull(sql, "sql is null");
    }

    public static ColumnType of(Kind kind) {
        return new ColumnType(kind, -1, -1, "");
    }

    public static ColumnType numeric(int precision, int scale) {
        return new ColumnType(Kind.NUMERIC, precision, scale, "");
    }
}
