package io.dmstocrate.target;

import io.dmstocrate.dialect.PostgresUniversal;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.MappingException;
import io.dmstocrate.mapping.NameRule;
import io.dmstocrate.mapping.TargetColumn;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** PostgreSQL's tables, by its system catalog. */
final class PostgresCatalog implements Catalog {

    private static final Set<String> OBJECTS = Set.of("pk", "data", "aux");

    private static final String COLUMNS =
            """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                   coalesce(array_position(i.indkey::int2[], a.attnum), -1)
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisprimary
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
              AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """;

    private static final String COMMENT =
            """
            SELECT obj_description(c.oid, 'pg_class')
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
            """;

    @Override
    public Optional<CatalogTable> read(Session session, TableId table, Layout layout)
            throws SQLException {
        List<TargetColumn> columns = new ArrayList<>();
        Set<String> notNull = new HashSet<>();
        SortedMap<Integer, String> key = new TreeMap<>();
        PreparedStatement statement = session.prepare(COLUMNS);
        statement.setString(1, table.schema());
        statement.setString(2, table.name());
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                String name = result.getString(1);
                columns.add(
                        new TargetColumn(name, NameRule.source(name), type(result.getString(2))));
                if (result.getBoolean(3)) {
                    notNull.add(name);
                }
                if (result.getInt(4) >= 0) {
                    key.put(result.getInt(4), name);
                }
            }
        }
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        CatalogTable found = new CatalogTable(columns, List.copyOf(key.values()), notNull);
        return Optional.of(layout == Layout.DIRECT ? found : universal(session, table, found));
    }

    /** PostgreSQL itself looks after what speaks of a column. */
    @Override
    public boolean isTied(Session session, TableId table, String column) {
        return false;
    }

    /** The columns in the objects instead of the objects. */
    private static CatalogTable universal(Session session, TableId table, CatalogTable found)
            throws SQLException {
        List<TargetColumn> columns = new ArrayList<>();
        List<String> key = new ArrayList<>();
        found.columns().stream()
                .filter(column -> !OBJECTS.contains(column.name()))
                .forEach(columns::add);
        PreparedStatement statement = session.prepare(COMMENT);
        statement.setString(1, table.schema());
        statement.setString(2, table.name());
        try (ResultSet result = statement.executeQuery()) {
            String comment = result.next() ? result.getString(1) : null;
            if (comment != null && comment.startsWith(PostgresUniversal.COMMENT)) {
                for (String line : comment.split("\n")) {
                    read(line, columns, key);
                }
            }
        }
        return new CatalogTable(columns, key, Set.of());
    }

    private static void read(String line, List<TargetColumn> columns, List<String> key) {
        boolean keyLine = line.startsWith(PostgresUniversal.KEY_LINE);
        if (!keyLine && !line.startsWith(PostgresUniversal.DATA_LINE)) {
            return;
        }
        int type = line.indexOf(' ') + 1;
        int name = line.indexOf(' ', type) + 1;
        TargetColumn column =
                new TargetColumn(
                        line.substring(name),
                        NameRule.source(line.substring(name)),
                        ColumnTypes.parse(line.substring(type, name - 1)));
        columns.add(column);
        if (keyLine) {
            key.add(column.name());
        }
    }

    private static ColumnType type(String sql) {
        return switch (sql) {
            case "numeric" -> ColumnType.numeric(-1, -1);
            case "character varying" -> ColumnType.of(Kind.TEXT);
            case "json", "\"char\"" -> new ColumnType(Kind.OTHER, -1, -1, sql);
            default -> parsed(sql);
        };
    }

    private static ColumnType parsed(String sql) {
        try {
            return ColumnTypes.parse(sql);
        } catch (MappingException e) {
            return new ColumnType(Kind.OTHER, -1, -1, sql);
        }
    }
}
