package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.identifier;
import static java.util.Objects.requireNonNull;

import io.dmstocrate.mapping.TargetTable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The conditions under which an upsert changes a row that is there, so that each column keeps the
 * newest value that was ever written to it: rows arrive in any order, and once more after a
 * failure.
 *
 * <p>A row carries its newest version. Where partial updates have written columns, it carries an
 * object besides: the versions of those columns and, under {@link Versioning#BASE}, that of the
 * last word on the whole row; there is none if no such word has come yet. NULL instead of an object
 * says that all columns are as new as the row.
 *
 * <p>The texts rest on SQL's three truth values: what is compared with an unknown version is newer.
 */
final class VersionGuard {

    /** What differs from database to database. */
    interface Words {
        /** A version of an object. */
        String entry(String object, String key);

        /** Whether a version is older than another. */
        String older(String version, String other);

        /** The newer of two versions, of which one may be NULL. */
        String newer(String version, String other);

        /** An object of versions. */
        String object(Map<String, String> entries);

        /** One object laid over another. */
        String joined(String below, String above);
    }

    /** What stands before the columns of what is written. */
    static final String EXCLUDED = "excluded.";

    private final Words words;
    private final boolean isOn;
    private final Versioning versioning;
    private final String version;
    private final String versions;
    private final String newVersion;
    private final String newVersions;

    /**
     * The guard of a table's rows.
     *
     * @param row what stands before the columns of the row that is there
     */
    VersionGuard(Words words, Versioning versioning, TargetTable table, String row) {
        this.words = requireNonNull(words, "words is null");
        this.versioning = requireNonNull(versioning, "versioning is null");
        this.isOn = !table.versionColumn().isEmpty();
        String versionName = isOn ? identifier(table.versionColumn()) : "";
        String versionsName = isOn ? identifier(table.columnVersions()) : "";
        this.version = row + versionName;
        this.versions = row + versionsName;
        this.newVersion = EXCLUDED + versionName;
        this.newVersions = EXCLUDED + versionsName;
    }

    /** Whether the table has versions; if not, nothing is newer than what is written. */
    boolean isOn() {
        return isOn;
    }

    /** Whether what is written to a column is older than what it has; empty: never. */
    String isOutdated(String key) {
        if (!isOn) {
            return "";
        }
        String written =
                versioning.whole()
                        ? newVersion
                        : words.entry(
                                newVersions,
                                versioning.apart().contains(key) ? key : Versioning.BASE);
        return words.older(written, known(key));
    }

    /** Whether the row is newer than all that is written to it; empty: never. */
    String isRowNewer() {
        return !isOn ? "" : words.older(newVersion, version);
    }

    /** Whether no column of the row can be newer than what is written. */
    String isNewestOfAll() {
        return versions + " IS NULL AND (" + isRowNewer() + ") IS NOT TRUE";
    }

    /** What becomes of the object. */
    String versions() {
        Map<String, String> entries = new LinkedHashMap<>();
        if (versioning.whole()) {
            entries.put(
                    Versioning.BASE,
                    words.newer(words.entry(versions, Versioning.BASE), newVersion));
            return "CASE WHEN "
                    + versions
                    + " IS NULL OR ("
                    + isRowNewer()
                    + ") IS NOT TRUE THEN NULL ELSE "
                    + words.joined(versions, words.object(entries))
                    + " END";
        }
        entries.put(
                Versioning.BASE,
                words.newer(
                        "CASE WHEN "
                                + versions
                                + " IS NULL THEN "
                                + version
                                + " ELSE "
                                + words.entry(versions, Versioning.BASE)
                                + " END",
                        words.entry(newVersions, Versioning.BASE)));
        for (String key : versioning.apart()) {
            entries.put(key, words.newer(known(key), words.entry(newVersions, key)));
        }
        String none = words.object(Map.of());
        return words.joined(
                "(CASE WHEN "
                        + versions
                        + " IS NULL OR NOT ("
                        + words.older(words.entry(newVersions, Versioning.BASE), version)
                        + ") THEN "
                        + none
                        + " ELSE "
                        + versions
                        + " END)",
                words.object(entries));
    }

    /** How new a column is; NULL if that is not known. */
    private String known(String key) {
        return "CASE WHEN "
                + versions
                + " IS NULL THEN "
                + version
                + " ELSE "
                + words.newer(words.entry(versions, key), words.entry(versions, Versioning.BASE))
                + " END";
    }
}
