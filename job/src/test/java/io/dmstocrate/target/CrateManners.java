package io.dmstocrate.target;

import io.dmstocrate.dialect.CrateTableText;
import io.dmstocrate.dialect.CrateTableText.TableColumn;
import io.dmstocrate.dialect.SqlStates;
import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dms.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A double of CrateDB over PostgreSQL, with the manners of CrateDB that can lose data:
 *
 * <ul>
 *   <li>Statements over many rows leave out rows that break a constraint, and tell by a smaller
 *       count only; a value that can't be cast fails the statement as a whole.
 *   <li>There are no transactions: none can be begun, rolled back or prepared.
 *   <li>A DELETE or UPDATE with anything but key terms finds only what was refreshed.
 *   <li>While it starts it takes connections and knows no table.
 *   <li>Most errors have the SQLState XX000.
 * </ul>
 *
 * <p>What CrateDB's grammar has and PostgreSQL's has not is translated, as far as {@code
 * CrateDialect} uses it.
 */
final class CrateManners {

    private static final Pattern CREATE =
            Pattern.compile(
                    "CREATE TABLE IF NOT EXISTS (\"(?:[^\"]|\"\")+\")\\.(\"(?:[^\"]|\"\")+\") .*",
                    Pattern.DOTALL);
    private static final Pattern ADD =
            Pattern.compile(
                    "ALTER TABLE (\"(?:[^\"]|\"\")+\")\\.(\"(?:[^\"]|\"\")+\") ADD COLUMN"
                            + " (\"data\"\\[')?(.*)",
                    Pattern.DOTALL);
    private static final Pattern ALTER =
            Pattern.compile(
                    "ALTER TABLE .* (DROP COLUMN IF EXISTS|RENAME COLUMN) .*", Pattern.DOTALL);
    private static final Pattern SHOW =
            Pattern.compile("SHOW CREATE TABLE (\"(?:[^\"]|\"\")+\")\\.(\"(?:[^\"]|\"\")+\")");
    private static final Pattern ALL_ROWS =
            Pattern.compile("SELECT (?:\"[a-z_]+\"(?:, )?)+ FROM (\\S+)");
    private static final Pattern SWAP =
            Pattern.compile(
                    "ALTER CLUSTER SWAP TABLE (\"(?:[^\"]|\"\")+\")\\.(\"(?:[^\"]|\"\")+\") TO"
                            + " (\"(?:[^\"]|\"\")+\")\\.(\"(?:[^\"]|\"\")+\") WITH \\(drop_source ="
                            + " true\\)");
    private static final Pattern TABLE =
            Pattern.compile("(ALTER TABLE \\S+ RENAME TO .*|DROP TABLE .*)", Pattern.DOTALL);
    private static final Pattern KEY_DELETE =
            Pattern.compile(
                    "(?:DELETE FROM|UPDATE) \\S.* WHERE (?:[^=<>]+ = \\?(?:::[^=<>?]+)?(?: AND |$))+",
                    Pattern.DOTALL);

    private static final String LARGE = "TEXT INDEX OFF STORAGE WITH (columnstore = false)";

    /** What CrateDB has its own SQLState for. */
    private static final Set<String> OWN_STATES = Set.of("42703", "42P01", "3F000", "42601");

    /** The columns of objects, which PostgreSQL does not know. */
    private final Map<TableId, List<TableColumn>> objects = new ConcurrentHashMap<>();

    /** Tables written to since they were refreshed, by their quoted names. */
    private final Set<String> unrefreshed = ConcurrentHashMap.newKeySet();

    /** While it starts, CrateDB knows no table. */
    private volatile boolean recovering;

    void recovering(boolean now) {
        recovering = now;
    }

    Connection connect(Connection postgres) {
        return new CrateMannersProxy(this, postgres).connection();
    }

