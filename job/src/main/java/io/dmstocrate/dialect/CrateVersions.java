package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.identifier;
import static io.dmstocrate.dialect.SqlText.list;

import java.util.List;
import java.util.Map;

/**
 * Versions in CrateDB: text, which sorts by byte order, and objects whose keys make no columns.
 *
 * <p>A subscript of {@code excluded} is refused; one of an object that it was laid over is not.
 */
enum CrateVersions implements VersionGuard.Words {
    INSTANCE;

    static final String TYPE = "OBJECT(IGNORED)";

    @Override
    public String entry(String object, String key) {
        return subscript(object, key) + "::TEXT";
    }

    /** A part of an object, also of one that is to be written. */
    static String subscript(String object, String key) {
        String readable =
                object.startsWith(VersionGuard.EXCLUDED)
                        ? "({" + identifier(key) + " = NULL} || " + object + ")"
                        : object;
        return readable + "[" + SqlText.literal(key) + "]";
    }

    @Override
    public String older(String version, String other) {
        return version + " < " + other;
    }

    @Override
    public String newer(String version, String other) {
        return "greatest(" + version + ", " + other + ")";
    }

    @Override
    public String object(Map<String, String> entries) {
        return "{"
                + list(
                        List.copyOf(entries.entrySet()),
                        entry -> identifier(entry.getKey()) + " = " + entry.getValue())
                + "}";
    }

    @Override
    public String joined(String object, String over) {
        return object + " || " + over;
    }
}
