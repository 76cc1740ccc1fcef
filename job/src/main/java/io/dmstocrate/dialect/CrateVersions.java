package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.identifier;
import static io.dmstocrate.dialect.SqlText.list;
import static io.dmstocrate.dialect.SqlText.literal;

import java.util.List;
import java.util.Map;

/**
 * Versions in CrateDB: text, which sorts by byte order, and objects whose keys make no columns.
 *
 * <p>A subscript of {@code excluded} is refused; one of an object that it was joined with is not.
 */
enum CrateVersions implements VersionGuard.Words {
    INSTANCE;

    static final String TYPE = "OBJECT(IGNORED)";

    @Override
    public String entry(String object, String key) {
        boolean isWritten = object.startsWith(VersionGuard.EXCLUDED);
        // Without a key of this name, the type of the joined object would have none either.
        String readable =
                isWritten ? "({" + identifier(key) + " = NULL::TEXT} || " + object + ")" : object;
        return readable + "[" + literal(key) + "]::TEXT";
    }

    @Override
    public String knowing(String version) {
        return "nullif(split_part(" + version + ", '~', 2), '')";
    }

    /** A column of the universal layout's data that is to be written. */
    static String written(String column) {
        return "(excluded.\"data\" || {})[" + literal(column) + "]";
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
    public String joined(String below, String above) {
        return below + " || " + above;
    }
}
