package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.identifier;
import static io.dmstocrate.dialect.SqlText.list;
import static io.dmstocrate.dialect.SqlText.literal;

import io.dmstocrate.dialect.Upsert.Part;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import io.dmstocrate.mapping.ValueRules;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The SQL of CrateDB, 5.x and 6.x.
 *
 * <p>Deletes name one row by key terms and nothing else: only then does CrateDB find rows that were
 * written a moment ago. {@code IN} with parameters looks the same and does not (seen in 6.4.3).
 */
public final class CrateDialect implements Dialect {

    private static final ValueRules VALUE_RULES =
            new ValueRules(true, ValueRules.INDEXED_TEXT_BYTES, true);

    @Override
    public String name() {
        return "CrateDB";
    }

    @Override
    public ValueRules valueRules() {
        return VALUE_RULES;
    }

    @Override
    public int longestName() {
        return 255;
    }

    @Override
    public boolean rejectsSilently() {
        return true;
    }

    @Override
    public String arrayElement(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "bool";
            case SMALLINT, INTEGER, BIGINT, TIMESTAMP_WITH_TIME_ZONE, TIMESTAMP -> "int8";
            case REAL -> "float4";
            case DOUBLE -> "float8";
            case NUMERIC, TEXT, LARGE_TEXT, VARCHAR, CHAR, OBJECT, OTHER -> "text";
        };
    }

    @Override
    public List<String> createTable(TargetTable table) {
        List<String> lines = new ArrayList<>();
        if (table.layout() == Layout.UNIVERSAL) {
            lines.add("\"pk\" OBJECT(STRICT) AS (" + definitions(table.keyColumns()) + ")");
            List<TargetColumn> others = table.otherColumns();
            String known = others.isEmpty() ? "" : " AS (" + definitions(others) + ")";
            lines.add("\"data\" OBJECT(DYNAMIC)" + known);
            lines.add("\"aux\" OBJECT(IGNORED)");
        } else {
            table.columns().forEach(column -> lines.add(definition(column)));
        }
        if (!table.versionColumn().isEmpty()) {
            lines.add(versionDefinition(table));
            lines.add(columnVersionsDefinition(table));
        }
        if (!table.deletedColumn().isEmpty()) {
            lines.add(deletedDefinition(table));
        }
        lines.add("PRIMARY KEY (" + list(table.primaryKey(), key -> keyTerm(table, key)) + ")");
        return List.of(
                "CREATE TABLE IF NOT EXISTS "
                        + SqlText.table(table.id())
                        + " (\n    "
                        + String.join(",\n    ", lines)
                        + "\n)"
                        + CrateTypes.settings(table, key -> partitionTerm(table, key)));
    }

    @Override
    public String addColumn(TargetTable table, TargetColumn column) {
        String name =
                table.layout() == Layout.UNIVERSAL
                        ? "\"data\"[" + literal(column.name()) + "]"
                        : identifier(column.name());
        return alter(table) + name + " " + CrateTypes.definition(column.type());
    }

    @Override
    public String renameColumn(TargetTable table, TargetColumn column, String name) {
        boolean key = table.isKey(column.name());
        return "ALTER TABLE "
                + SqlText.table(table.id())
                + " RENAME COLUMN "
                + columnTerm(table, key, column.name())
                + " TO "
                + columnTerm(table, key, name);
    }

    @Override
    public String dropColumn(TargetTable table, TargetColumn column) {
        return "ALTER TABLE "
                + SqlText.table(table.id())
                + " DROP COLUMN IF EXISTS "
                + columnTerm(table, table.isKey(column.name()), column.name());
    }

    @Override
    public boolean altersTypes() {
        return false;
    }

    /** There is no ALTER COLUMN TYPE. */
    @Override
    public Optional<String> widenColumn(TargetTable table, TargetColumn column, ColumnType wide) {
        return Optional.empty();
    }

    /**
     * An UPDATE sets what it computes from the row as it is when it gets there, also one that
     * nobody refreshed (tried in 6.4.3): so a row that is written at the same time keeps its value.
     */
    @Override
    public String copyColumn(TargetTable table, TargetColumn narrow, TargetColumn wide, int rows) {
        String to = columnTerm(table, false, wide.name());
        String from = columnTerm(table, false, narrow.name());
        return "UPDATE "
                + SqlText.table(table.id())
                + (" SET " + to + " = coalesce(" + to + ", ")
                + (CrateTypes.widened(narrow.type(), wide.type(), from) + ")")
                + " WHERE _id IN (SELECT _id FROM "
                + SqlText.table(table.id())
                + uncopied(table, narrow, wide)
                + (" LIMIT " + rows + ")");
    }

    @Override
    public String countUncopied(TargetTable table, TargetColumn narrow, TargetColumn wide) {
        return "SELECT count(*) FROM " + SqlText.table(table.id()) + uncopied(table, narrow, wide);
    }

    private static String uncopied(TargetTable table, TargetColumn narrow, TargetColumn wide) {
        return " WHERE "
                + columnTerm(table, false, wide.name())
                + " IS NULL AND "
                + columnTerm(table, false, narrow.name())
                + " IS NOT NULL";
    }

    @Override
    public String addVersionColumn(TargetTable table) {
        return alter(table) + versionDefinition(table);
    }

    @Override
    public String addColumnVersions(TargetTable table) {
        return alter(table) + columnVersionsDefinition(table);
    }

    @Override
    public String moveColumnVersion(TargetTable table, TargetColumn column, String successor) {
        String versions = identifier(table.columnVersions());
        String version = versions + "[" + literal(column.versionKey()) + "]";
        String moved = successor.isEmpty() ? "" : ", " + identifier(successor) + " = " + version;
        return "UPDATE "
                + SqlText.table(table.id())
                + (" SET " + versions + " = " + versions + " || {")
                + (identifier(column.versionKey()) + " = NULL" + moved + "}")
                + (" WHERE " + version + " IS NOT NULL");
    }

    @Override
    public String addDeletedColumn(TargetTable table) {
        return alter(table) + deletedDefinition(table);
    }

    @Override
    public String upsert(
            TargetTable table, List<TargetColumn> columns, boolean deleted, Versioning versioning) {
        int versions = table.versionColumn().isEmpty() ? 0 : versioning.parameters();
        List<String> names = Upsert.parameters(columns.size() + versions);
        Upsert upsert = parts(table, columns, deleted, versioning, i -> "r.c" + i);
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

    @Override
    public String upsertOne(
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

    @Override
    public String delete(TargetTable table, List<TargetColumn> key) {
        return "DELETE FROM "
                + SqlText.table(table.id())
                + " WHERE "
                + SqlText.join(
                        " AND ",
                        key,
                        column ->
                                keyTerm(table, column.name())
                                        + " = "
                                        + CrateTypes.cast(column.type(), "?"));
    }

    @Override
    public String selectRow(TargetTable table, List<TargetColumn> key, List<TargetColumn> columns) {
        StringBuilder sql = new StringBuilder("SELECT ");
        for (TargetColumn column : columns) {
            sql.append(columnTerm(table, table.isKey(column.name()), column.name()));
            sql.append(CrateTypes.isTimestamp(column.type()) ? "::BIGINT, " : ", ");
        }
        return sql.append(
                        table.versionColumn().isEmpty() ? "''" : identifier(table.versionColumn()))
                .append(", \"_seq_no\", \"_primary_term\" FROM ")
                .append(SqlText.table(table.id()))
                .append(" WHERE ")
                .append(keyTerms(table, key))
                .toString();
    }

    @Override
    public String updateRow(TargetTable table, List<TargetColumn> key, List<TargetColumn> columns) {
        return "UPDATE "
                + SqlText.table(table.id())
                + " SET "
                + list(
                        columns,
                        column ->
                                columnTerm(table, table.isKey(column.name()), column.name())
                                        + " = "
                                        + CrateTypes.fromText(column.type(), "?"))
                + " WHERE "
                + keyTerms(table, key)
                + " AND \"_seq_no\" = ?::BIGINT AND \"_primary_term\" = ?::BIGINT";
    }

    private static String keyTerms(TargetTable table, List<TargetColumn> key) {
        return SqlText.join(
                " AND ",
                key,
                column ->
                        keyTerm(table, column.name())
                                + " = "
                                + CrateTypes.fromText(column.type(), "?"));
    }

    @Override
    public String sweep(TargetTable table) {
        String version = identifier(table.versionColumn());
        String where = " WHERE " + version + " < ? AND right(" + version + ", 9) < ?";
        if (table.deletedColumn().isEmpty()) {
            return "DELETE FROM " + SqlText.table(table.id()) + where;
        }
        String deleted = identifier(table.deletedColumn());
        return "UPDATE "
                + SqlText.table(table.id())
                + (" SET " + deleted + " = TRUE")
                + where
                + (" AND (" + deleted + " IS NULL OR NOT " + deleted + ")");
    }

    @Override
    public String countBuiltSince(TargetTable table) {
        return "SELECT count(*) FROM "
                + SqlText.table(table.id())
                + (" WHERE right(" + identifier(table.versionColumn()) + ", 9) >= ?");
    }

    @Override
    public List<String> replace(TableId table, TableId successor) {
        return List.of(
                "ALTER CLUSTER SWAP TABLE "
                        + SqlText.table(successor)
                        + " TO "
                        + SqlText.table(table)
                        + " WITH (drop_source = true)");
    }

    @Override
    public Optional<String> refresh(TableId table) {
        return Optional.of("REFRESH TABLE " + SqlText.table(table));
    }

    @Override
    public FailureKind classify(SQLException error) {
        return CrateFailures.classify(error);
    }

    @Override
    public boolean alreadyThere(SQLException error) {
        return CrateFailures.alreadyThere(error);
    }

    @Override
    public Optional<String> remedy(TableId table, SQLException error) {
        return CrateFailures.remedy(table, error);
    }

    private static Upsert parts(
            TargetTable table,
            List<TargetColumn> columns,
            boolean deleted,
            Versioning versioning,
            IntFunction<String> parameter) {
        VersionGuard guard =
                new VersionGuard(CrateVersions.INSTANCE, versioning, table, columns, "");
        Upsert upsert = new Upsert();
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
                                : Part.replacing(
                                        name, value, guard.isOutdated(column.versionKey())));
            }
        }
        if (!table.deletedColumn().isEmpty()) {
            String flag = deleted ? "TRUE" : "FALSE";
            String name = identifier(table.deletedColumn());
            upsert.add(Part.replacing(name, flag, guard.isRowNewer()));
        }
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

    private static void addObjects(
            TargetTable table,
            List<TargetColumn> columns,
            IntFunction<String> parameter,
            VersionGuard guard,
            Upsert upsert) {
        List<String> key = new ArrayList<>();
        List<String> data = new ArrayList<>();
        List<String> updated = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            TargetColumn column = columns.get(i);
            boolean isKey = table.isKey(column.name());
            String name = identifier(column.name()) + " = ";
            (isKey ? key : data).add(name + CrateTypes.cast(column.type(), parameter.apply(i)));
            String isOutdated = isKey ? "" : guard.isOutdated(column.versionKey());
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
                "ON CONFLICT (" + list(table.primaryKey(), key -> keyTerm(table, key)) + ")";
        List<Part> updated = upsert.updated();
        return updated.isEmpty()
                ? conflict + " DO NOTHING"
                : conflict
                        + " DO UPDATE SET\n    "
                        + SqlText.join(",\n    ", updated, part -> part.assignment(""));
    }

    private static String keyTerm(TargetTable table, String key) {
        return table.layout() == Layout.UNIVERSAL
                ? "\"pk\"[" + literal(key) + "]"
                : identifier(key);
    }

    private static String partitionTerm(TargetTable table, String column) {
        return columnTerm(table, table.isKey(column), column);
    }

    private static String columnTerm(TargetTable table, boolean key, String column) {
        if (table.layout() == Layout.DIRECT) {
            return identifier(column);
        }
        return (key ? "\"pk\"[" : "\"data\"[") + literal(column) + "]";
    }

    private static String definition(TargetColumn column) {
        return identifier(column.name()) + " " + CrateTypes.definition(column.type());
    }

    private static String definitions(List<TargetColumn> columns) {
        return list(columns, CrateDialect::definition);
    }

    private static String columnVersionsDefinition(TargetTable table) {
        return identifier(table.columnVersions()) + " " + CrateVersions.TYPE;
    }

    private static String versionDefinition(TargetTable table) {
        return identifier(table.versionColumn()) + " " + CrateTypes.VERSION;
    }

    private static String deletedDefinition(TargetTable table) {
        return identifier(table.deletedColumn()) + " BOOLEAN";
    }

    private static String alter(TargetTable table) {
        return "ALTER TABLE " + SqlText.table(table.id()) + " ADD COLUMN ";
    }
}