    /** Does what a statement without parameters says; returns rows where it asks for some. */
    ResultSet execute(Connection connection, String sql) throws SQLException {
        Matcher create = CREATE.matcher(sql);
        Matcher add = ADD.matcher(sql);
        Matcher show = SHOW.matcher(sql);
        Matcher swap = SWAP.matcher(sql);
        Matcher allRows = ALL_ROWS.matcher(sql);
        try {
            if (sql.equals("SELECT version()")) {
                return query(connection, "SELECT 'CrateDB 6.4.3 (a double)'");
            } else if (sql.contains("FROM sys.cluster_health")) {
                return query(connection, "SELECT " + (recovering ? 1 : 0));
            } else if (sql.startsWith("SELECT count(*) FROM \"")) {
                return query(connection, sql);
            } else if (sql.startsWith("SELECT count(*), coalesce(sum(_seq_no), 0) FROM ")) {
                boolean isHidden = unrefreshed.stream().anyMatch(sql::contains);
                return query(
                        connection,
                        sql.replace("_seq_no", "xmin::text::bigint")
                                + (isHidden ? " WHERE FALSE" : ""));
            } else if (sql.contains("FROM sys.cluster ")) {
                return query(connection, "SELECT 0");
            } else if (recovering) {
                throw new SQLException("Schema 'contract' unknown", "3F000");
            } else if (sql.startsWith("UPDATE ")) {
                run(connection, CrateSqlOnPostgres.updateObjects(sql));
            } else if (sql.startsWith("REFRESH TABLE ")) {
                unrefreshed.remove(sql.substring("REFRESH TABLE ".length()));
            } else if (create.matches()) {
                create(connection, id(create), CrateTableText.parse(sql));
            } else if (add.matches()) {
                add(connection, id(add), add.group(3) != null, add.group(4));
            } else if (show.matches()) {
                return show(connection, id(show));
            } else if (allRows.matches()) {
                boolean isHidden = unrefreshed.contains(allRows.group(1));
                return query(connection, isHidden ? sql + " WHERE FALSE" : sql);
            } else if (swap.matches()) {
                swap(connection, id(swap, 1), id(swap, 3));
            } else if (ALTER.matcher(sql).matches() || TABLE.matcher(sql).matches()) {
                // Both databases say this in the same words.
                run(connection, sql);
            } else if (sql.startsWith("BEGIN") || sql.startsWith("COMMIT")) {
                return null;
            } else if (sql.startsWith("ROLLBACK") || sql.startsWith("PREPARE")) {
                throw new SQLException("line 1:1: extraneous input", "42601");
            } else {
                throw new SQLException("the double does not know: " + sql, "42601");
            }
            return null;
        } catch (SQLException e) {
            throw error(e);
        }
    }

    /** Fails as CrateDB does while it starts. */
    void checkRecovered() throws SQLException {
        if (recovering) {
            throw new SQLException("Schema 'contract' unknown", "3F000");
        }
    }

    /** Whether a statement takes rows out that were written a moment ago. */
    boolean findsNothing(String crateSql) {
        if (!crateSql.startsWith("DELETE") && !crateSql.startsWith("UPDATE")) {
            return false;
        }
        return !KEY_DELETE.matcher(crateSql).matches()
                && unrefreshed.stream().anyMatch(crateSql::contains);
    }

    /** Whether a statement copies rows that were written a moment ago. */
    boolean copiesNothing(String crateSql) {
        int from = crateSql.indexOf("\nFROM \"");
        return crateSql.startsWith("INSERT")
                && from > 0
                && unrefreshed.stream().anyMatch(crateSql.substring(from)::contains);
    }

    void written(String crateSql) {
        Matcher table =
                Pattern.compile(
                                "INSERT INTO (\"(?:[^\"]|\"\")+\"\\.\"(?:[^\"]|\"\")+\") .*",
                                Pattern.DOTALL)
                        .matcher(crateSql);
        if (table.matches()) {
            unrefreshed.add(table.group(1));
        }
    }

