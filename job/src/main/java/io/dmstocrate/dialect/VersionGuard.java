package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.identifier;
import static io.dmstocrate.dialect.SqlText.literal;
import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.flow.VersionText;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
 * <p>An update of all columns counts as a word on the whole row, but says nothing of columns that
 * came later: its version tells the number up to which it knew them (behind {@code ~}). What is
 * written to a column with a number is therefore not outdated where such an update is all that is
 * known, and the column's version is then kept in the object.
 *
 * <p>The row of a load that was built after all that a row was made from is of a later life of the
 * table, even if that has not been announced yet ({@link Versioning#loaded}): then nothing that is
 * there is newer, though a change's version sorts behind that of a load. Without this, the loaded
 * row would be left out, and what is there swept when the announcement comes.
 *
 * <p>The texts rest on SQL's three truth values: what is compared with an unknown version is newer.
 */
final class VersionGuard {

    /** What differs from database to database. */
    interface Words {
        /** What an update knew whose version this is; NULL if it was no update. */
        String knowing(String version);

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

    /** The columns that came later and are written, by the keys of their versions, with numbers. */
    private final Map<String, Long> added = new LinkedHashMap<>();

    /** The numbers of columns that came later and are not written. */
    private final List<Long> leftOut = new ArrayList<>();

    /** What is written, by the keys of the versions, without the table's key. */
    private final Set<String> keys = new LinkedHashSet<>();

    /**
     * The guard of a table's rows.
     *
     * @param columns what is written
     * @param row what stands before the columns of the row that is there
     */
    VersionGuard(
            Words words,
            Versioning versioning,
            TargetTable table,
            List<TargetColumn> columns,
            String row) {
        this.words = requireNonNull(words, "words is null");
        this.versioning = requireNonNull(versioning, "versioning is null");
        this.isOn = !table.versionColumn().isEmpty();
        String versionName = isOn ? identifier(table.versionColumn()) : "";
        String versionsName = isOn ? identifier(table.columnVersions()) : "";
        this.version = row + versionName;
        this.versions = row + versionsName;
        this.newVersion = EXCLUDED + versionName;
        this.newVersions = EXCLUDED + versionsName;
        if (isOn) {
            note(table, columns);
        }
    }

    private void note(TargetTable table, List<TargetColumn> columns) {
        for (TargetColumn column : columns) {
            if (!table.isKey(column.name())) {
                keys.add(column.versionKey());
                if (column.number() > 0) {
                    added.merge(column.versionKey(), column.number(), Math::max);
                }
            }
        }
        for (TargetColumn column : table.otherColumns()) {
            if (column.number() > 0 && !keys.contains(column.versionKey())) {
                leftOut.add(column.number());
            }
        }
    }

    /**
     * What becomes of the object when columns are filled with values of one version, which is given
     * for each of {@link #keys}; empty if the table has no versions.
     */
    static String filled(Words words, TargetTable table, List<TargetColumn> columns) {
        VersionGuard guard = new VersionGuard(words, Versioning.WHOLE, table, columns, "");
        if (!guard.isOn) {
            return "";
        }
        Map<String, String> entries = new LinkedHashMap<>();
        keys(table, columns).forEach(key -> entries.put(key, "?::TEXT"));
        String all = words.object(Map.of(Versioning.BASE, guard.version));
        return identifier(table.columnVersions())
                + " = "
                + words.joined(
                        "coalesce(" + guard.versions + ", " + all + ")", words.object(entries));
    }

    /** The keys of the versions of some columns; none if the table has no versions. */
    static List<String> keys(TargetTable table, List<TargetColumn> columns) {
        return table.versionColumn().isEmpty()
                ? List.of()
                : columns.stream().map(TargetColumn::versionKey).distinct().toList();
    }

    /** What is read of a row to know how new some columns are, each with a comma, and itself. */
    static String read(Words words, TargetTable table, List<TargetColumn> columns) {
        VersionGuard guard = new VersionGuard(words, Versioning.WHOLE, table, columns, "");
        if (!guard.isOn) {
            return "'', ".repeat(columns.size()) + "''";
        }
        StringBuilder text = new StringBuilder();
        columns.forEach(column -> text.append(guard.known(column.versionKey())).append(", "));
        return text + guard.version;
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
        String isOlder = words.older(written(key), known(key));
        return versioning.loaded() && !versioning.apart().contains(key)
                ? unlessReload(written(key), isOlder)
                : isOlder;
    }

    /** Whether the row is newer than all that is written to it; empty: never. */
    String isRowNewer() {
        if (!isOn) {
            return "";
        }
        String isOlder = words.older(newVersion, version);
        return versioning.loaded() && versioning.whole()
                ? unlessReload(newVersion, isOlder)
                : isOlder;
    }

    private String unlessReload(String load, String condition) {
        return "(" + isReload(load) + ") IS NOT TRUE AND " + condition;
    }

    /** See {@link VersionText#isReload}. */
    private String isReload(String load) {
        String life = "left(" + load + ", " + VersionText.PHASE + ")";
        String phase = literal(String.valueOf(VersionText.CHANGE));
        return ("left(" + version + ", " + (VersionText.PHASE + 1) + ") = " + life)
                + (" || " + phase + " AND ")
                + words.older(time(version), time(load));
    }

    private static String time(String version) {
        return "right(" + version + ", " + OrderedText.FIXED_LENGTH + ")";
    }

    /**
     * Whether no column of the row can be newer than what is written; empty if there are no
     * versions, or if a whole row takes more than that to be written.
     */
    String isNewestOfAll() {
        return isOn && leftOut.isEmpty()
                ? versions + " IS NULL AND (" + isRowNewer() + ") IS NOT TRUE"
                : "";
    }

    /** Whether a row has columns to be written to of which its last word on all knew nothing. */
    String isUnaware() {
        return added.isEmpty() ? "" : isUnaware(version, Collections.max(added.values()));
    }

    /** What becomes of the object. */
    String versions() {
        if (versioning.whole()) {
            String versions = leftOut.isEmpty() ? wholeVersions() : lateVersions();
            return versioning.loaded()
                    ? "CASE WHEN " + isReload(newVersion) + " THEN NULL ELSE " + versions + " END"
                    : versions;
        }
        if (!leftOut.isEmpty()) {
            return keptVersions(words.entry(newVersions, Versioning.BASE));
        }
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(
                Versioning.BASE, words.newer(base(), words.entry(newVersions, Versioning.BASE)));
        for (String key : versioning.apart()) {
            entries.put(key, words.newer(known(key), written(key)));
        }
        for (String key : added.keySet()) {
            entries.put(key, words.newer(known(key), written(key)));
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

    private String wholeVersions() {
        String isNewer = words.older(version, newVersion);
        Map<String, String> entries = new LinkedHashMap<>();
        if (added.isEmpty()) {
            entries.put(
                    Versioning.BASE,
                    words.newer(words.entry(versions, Versioning.BASE), newVersion));
            return "CASE WHEN "
                    + (versions + " IS NULL OR " + isNewer)
                    + " THEN NULL ELSE "
                    + words.joined(versions, words.object(entries))
                    + " END";
        }
        entries.put(Versioning.BASE, words.newer(base(), newVersion));
        added.keySet().forEach(key -> entries.put(key, words.newer(known(key), newVersion)));
        return "CASE WHEN "
                + (version + " IS NULL OR " + isNewer + " OR (" + versions + " IS NULL AND (")
                + (isUnaware() + " AND " + isRowNewer() + ") IS NOT TRUE)")
                + " THEN NULL ELSE "
                + words.joined(
                        "coalesce(" + versions + ", " + words.object(Map.of()) + ")",
                        words.object(entries))
                + " END";
    }

    /**
     * A whole row without columns that the table has: if it is an update that did not know of them,
     * what is known of them stays.
     */
    private String lateVersions() {
        return "CASE WHEN "
                + isUnaware(newVersion, Collections.max(leftOut))
                + (" AND (" + versions + " IS NOT NULL OR ((" + isRowNewer())
                + (") IS NOT TRUE AND (" + isUnaware(version, Collections.min(leftOut)))
                + ") IS NOT TRUE)) THEN "
                + keptVersions(newVersion)
                + " ELSE "
                + wholeVersions()
                + " END";
    }

    /** Each column's version by itself, so that what is known of others stays. */
    private String keptVersions(String newBase) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(
                Versioning.BASE,
                "CASE WHEN "
                        + isUnaware(newBase, Collections.max(leftOut))
                        + " THEN "
                        + base()
                        + " ELSE "
                        + words.newer(base(), newBase)
                        + " END");
        keys.forEach(key -> entries.put(key, words.newer(known(key), written(key))));
        return words.joined(
                "coalesce(" + versions + ", " + words.object(Map.of()) + ")",
                words.object(entries));
    }

    /** The version of what is written to a column. */
    private String written(String key) {
        return versioning.whole()
                ? newVersion
                : words.entry(
                        newVersions, versioning.apart().contains(key) ? key : Versioning.BASE);
    }

    /** That of the last word on the whole row. */
    private String base() {
        return "CASE WHEN "
                + versions
                + " IS NULL THEN "
                + version
                + " ELSE "
                + words.entry(versions, Versioning.BASE)
                + " END";
    }

    private String isUnaware(String wholeVersion, long number) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendSigned(text, number);
        return words.older(words.knowing(wholeVersion), literal(text.toString()));
    }

    /** The version of a word on the whole row, if that knew a column. */
    private String of(String key, String wholeVersion) {
        Long number = added.get(key);
        return number == null
                ? wholeVersion
                : "CASE WHEN "
                        + isUnaware(wholeVersion, number)
                        + " THEN NULL ELSE "
                        + wholeVersion
                        + " END";
    }

    /** How new a column is; NULL if that is not known. */
    private String known(String key) {
        return "CASE WHEN "
                + versions
                + " IS NULL THEN "
                + of(key, version)
                + " ELSE "
                + words.newer(
                        words.entry(versions, key), of(key, words.entry(versions, Versioning.BASE)))
                + " END";
    }
}
