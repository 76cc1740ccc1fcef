package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.identifier;
import static io.dmstocrate.dialect.SqlText.list;
import static io.dmstocrate.dialect.SqlText.literal;

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

/**
 * The SQL of CrateDB, 5.x and 6.x.
 *
 * <p>Deletes name one row by key terms and nothing else: only then does CrateDB find rows that were
 * written a moment ago. {@code IN} with parameters looks the same and does not (seen in 6.4.3).
 */
public final class CrateDialect implements Dialect {

    /** Behind the terms of a key: only if nobody has written the row since it was read. */
    private static final String UNCHANGED =
            " AND \"_seq_no\" = ?::BIGINT AND \"_primary_term\" = ?::BIGINT";

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
        return CrateUpserts.many(table, columns, deleted, versioning);
    }

    @Override
    public Optional<String> upsertNewest(
            TargetTable table, List<TargetColumn> columns, boolean deleted) {
        return CrateUpserts.newest(table, columns, deleted);
    }

    @Override
    public String upsertOne(
            TargetTable table, List<TargetColumn> columns, boolean deleted, Versioning versioning) {
        return CrateUpserts.one(table, columns, deleted, versioning);
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
        return "SELECT "
                + terms(table, columns)
                + VersionGuard.read(CrateVersions.INSTANCE, table, columns)
                + ", \"_seq_no\", \"_primary_term\" FROM "
                + SqlText.table(table.id())
                + (" WHERE " + keyTerms(table, key));
    }

    /** Columns as they are read to be given to {@link CrateTypes#fromText}, each with a comma. */
    private static String terms(TargetTable table, List<TargetColumn> columns) {
        StringBuilder terms = new StringBuilder();
        for (TargetColumn column : columns) {
            terms.append(columnTerm(table, table.isKey(column.name()), column.name()));
            terms.append(CrateTypes.isTimestamp(column.type()) ? "::BIGINT, " : ", ");
        }
        return terms.toString();
    }

    @Override
    public String updateRow(TargetTable table, List<TargetColumn> key, List<TargetColumn> columns) {
        String versions = VersionGuard.filled(CrateVersions.INSTANCE, table, columns);
        return "UPDATE "
                + SqlText.table(table.id())
                + " SET "
                + list(
                        columns,
                        column ->
                                columnTerm(table, table.isKey(column.name()), column.name())
                                        + " = "
                                        + CrateTypes.fromText(column.type(), "?"))
                + (versions.isEmpty() ? "" : ", " + versions)
                + " WHERE "
                + (keyTerms(table, key) + UNCHANGED);
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
        String name = SqlText.table(table.id());
        return (table.deletedColumn().isEmpty()
                        ? "DELETE FROM " + name
                        : "UPDATE "
                                + name
                                + " SET "
                                + identifier(table.deletedColumn())
                                + " = TRUE")
                + (" WHERE " + keyTerms(table, table.keyColumns()) + UNCHANGED);
    }

    /**
     * CrateDB finds the rows that a condition is true of, and then changes them by their ids,
     * without looking at them again ({@code ShardDeleteRequest.Item} of 6.4.3).
     */
    @Override
    public Optional<String> swept(TargetTable table, int rows) {
        String version = identifier(table.versionColumn());
        String deleted = table.deletedColumn().isEmpty() ? "" : identifier(table.deletedColumn());
        return Optional.of(
                "SELECT "
                        + terms(table, table.keyColumns())
                        + "\"_seq_no\", \"_primary_term\" FROM "
                        + SqlText.table(table.id())
                        + (" WHERE " + version + " < ? AND right(" + version + ", 9) < ?")
                        + (deleted.isEmpty()
                                ? ""
                                : " AND (" + deleted + " IS NULL OR NOT " + deleted + ")")
                        + (" LIMIT " + rows));
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

    /** A column of the key, as statements name it. */
    static String keyTerm(TargetTable table, String key) {
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
