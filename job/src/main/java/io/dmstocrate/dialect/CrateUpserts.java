package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.identifier;
import static io.dmstocrate.dialect.SqlText.list;
import static io.dmstocrate.dialect.SqlText.literal;

import io.dmstocrate.dialect.Upsert.Part;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** CrateDB's statements that write rows. */
final class CrateUpserts {

    private CrateUpserts() {}

    /** See {@link Dialect#upsert}. */
    static String many(
            TargetTable table, List<TargetColumn> columns, boolean deleted, Versioning versioning) {
        int versions = table.versionColumn().isEmpty() ? 0 : versioning.parameters();
        return many(
                table,
                parts(table, columns, deleted, versioning, i -> "r.c" + i),
                columns.size() + versions);
    }

    /** See {@link Dialect#upsertOne}. */
    static String one(
            TargetTable table, List<TargetColumn> columns, boolean deleted, Versioning versioning) {
        Upsert upsert = parts(table, columns, deleted, versioning, i -> "?");
        return "INSERT INTO "
                + SqlText.table(table.id())
                + " ("
                + upsert.names()
                + ")\nVALUES ("
                + upsert.values()
                + ")\n"
                + onConflict(table, upsert);
    }

    /**
     * See {@link Dialect#upsertNewest}.
     *
     * <p>CrateDB hands the assignments of {@code DO UPDATE} on with each row, new ones too, and
     * counts their bytes with it ({@code ShardUpsertRequest.Item} of 6.4.3): many words cost more
     * than the values. So the guard stands here once, for the row.
     */
    static Optional<String> newest(TargetTable table, List<TargetColumn> columns, boolean deleted) {
        VersionGuard guard = guard(table, columns, Versioning.WHOLE);
        if (guard.isNewestOfAll().isEmpty()) {
            return Optional.empty();
        }
        Upsert upsert = new Upsert();
        addColumns(table, columns, deleted, key -> "", "", i -> "r.c" + i, upsert);
        String name = identifier(table.versionColumn());
        upsert.add(new Part(name, "r.c" + columns.size(), newestOrFailure(guard, name), ""));
        return Optional.of(many(table, upsert, columns.size() + 1));
    }

    /** A row that divides by zero is left out; it has to be a number that no planner sees. */
    private static String newestOrFailure(VersionGuard guard, String version) {
        String written = VersionGuard.EXCLUDED + version;
        return "CASE WHEN "
                + guard.isNewestOfAll()
                + (" THEN " + written)
                + (" ELSE (1 / (length(" + written + ") * 0))::TEXT END");
    }

    private static String many(TargetTable table, Upsert upsert, int parameters) {
        List<String> names = Upsert.parameters(parameters);
        return "INSERT INTO "
                + SqlText.table(table.id())
                + " ("
                + upsert.names()
                + ")\nSELECT "
                + upsert.values()
                + "\nFROM unnest("
                + list(names, name -> "?")
                + ") AS r ("
                + String.join(", ", names)
                + ")\n"
                + onConflict(table, upsert);
    }

    private static VersionGuard guard(
            TargetTable table, List<TargetColumn> columns, Versioning versioning) {
        return new VersionGuard(CrateVersions.INSTANCE, versioning, table, columns, "");
    }

    private static Upsert parts(
            TargetTable table,
            List<TargetColumn> columns,
            boolean deleted,
            Versioning versioning,
            IntFunction<String> parameter) {
        VersionGuard guard = guard(table, columns, versioning);
        Upsert upsert = new Upsert();
        addColumns(
                table, columns, deleted, guard::isOutdated, guard.isRowNewer(), parameter, upsert);
        if (guard.isOn()) {
            upsert.add(
                    Part.replacing(
                            identifier(table.versionColumn()),
                            parameter.apply(columns.size()),
                            guard.isRowNewer()));
            String object =
                    versioning.whole() ? "NULL" : parameter.apply(columns.size() + 1) + "::OBJECT";
            upsert.add(new Part(identifier(table.columnVersions()), object, guard.versions(), ""));
        }
        return upsert;
    }

    /**
     * Adds what comes from the source.
     *
     * @param guard whether what a column has is newer, by the key of its version
     * @param isRowNewer whether the row is newer than all that is written to it
     */
    private static void addColumns(
            TargetTable table,
            List<TargetColumn> columns,
            boolean deleted,
            UnaryOperator<String> guard,
            String isRowNewer,
            IntFunction<String> parameter,
            Upsert upsert) {
        if (table.layout() == Layout.UNIVERSAL) {
            addObjects(table, columns, parameter, guard, upsert);
        } else {
            for (int i = 0; i < columns.size(); i++) {
                TargetColumn column = columns.get(i);
                String name = identifier(column.name());
                String value = CrateTypes.cast(column.type(), parameter.apply(i));
                upsert.add(
                        table.isKey(column.name())
                                ? Part.key(name, value)
                                : Part.replacing(name, value, guard.apply(column.versionKey())));
            }
        }
        if (!table.deletedColumn().isEmpty()) {
            String flag = deleted ? "TRUE" : "FALSE";
            upsert.add(Part.replacing(identifier(table.deletedColumn()), flag, isRowNewer));
        }
    }

    private static void addObjects(
            TargetTable table,
            List<TargetColumn> columns,
            IntFunction<String> parameter,
            UnaryOperator<String> guard,
            Upsert upsert) {
        List<String> key = new ArrayList<>();
        List<String> data = new ArrayList<>();
        List<String> updated = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            TargetColumn column = columns.get(i);
            boolean isKey = table.isKey(column.name());
            String name = identifier(column.name()) + " = ";
            (isKey ? key : data).add(name + CrateTypes.cast(column.type(), parameter.apply(i)));
            String isOutdated = isKey ? "" : guard.apply(column.versionKey());
            if (!isOutdated.isEmpty()) {
                updated.add(
                        name
                                + "CASE WHEN "
                                + isOutdated
                                + " THEN "
                                + "\"data\"["
                                + literal(column.name())
                                + "]"
                                + " ELSE "
                                + CrateVersions.written(column.name())
                                + " END");
            }
        }
        String written =
                updated.isEmpty() ? "excluded.\"data\"" : "{" + String.join(", ", updated) + "}";
        upsert.add(Part.key("\"pk\"", "{" + String.join(", ", key) + "}"));
        // Joining objects replaces the columns written.
        upsert.add(
                new Part(
                        "\"data\"",
                        "{" + String.join(", ", data) + "}",
                        "coalesce(\"data\", {}) || " + written,
                        ""));
    }

    /** A WHERE is not allowed here, so each column keeps its value where that is newer. */
    private static String onConflict(TargetTable table, Upsert upsert) {
        String conflict =
                "ON CONFLICT ("
                        + list(table.primaryKey(), key -> CrateDialect.keyTerm(table, key))
                        + ")";
        List<Part> updated = upsert.updated();
        return updated.isEmpty()
                ? conflict + " DO NOTHING"
                : conflict
                        + " DO UPDATE SET\n    "
                        + SqlText.join(",\n    ", updated, part -> part.assignment(""));
    }
}