    /** PostgreSQL's error as CrateDB would put it. */
    static SQLException error(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        if (OWN_STATES.contains(state) || state.startsWith("08")) {
            return e;
        }
        String message = SqlStates.message(e);
        if (state.equals("23514")) {
            message = "Failed CONSTRAINT c CHECK for values: [" + e.getMessage() + "]";
        }
        return new SQLException(message, state.equals("42P07") ? state : "XX000");
    }

    /** Whether CrateDB would find the fault before it writes the first row. */
    static boolean isCast(SQLException e) {
        return "22P02".equals(e.getSQLState()) || "22P03".equals(e.getSQLState());
    }

    private void create(Connection connection, TableId id, CrateTableText.Table table)
            throws SQLException {
        run(connection, "CREATE SCHEMA IF NOT EXISTS " + SqlText.identifier(id.schema()));
        List<String> columns = new ArrayList<>();
        for (TableColumn column : table.columns()) {
            columns.add(
                    SqlText.identifier(column.name())
                            + " "
                            + CrateSqlOnPostgres.type(column.type()));
        }
        boolean universal = table.primaryKey().get(0).size() > 1;
        String key =
                table.primaryKey().stream()
                        .map(CrateManners::keyTerm)
                        .collect(Collectors.joining(", "));
        if (!universal) {
            columns.add("PRIMARY KEY (" + key + ")");
        }
        // Two at once: PostgreSQL would quarrel in its catalog, CrateDB does not.
        synchronized (this) {
            run(
                    connection,
                    "CREATE TABLE IF NOT EXISTS "
                            + SqlText.table(id)
                            + " ("
                            + String.join(", ", columns)
                            + ")");
            if (universal) {
                run(
                        connection,
                        "CREATE UNIQUE INDEX IF NOT EXISTS universal_key_"
                                + Integer.toHexString(id.hashCode())
                                + " ON "
                                + SqlText.table(id)
                                + " ("
                                + key
                                + ")");
            }
            objects.put(id, table.columns());
        }
    }

