package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.literal;

import java.util.Map;

/** Versions in PostgreSQL: text by byte order, and objects of JSONB. */
enum PostgresVersions implements VersionGuard.Words {
    INSTANCE;

    /** The collation of versions. */
    static final String BYTE_ORDER = " COLLATE \"C\"";

    @Override
    public String knowing(String version) {
        return "nullif(split_part(" + version + ", '~', 2), '')";
    }

    @Override
    public String entry(String object, String key) {
        return object + " ->> " + literal(key);
    }

    @Override
    public String older(String version, String other) {
        return "(" + version + ")" + BYTE_ORDER + " < (" + other + ")" + BYTE_ORDER;
    }

    @Override
    public String newer(String version, String other) {
        return "greatest((" + version + ")" + BYTE_ORDER + ", (" + other + ")" + BYTE_ORDER + ")";
    }

    @Override
    public String object(Map<String, String> entries) {
        return PostgresUniversal.object(
                entries.entrySet().stream()
                        .map(entry -> literal(entry.getKey()) + ", " + entry.getValue())
                        .toList());
    }

    @Override
    public String joined(String below, String above) {
        return below + " || " + above;
    }
}
