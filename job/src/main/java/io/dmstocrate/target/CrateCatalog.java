package io.dmstocrate.target;

import io.dmstocrate.dialect.CrateTableText;
import io.dmstocrate.dialect.CrateTableText.TableColumn;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dialect.SqlStates;
import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.MappingException;
import io.dmstocrate.mapping.NameRule;
import io.dmstocrate.mapping.TargetColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** CrateDB's tables, by SHOW CREATE TABLE. */
final class CrateCatalog implements Catalog {

    @Override
    public Optional<CatalogTable> read(Session session, TableId table, Layout layout)
            throws SQLException {
        String sql = "SHOW CREATE TABLE " + SqlText.table(table);
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next()
                    ? Optional.of(table(CrateTableText.parse(result.getString(1)), layout))
                    : Optional.empty();
        } catch (SQLException e) {
            if (SqlStates.message(e).contains("allow SHOW CREATE")) {
                return Optional.empty();
            }
            if (session.dialect().classify(e) == FailureKind.STALE_DEFINITION) {
                CrateReadiness.check(session);
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Its own line names the column once. */
    @Override
    public boolean isTied(Session session, TableId table, String column) throws SQLException {
        String text = text(session, table);
        String columns = text.substring(text.indexOf('(') + 1);
        return count(columns, SqlText.identifier(column))
                        + count(columns, "[" + SqlText.literal(column) + "]")
                > 1;
    }

    /** The statement that would create a table as it is; empty if it is none. */
    static String text(Session session, TableId table) throws SQLException {
        String sql = "SHOW CREATE TABLE " + SqlText.table(table);
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : "";
        }
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            count++;
        }
        return count;
    }

    static CatalogTable table(CrateTableText.Table table, Layout layout) {
        List<TargetColumn> columns = new ArrayList<>();
        Set<String> notNull = new HashSet<>();
        for (TableColumn column : table.columns()) {
            if (layout == Layout.UNIVERSAL && isContainer(column.name())) {
                column.children().forEach(child -> add(child, columns, notNull));
            } else {
                add(column, columns, notNull);
            }
        }
        List<String> key = new ArrayList<>();
        for (List<String> path : table.primaryKey()) {
            key.add(path.get(path.size() - 1));
        }
        return new CatalogTable(columns, key, notNull);
    }

    private static boolean isContainer(String name) {
        return name.equals("pk") || name.equals("data") || name.equals("aux");
    }

    private static void add(TableColumn column, List<TargetColumn> columns, Set<String> notNull) {
        String name = column.name();
        columns.add(new TargetColumn(name, NameRule.source(name), type(column)));
        if (!column.nullable()) {
            notNull.add(name);
        }
    }

    private static ColumnType type(TableColumn column) {
        String sql = column.type();
        if (sql.startsWith("OBJECT")) {
            return ColumnType.of(Kind.OBJECT);
        }
        try {
            ColumnType type = ColumnTypes.parse(sql);
            boolean large = column.indexOff() && column.columnStoreOff();
            return type.kind() == Kind.TEXT && large ? ColumnType.of(Kind.LARGE_TEXT) : type;
        } catch (MappingException e) {
            return new ColumnType(Kind.OTHER, -1, -1, sql);
        }
    }
}