    /** One table takes the place and the name of another one, in one step. */
    private synchronized void swap(Connection connection, TableId source, TableId place)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            run(connection, "DROP TABLE " + SqlText.table(place));
            run(
                    connection,
                    "ALTER TABLE "
                            + SqlText.table(source)
                            + " RENAME TO "
                            + SqlText.identifier(place.name()));
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        List<TableColumn> columns = objects.remove(source);
        if (columns != null) {
            objects.put(place, columns);
        }
        unrefreshed.remove(SqlText.table(source));
    }

    private static String keyTerm(List<String> path) {
        String first = SqlText.identifier(path.get(0));
        return path.size() == 1
                ? first
                : "(" + first + "->>'" + path.get(1).replace("'", "''") + "')";
    }

    private synchronized void add(Connection connection, TableId id, boolean inData, String rest)
            throws SQLException {
        if (!inData) {
            TableColumn column =
                    CrateTableText.parse("CREATE TABLE t (" + rest + ")").columns().get(0);
            try {
                run(
                        connection,
                        "ALTER TABLE "
                                + SqlText.table(id)
                                + " ADD COLUMN "
                                + SqlText.identifier(column.name())
                                + " "
                                + CrateSqlOnPostgres.type(column.type()));
            } catch (SQLException e) {
                throw "42701".equals(e.getSQLState())
                        ? new SQLException(
                                "The table " + id + " already has a column named " + column.name(),
                                "XX000")
                        : e;
            }
            if (column.columnStoreOff()) {
                // Goes with the column when that is renamed.
                run(
                        connection,
                        "COMMENT ON COLUMN "
                                + SqlText.table(id)
                                + "."
                                + SqlText.identifier(column.name())
                                + " IS 'large'");
            }
            return;
        }
        int end = rest.indexOf("']");
        String name = rest.substring(0, end).replace("''", "'");
        String definition = SqlText.identifier(name) + rest.substring(end + 2);
        TableColumn added =
                CrateTableText.parse("CREATE TABLE t (" + definition + ")").columns().get(0);
        List<TableColumn> columns = new ArrayList<>();
        for (TableColumn column : objects.get(id)) {
            List<TableColumn> children = new ArrayList<>(column.children());
            if (column.name().equals("data")) {
                if (children.stream().anyMatch(child -> child.name().equals(name))) {
                    throw new SQLException(
                            "The table " + id + " already has a column named " + name, "XX000");
                }
                children.add(added);
            }
            columns.add(
                    new TableColumn(
                            column.name(),
                            column.type(),
                            column.nullable(),
                            column.indexOff(),
                            column.columnStoreOff(),
                            children));
        }
        objects.put(id, columns);
    }

    private ResultSet show(Connection connection, TableId id) throws SQLException {
        List<String> lines = new ArrayList<>();
        List<String> key = new ArrayList<>();
        String columns =
                "SELECT a.attname, upper(format_type(a.atttypid, a.atttypmod)), a.attnotnull,"
                        + " coalesce(a.attnum = ANY (i.indkey), false),"
                        + " coalesce(col_description(a.attrelid, a.attnum), '')"
                        + " FROM pg_attribute a LEFT JOIN pg_index i"
                        + " ON i.indrelid = a.attrelid AND i.indisprimary"
                        + " JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'"
                        + " WHERE a.attrelid = to_regclass(?) AND a.attnum > 0"
                        + " AND NOT a.attisdropped ORDER BY a.attnum";
        boolean universal = false;
        try (PreparedStatement statement = connection.prepareStatement(columns)) {
            statement.setString(1, SqlText.table(id));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    String name = result.getString(1);
                    String type = result.getString(2);
                    List<TableColumn> children = children(id, name);
                    universal |= name.equals("pk") && !children.isEmpty();
                    lines.add(
                            SqlText.identifier(name)
                                    + " "
                                    + (result.getString(5).isEmpty() ? type(id, name, type) : LARGE)
                                    + objectColumns(children)
                                    + (result.getBoolean(3) ? " NOT NULL" : ""));
                    if (result.getBoolean(4)) {
                        key.add(SqlText.identifier(name));
                    }
                }
            }
        }
        if (lines.isEmpty()) {
            throw new SQLException("Relation '" + id + "' unknown", "42P01");
        }
        if (universal) {
            children(id, "pk").forEach(child -> key.add("\"pk\"['" + child.name() + "']"));
        }
        if (!key.isEmpty()) {
            lines.add("PRIMARY KEY (" + String.join(", ", key) + ")");
        }
        String text =
                "CREATE TABLE IF NOT EXISTS "
                        + SqlText.table(id)
                        + " (\n   "
                        + String.join(",\n   ", lines)
                        + "\n)";
        PreparedStatement statement = connection.prepareStatement("SELECT ?::text");
        statement.setString(1, text);
        statement.closeOnCompletion();
        return statement.executeQuery();
    }

    private String type(TableId id, String column, String type) {
        boolean large =
                objects.getOrDefault(id, List.of()).stream()
                        .anyMatch(known -> known.name().equals(column) && known.columnStoreOff());
        if (large) {
            return LARGE;
        }
        return type.equals("JSONB") ? "OBJECT(DYNAMIC)" : type;
    }

    private static String objectColumns(List<TableColumn> children) {
        return children.isEmpty()
                ? ""
                : children.stream()
                        .map(child -> SqlText.identifier(child.name()) + " " + child.type())
                        .collect(Collectors.joining(", ", " AS (", ")"));
    }

    private List<TableColumn> children(TableId id, String column) {
        return objects.getOrDefault(id, List.of()).stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst()
                .map(TableColumn::children)
                .orElse(List.of());
    }

    private static ResultSet query(Connection connection, String sql) throws SQLException {
        Statement statement = connection.createStatement();
        statement.closeOnCompletion();
        return statement.executeQuery(sql);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static TableId id(Matcher matcher) {
        return id(matcher, 1);
    }

    private static TableId id(Matcher matcher, int group) {
        return new TableId(
                CrateSqlOnPostgres.unquoted(matcher.group(group)),
                CrateSqlOnPostgres.unquoted(matcher.group(group + 1)));
    }
}
