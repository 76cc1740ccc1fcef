package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.identifier;
import static io.dmstocrate.dialect.SqlText.list;
import static io.dmstocrate.dialect.SqlText.literal;

import io.dmstocrate.dialect.Upsert.Part;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import io.dmstocrate.mapping.ValueRules;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/** The SQL of PostgreSQL. Versions are compared byte by byte, whatever the database's collation. */
public final class PostgresDialect implements Dialect {

    private static final ValueRules VALUE_RULES = new ValueRules(false, -1, false);

    private static final String BYTE_ORDER = PostgresVersions.BYTE_ORDER;

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public ValueRules valueRules() {
        return VALUE_RULES;
    }

    @Override
    public int longestName() {
        return 63;
    }

    @Override
    public boolean rejectsSilently() {
        return false;
    }

    @Override
    public String arrayElement(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "bool";
            case SMALLINT, INTEGER, BIGINT -> "int8";
            // The column may be a DOUBLE by now, and must not get the digits of single precision.
            case REAL, DOUBLE -> "float8";
            case NUMERIC, TIMESTAMP_WITH_TIME_ZONE, TIMESTAMP, OBJECT, OTHER -> "text";
            case TEXT, LARGE_TEXT, VARCHAR, CHAR -> "text";
        };
    }

    @Override
    public List<String> createTable(TargetTable table) {
        boolean universal = table.layout() == Layout.UNIVERSAL;
        List<String> lines = new ArrayList<>();
        if (universal) {
            lines.addAll(PostgresUniversal.COLUMNS);
        } else {
            for (TargetColumn column : table.columns()) {
                lines.add(identifier(column.name()) + " " + definition(column.type()));
            }
        }
        if (!table.versionColumn().isEmpty()) {
            lines.add(versionDefinition(table));
            lines.add(columnVersionsDefinition(table));
        }
        if (!table.deletedColumn().isEmpty()) {
            lines.add(deletedDefinition(table));
        }
        lines.add("PRIMARY KEY (" + key(table) + ")");
        List<String> statements = new ArrayList<>();
        statements.add("CREATE SCHEMA IF NOT EXISTS " + identifier(table.id().schema()));
        statements.add(
                "CREATE TABLE IF NOT EXISTS "
                        + SqlText.table(table.id())
                        + " (\n    "
                        + String.join(",\n    ", lines)
                        + "\n)");
        if (universal) {
            statements.add(PostgresUniversal.remember(table));
        }
        return statements;
    }

    @Override
    public String addColumn(TargetTable table, TargetColumn column) {
        return table.layout() == Layout.UNIVERSAL
                ? PostgresUniversal.remember(table)
                : alter(table) + identifier(column.name()) + " " + definition(column.type());
    }

    @Override
    public String renameColumn(TargetTable table, TargetColumn column, String name) {
        return table.layout() == Layout.UNIVERSAL
                ? ""
                : "ALTER TABLE "
                        + SqlText.table(table.id())
                        + (" RENAME COLUMN " + identifier(column.name()))
                        + (" TO " + identifier(name));
    }

    @Override
    public String dropColumn(TargetTable table, TargetColumn column) {
        return table.layout() == Layout.UNIVERSAL
                ? ""
                : "ALTER TABLE "
                        + SqlText.table(table.id())
                        + (" DROP COLUMN IF EXISTS " + identifier(column.name()));
    }

    @Override
    public boolean altersTypes() {
        return true;
    }

    @Override
    public Optional<String> widenColumn(TargetTable table, TargetColumn column, ColumnType wide) {
        if (table.layout() == Layout.UNIVERSAL) {
            TargetColumn widened = new TargetColumn(column.name(), column.source(), wide);
            List<TargetColumn> columns = new ArrayList<>(table.columns());
            columns.replaceAll(other -> other.equals(column) ? widened : other);
            return Optional.of(PostgresUniversal.remember(table.with(columns)));
        }
        String name = identifier(column.name());
        return Optional.of(
                "ALTER TABLE "
                        + SqlText.table(table.id())
                        + (" ALTER COLUMN " + name + " TYPE " + definition(wide))
                        + (" USING " + widened(column.type(), wide, name)));
    }

    /** Single precision goes by way of its text: 1.1 stays 1.1. */
    private static String widened(ColumnType from, ColumnType to, String value) {
        boolean toText =
                to.kind() == ColumnType.Kind.TEXT || to.kind() == ColumnType.Kind.LARGE_TEXT;
        if (toText && from.equals(ColumnTypes.LEARNED_NUMBER)) {
            return "regexp_replace(" + value + "::TEXT, '\\.?0+$', '')";
        }
        return from.kind() == ColumnType.Kind.REAL
                ? value + "::TEXT::" + definition(to)
                : value + "::" + definition(to);
    }

    @Override
    public String copyColumn(TargetTable table, TargetColumn narrow, TargetColumn wide, int rows) {
        throw new UnsupportedOperationException("PostgreSQL alters types");
    }

    @Override
    public String countUncopied(TargetTable table, TargetColumn narrow, TargetColumn wide) {
        throw new UnsupportedOperationException("PostgreSQL alters types");
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
        String key = literal(column.versionKey());
        String rest = "(" + versions + " - " + key + ")";
        String moved =
                successor.isEmpty()
                        ? rest
                        : rest
                                + " || jsonb_build_object("
                                + literal(successor)
                                + ", "
                                + versions
                                + " -> "
                                + key
                                + ")";
        return "UPDATE "
                + SqlText.table(table.id())
                + (" SET " + versions + " = " + moved)
                // Its operator is a question mark, which the driver takes for a parameter.
                + (" WHERE jsonb_exists(" + versions + ", " + key + ")");
    }

    @Override
    public String addDeletedColumn(TargetTable table) {
        return alter(table) + deletedDefinition(table);
    }

    @Override
    public String upsert(
            TargetTable table, List<TargetColumn> columns, boolean deleted, Versioning versioning) {
        List<String> arrays = new ArrayList<>();
        columns.forEach(column -> arrays.add("?::" + arrayElement(column.type()) + "[]"));
        if (!table.versionColumn().isEmpty()) {
            arrays.addAll(Collections.nCopies(versioning.parameters(), "?::text[]"));
        }
        Upsert upsert = parts(table, columns, deleted, versioning, i -> "r.c" + i);
        return insert(table, upsert)
                + "\nSELECT "
                + upsert.values()
                + "\nFROM unnest("
                + String.join(", ", arrays)
                + ") AS r ("
                + String.join(", ", Upsert.parameters(arrays.size()))
                + ")\n"
                + onConflict(table, upsert, versioning, columns);
    }

    @Override
    public String upsertOne(
            TargetTable table, List<TargetColumn> columns, boolean deleted, Versioning versioning) {
        Upsert upsert = parts(table, columns, deleted, versioning, i -> "?");
        return insert(table, upsert)
                + "\nVALUES ("
                + upsert.values()
                + ")\n"
                + onConflict(table, upsert, versioning, columns);
    }

    @Override
    public String delete(TargetTable table, List<TargetColumn> key) {
        String delete = "DELETE FROM " + SqlText.table(table.id()) + " WHERE ";
        if (table.layout() == Layout.UNIVERSAL) {
            return delete + PostgresUniversal.KEY + " = " + PostgresUniversal.object(key, "?");
        }
        return delete
                + SqlText.join(
                        " AND ",
                        key,
                        column -> identifier(column.name()) + " = " + key(column.type()));
    }

    /** Numbers of single precision are equal only to such. */
    private static String key(ColumnType type) {
        return type.kind() == ColumnType.Kind.REAL ? "?::REAL" : cast(type, "?");
    }

    @Override
    public String selectRow(TargetTable table, List<TargetColumn> key, List<TargetColumn> columns) {
        boolean universal = table.layout() == Layout.UNIVERSAL;
        StringBuilder sql = new StringBuilder("SELECT ");
        for (TargetColumn column : columns) {
            sql.append(
                    universal
                            ? "\"data\"->>" + SqlText.literal(column.name())
                            : identifier(column.name()) + "::TEXT");
            sql.append(", ");
        }
        return sql.append(VersionGuard.read(PostgresVersions.INSTANCE, table, columns))
                .append(", xmin::TEXT, '' FROM ")
                .append(SqlText.table(table.id()))
                .append(" WHERE ")
                .append(keyTerms(table, key))
                .toString();
    }

    @Override
    public String updateRow(TargetTable table, List<TargetColumn> key, List<TargetColumn> columns) {
        String set =
                table.layout() == Layout.UNIVERSAL
                        ? "\"data\" = coalesce(\"data\", '{}'::jsonb) || "
                                + PostgresUniversal.object(columns, "?")
                        : list(
                                columns,
                                column ->
                                        identifier(column.name())
                                                + " = "
                                                + PostgresUniversal.typed(column.type(), "?"));
        String versions = VersionGuard.filled(PostgresVersions.INSTANCE, table, columns);
        return "UPDATE "
                + SqlText.table(table.id())
                + (" SET " + set + (versions.isEmpty() ? "" : ", " + versions))
                + (" WHERE " + keyTerms(table, key))
                + " AND xmin::TEXT = ? AND ''::TEXT = ?";
    }

    private static String keyTerms(TargetTable table, List<TargetColumn> key) {
        return table.layout() == Layout.UNIVERSAL
                ? PostgresUniversal.KEY + " = " + PostgresUniversal.object(key, "?")
                : SqlText.join(
                        " AND ",
                        key,
                        column ->
                                identifier(column.name())
                                        + " = "
                                        + PostgresUniversal.typed(column.type(), "?"));
    }

    @Override
    public String sweep(TargetTable table) {
        String version = identifier(table.versionColumn());
        String where =
                " WHERE "
                        + (version + BYTE_ORDER + " < ? AND right(")
                        + (version + ", 9)" + BYTE_ORDER + " < ?");
        if (table.deletedColumn().isEmpty()) {
            return "DELETE FROM " + SqlText.table(table.id()) + where;
        }
        String deleted = identifier(table.deletedColumn());
        return "UPDATE "
                + SqlText.table(table.id())
                + (" SET " + deleted + " = TRUE")
                + where
                + (" AND " + deleted + " IS NOT TRUE");
    }

    /** A row that is locked by another statement is looked at again, behind that. */
    @Override
    public Optional<String> swept(TargetTable table, int rows) {
        return Optional.empty();
    }

    @Override
    public String countBuiltSince(TargetTable table) {
        return "SELECT count(*) FROM "
                + SqlText.table(table.id())
                + (" WHERE right(" + identifier(table.versionColumn()) + ", 9)")
                + (BYTE_ORDER + " >= ?");
    }

    @Override
    public List<String> replace(TableId table, TableId successor) {
        return List.of("DROP TABLE " + SqlText.table(table), rename(successor, table));
    }

    @Override
    public Optional<String> refresh(TableId table) {
        return Optional.empty();
    }

    @Override
    public FailureKind classify(SQLException error) {
        return PostgresFailures.classify(error);
    }

    @Override
    public boolean alreadyThere(SQLException error) {
        return PostgresFailures.alreadyThere(error);
    }

    @Override
    public Optional<String> remedy(TableId table, SQLException error) {
        return Optional.empty();
    }

    private static String insert(TargetTable table, Upsert upsert) {
        return "INSERT INTO " + SqlText.table(table.id()) + " AS t (" + upsert.names() + ")";
    }

    private static Upsert parts(
            TargetTable table,
            List<TargetColumn> columns,
            boolean deleted,
            Versioning versioning,
            IntFunction<String> parameter) {
        VersionGuard guard = guard(table, versioning, columns);
        Upsert upsert = new Upsert();
        if (table.layout() == Layout.UNIVERSAL) {
            PostgresUniversal.addParts(table, columns, parameter, guard, upsert);
        } else {
            addParts(table, columns, parameter, guard, upsert);
        }
        if (!table.deletedColumn().isEmpty()) {
            String flag = deleted ? "TRUE" : "FALSE";
            String name = identifier(table.deletedColumn());
            upsert.add(Part.replacing(name, flag, guard.isRowNewer()));
        }
        if (guard.isOn()) {
            String version = parameter.apply(columns.size());
            String name = identifier(table.versionColumn());
            upsert.add(Part.replacing(name, version, guard.isRowNewer()));
            String versions =
                    versioning.whole()
                            ? "NULL::JSONB"
                            : parameter.apply(columns.size() + 1) + "::JSONB";
            upsert.add(
                    new Part(identifier(table.columnVersions()), versions, guard.versions(), ""));
        }
        return upsert;
    }

    private static VersionGuard guard(
            TargetTable table, Versioning versioning, List<TargetColumn> columns) {
        return new VersionGuard(PostgresVersions.INSTANCE, versioning, table, columns, "t.");
    }

    private static void addParts(
            TargetTable table,
            List<TargetColumn> columns,
            IntFunction<String> parameter,
            VersionGuard guard,
            Upsert upsert) {
        for (int i = 0; i < columns.size(); i++) {
            TargetColumn column = columns.get(i);
            String name = identifier(column.name());
            String value = cast(column.type(), parameter.apply(i));
            upsert.add(
                    table.isKey(column.name())
                            ? Part.key(name, value)
                            : Part.replacing(name, value, guard.isOutdated(column.versionKey())));
        }
    }

    /** Rows that are newer in each respect are left as they are: to touch them costs much here. */
    private static String onConflict(
            TargetTable table, Upsert upsert, Versioning versioning, List<TargetColumn> columns) {
        String conflict = "ON CONFLICT (" + key(table) + ")";
        List<Part> updated = upsert.updated();
        if (updated.isEmpty()) {
            return conflict + " DO NOTHING";
        }
        String sets =
                conflict
                        + " DO UPDATE SET\n    "
                        + SqlText.join(",\n    ", updated, part -> part.assignment("t."));
        if (table.versionColumn().isEmpty() || !versioning.whole()) {
            return sets;
        }
        VersionGuard guard = guard(table, versioning, columns);
        String isUnaware = guard.isUnaware();
        return sets
                + "\nWHERE ("
                + guard.isRowNewer()
                + ") IS NOT TRUE OR t."
                + identifier(table.columnVersions())
                + " IS NOT NULL"
                + (isUnaware.isEmpty() ? "" : " OR " + isUnaware);
    }

    private static String key(TargetTable table) {
        return table.layout() == Layout.UNIVERSAL
                ? PostgresUniversal.KEY
                : list(table.primaryKey(), SqlText::identifier);
    }

    private static String definition(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "BOOLEAN";
            case SMALLINT -> "SMALLINT";
            case INTEGER -> "INTEGER";
            case BIGINT -> "BIGINT";
            case NUMERIC ->
                    type.precision() < 1
                            ? "NUMERIC"
                            : "NUMERIC(" + type.precision() + ", " + type.scale() + ")";
            case REAL -> "REAL";
            case DOUBLE -> "DOUBLE PRECISION";
            case TEXT, LARGE_TEXT -> "TEXT";
            case VARCHAR -> "VARCHAR(" + type.precision() + ")";
            case CHAR -> "CHAR(" + type.precision() + ")";
            case TIMESTAMP_WITH_TIME_ZONE -> "TIMESTAMP WITH TIME ZONE";
            case TIMESTAMP -> "TIMESTAMP WITHOUT TIME ZONE";
            case OBJECT -> "JSONB";
            case OTHER -> type.sql();
        };
    }

    /**
     * Never with a length: a cast to {@code VARCHAR(n)} cuts, one to {@code NUMERIC(p, s)} rounds.
     */
    static String cast(ColumnType type, String value) {
        return switch (type.kind()) {
            case NUMERIC -> value + "::NUMERIC";
            case TIMESTAMP_WITH_TIME_ZONE -> value + "::TIMESTAMPTZ";
            case TIMESTAMP -> value + "::TIMESTAMP";
            case OBJECT -> value + "::JSONB";
            case OTHER -> value + "::" + type.sql();
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> value;
            case TEXT, LARGE_TEXT, VARCHAR, CHAR -> value;
        };
    }

    private static String columnVersionsDefinition(TargetTable table) {
        return identifier(table.columnVersions()) + " JSONB";
    }

    private static String versionDefinition(TargetTable table) {
        return identifier(table.versionColumn()) + " TEXT" + BYTE_ORDER;
    }

    private static String deletedDefinition(TargetTable table) {
        return identifier(table.deletedColumn()) + " BOOLEAN";
    }

    private static String alter(TargetTable table) {
        return "ALTER TABLE " + SqlText.table(table.id()) + " ADD COLUMN IF NOT EXISTS ";
    }
}
