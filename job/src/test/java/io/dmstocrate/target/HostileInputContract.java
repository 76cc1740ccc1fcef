package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dmstocrate.config.Secret;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.NameRule;
import io.dmstocrate.mapping.TableOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Names and values that try to break out of SQL go in and come back as they were, and nothing else
 * happens to the database: no table comes or goes, and none of the others changes.
 *
 * <p>{@code -Dhostile.seed} and {@code -Dhostile.rounds} try others, and more of them.
 */
abstract class HostileInputContract {

    private static final long SEED = Long.getLong("hostile.seed", 20_310_203);
    private static final int ROUNDS = Integer.getInteger("hostile.rounds", 40);

    /** All schemas of this test begin so. */
    private static final String PREFIX = "hostile";

    private static final TableId BYSTANDER = new TableId("hostile_bystander", "t");
    private static final TableId LETTERS = new TableId("hostile_dms", "dead_letters");
    private static final String VERSION = "000000001|000000001";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Set<String> expected = new TreeSet<>();

    abstract String url();

    abstract String user();

    abstract Connection connect() throws SQLException;

    abstract void refresh(Connection connection, TableId table) throws SQLException;

    @BeforeEach
    void prepare() throws SQLException {
        dropAll();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            createSchema(statement, BYSTANDER.schema());
            statement.execute("CREATE TABLE " + quoted(BYSTANDER) + " (\"a\" INT PRIMARY KEY)");
            statement.execute("INSERT INTO " + quoted(BYSTANDER) + " VALUES (1), (2), (3)");
            refresh(connection, BYSTANDER);
        }
        expected.add(BYSTANDER.toString());
    }

    abstract void createSchema(Statement statement, String schema) throws SQLException;

    @AfterEach
    void dropAll() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (TableId table : tables(connection)) {
                statement.execute("DROP TABLE " + quoted(table));
            }
        }
    }

    @Test
    void whatGoesInComesBackAndNothingElseHappens() throws SQLException {
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            try {
                round(new Hostile(seed), Long.toString(seed));
            } catch (TargetException e) {
                assertThat(e)
                        .as("-Dhostile.rounds=1 -Dhostile.seed=" + seed)
                        .hasMessageContaining("is longer than the 63 bytes of PostgreSQL");
                refused++;
            } catch (AssertionError | RuntimeException | SQLException e) {
                throw new AssertionError("with -Dhostile.rounds=1 -Dhostile.seed=" + seed, e);
            }
        }
        assertThat(refused).isLessThanOrEqualTo(ROUNDS / 2);
    }

    private void round(Hostile hostile, String suffix) throws SQLException {
        TableId source = new TableId(PREFIX + hostile.name(), hostile.name() + suffix);
        int keySize = hostile.between(1, 2);
        List<String> names = hostile.names(keySize + 3);
        List<String> key = List.copyOf(names.subList(0, keySize));
        Layout layout = hostile.chance(30) ? Layout.UNIVERSAL : Layout.DIRECT;
        TableId id = new TableId(NameRule.schema(source.schema()), NameRule.table(source.name()));
        try (Connection connection = connect();
                JdbcTarget target = new JdbcTarget(settings(layout))) {
            // First without the last column, which comes later.
            target.prepare(definition(source, names.subList(0, names.size() - 1), key));
            expected.add(id.toString());
            target.prepare(definition(source, names, key));

            Map<String, List<String>> model = new TreeMap<>();
            for (int i = 0; i < 3; i++) {
                write(target, source, names, keySize, hostile, model);
                assertThat(rows(connection, id, layout, names, keySize)).isEqualTo(model);
            }
            delete(target, source, names, keySize, model);
            assertThat(rows(connection, id, layout, names, keySize)).isEqualTo(model);

            if (layout == Layout.DIRECT) {
                change(target, source, names, keySize, hostile);
                assertThat(columns(connection, id)).containsAll(targetNames(names));
            }
            target.keep(List.of(letter(source, hostile)));
            target.remember(entry(source, names, key, hostile));
            expected.add(LETTERS.toString());
            expected.add(new TableId(LETTERS.schema(), "schema_history").toString());
            target.sweep(source, 2);
            assertNothingElse(connection);
        }
    }

    private static void write(
            JdbcTarget target,
            TableId source,
            List<String> names,
            int keySize,
            Hostile hostile,
            Map<String, List<String>> model) {
        Map<String, Object[]> rows = new TreeMap<>();
        for (int i = 0; i < 5; i++) {
            Object[] row = new Object[names.size()];
            for (int column = 0; column < row.length; column++) {
                row[column] = hostile.value();
            }
            rows.put(key(row, keySize), row);
        }
        List<Object[]> list = new ArrayList<>(rows.values());
        List<Rejection> rejections =
                target.apply(
                        new TableBatch(
                                source,
                                TableBatch.Kind.UPSERT,
                                Columns.of(names),
                                keySize,
                                list,
                                Collections.nCopies(list.size(), VERSION)));
        Set<Integer> rejected = new HashSet<>();
        for (Rejection rejection : rejections) {
            rejected.add(rejection.row());
            assertThat(String.join("", values(list.get(rejection.row())))).contains("\0");
        }
        for (int i = 0; i < list.size(); i++) {
            if (!rejected.contains(i)) {
                model.put(key(list.get(i), keySize), values(list.get(i)));
            }
        }
    }

    private static void delete(
            JdbcTarget target,
            TableId source,
            List<String> names,
            int keySize,
            Map<String, List<String>> model) {
        String first = model.keySet().iterator().next();
        Object[] key = model.remove(first).subList(0, keySize).toArray();
        assertThat(
                        target.apply(
                                new TableBatch(
                                        source,
                                        TableBatch.Kind.DELETE,
                                        Columns.of(names.subList(0, keySize)),
                                        keySize,
                                        List.<Object[]>of(key),
                                        List.of(VERSION))))
                .isEmpty();
    }

    /** Renames one column to another hostile name, and drops one. */
    private static void change(
            JdbcTarget target, TableId source, List<String> names, int keySize, Hostile hostile) {
        String successor = hostile.name() + "2";
        target.renameColumn(source, names.get(keySize), successor);
        target.dropColumn(source, names.get(keySize + 1));
        names.remove(keySize + 1);
        names.set(keySize, successor);
    }

    private void assertNothingElse(Connection connection) throws SQLException {
        assertThat(tables(connection).stream().map(TableId::toString))
                .containsExactlyInAnyOrderElementsOf(expected);
        try (Statement statement = connection.createStatement();
                ResultSet sum =
                        statement.executeQuery(
                                "SELECT count(*), sum(\"a\") FROM " + quoted(BYSTANDER))) {
            sum.next();
            assertThat(sum.getLong(1)).isEqualTo(3);
            assertThat(sum.getLong(2)).isEqualTo(6);
        }
    }

    /** By what the server says of itself, none of it by the job's own text. */
    private static List<TableId> tables(Connection connection) throws SQLException {
        List<TableId> tables = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT table_schema, table_name FROM information_schema.tables WHERE"
                                + " table_schema LIKE ? OR table_name LIKE ?")) {
            statement.setString(1, PREFIX + "%");
            statement.setString(2, PREFIX + "%");
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    tables.add(new TableId(result.getString(1), result.getString(2)));
                }
            }
        }
        return tables;
    }

    private static List<String> columns(Connection connection, TableId table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT column_name FROM information_schema.columns WHERE table_schema = ?"
                                + " AND table_name = ?")) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    columns.add(result.getString(1));
                }
            }
        }
        return columns;
    }

    private Map<String, List<String>> rows(
            Connection connection, TableId id, Layout layout, List<String> names, int keySize)
            throws SQLException {
        refresh(connection, id);
        Map<String, List<String>> rows = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM " + quoted(id))) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    String name = NameRule.column(names.get(i));
                    row.add(
                            layout == Layout.DIRECT
                                    ? result.getString(index(result, name))
                                    : member(result, i < keySize ? "pk" : "data", name));
                }
                rows.put(key(row.toArray(), keySize), row);
            }
        }
        return rows;
    }

    /** Not by {@code getString(name)}, which does not tell upper case from lower case. */
    private static int index(ResultSet result, String name) throws SQLException {
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            if (result.getMetaData().getColumnName(i).equals(name)) {
                return i;
            }
        }
        throw new AssertionError("no column " + name);
    }

    private static String member(ResultSet result, String object, String name) throws SQLException {
        try {
            JsonNode value = MAPPER.readTree(result.getString(object)).get(name);
            return value == null || value.isNull() ? null : value.asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TableDefinition definition(
            TableId source, List<String> names, List<String> key) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(
                    key.contains(name)
                            ? new Column(name, DmsType.STRING, 500, -1, -1, false)
                            : Column.of(name, DmsType.STRING));
        }
        return new TableDefinition(source, columns, key);
    }

    private TargetSettings settings(Layout layout) {
        TableOptions options =
                new TableOptions(
                        List.of(),
                        "",
                        layout,
                        Map.of(),
                        Map.of(),
                        OptionalLong.empty(),
                        Optional.empty());
        return new TargetSettings(
                url(),
                user(),
                Secret.NONE,
                "dms_version",
                false,
                source -> options,
                LETTERS,
                Duration.ZERO);
    }

    private static DeadLetter letter(TableId source, Hostile hostile) {
        return new DeadLetter(
                new RecordPosition(hostile.name(), "1", hostile.name(), 1),
                source.toString(),
                hostile.value(),
                DeadLetter.Stage.WRITE,
                hostile.value(),
                hostile.value(),
                1);
    }

    private static SchemaHistoryEntry entry(
            TableId source, List<String> names, List<String> key, Hostile hostile) {
        TableDefinition definition = definition(source, names, key);
        return new SchemaHistoryEntry(
                hostile.name() + source,
                1,
                source,
                hostile.name(),
                hostile.name(),
                Optional.of(definition),
                Optional.of(definition),
                List.of(hostile.name()),
                SchemaHistoryEntry.Outcome.DONE,
                hostile.name());
    }

    private static List<String> targetNames(List<String> names) {
        return names.stream().map(NameRule::column).toList();
    }

    private static List<String> values(Object[] row) {
        List<String> values = new ArrayList<>();
        for (Object value : row) {
            values.add((String) value);
        }
        return values;
    }

    private static String key(Object[] row, int keySize) {
        return String.join("\0\0", values(row).subList(0, keySize));
    }

    private static String quoted(TableId table) {
        return '"'
                + table.schema().replace("\"", "\"\"")
                + "\".\""
                + table.name().replace("\"", "\"\"")
                + '"';
    }
}
