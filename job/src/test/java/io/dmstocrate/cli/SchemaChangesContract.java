package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.JobOptions;
import java.io.PrintWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole road, each policy once: a table whose columns are renamed, dropped and added. */
abstract class SchemaChangesContract {

    private static final int ROWS = 40_000;
    private static final String SCHEMA = "schema_changes";

    /** When a life began stays written down, so tests with reloads have tables of their own. */
    private String table = "item";

    private final List<String> lines = new ArrayList<>();

    @TempDir private Path folder;

    abstract List<String> targetKeys();

    abstract Connection connect() throws SQLException;

    /** Makes all writes visible to queries. */
    abstract void refresh(Connection connection, String table) throws SQLException;

    @BeforeEach
    @AfterEach
    final void empty() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String name :
                    List.of(
                            "item",
                            "reloaded",
                            "reloaded_twice",
                            "reshaped",
                            "original",
                            "renamed")) {
                statement.execute("DROP TABLE IF EXISTS " + SCHEMA + "." + name);
            }
        }
    }

    @BeforeEach
    final void write() {
        control("create-table", "id", "a", "x");
        row("insert", "\"id\":1,\"a\":11,\"x\":21");
        row("insert", "\"id\":2,\"a\":12,\"x\":22");
        control("rename-column", "id", "b", "x");
        row("update", "\"id\":1,\"b\":111,\"x\":121");
        control("drop-column", "id", "b");
        row("insert", "\"id\":3,\"b\":13");
        control("add-column", "id", "b", "c");
        row("insert", "\"id\":4,\"b\":14,\"c\":34");
    }

    @Test
    void evolveDoesWhatTheSourceDid() throws Exception {
        run("--Schema.changes=evolve");

        assertThat(columns())
                .containsExactlyInAnyOrder("id", "b", "c", "dms_version", "dms_column_versions");
        assertThat(query("SELECT id, b, c FROM " + SCHEMA + ".item ORDER BY id"))
                .containsExactly("1|111|null", "2|12|null", "3|13|null", "4|14|34");
        assertThat(history())
                .contains("rename column a to b|DONE", "drop column x|DONE", "columns|DONE");
    }

    @Test
    void lenientTakesNothingAway() throws Exception {
        run();

        assertThat(query("SELECT id, a, x, b, c FROM " + SCHEMA + ".item ORDER BY id"))
                .containsExactly(
                        "1|11|121|111|null",
                        "2|12|22|null|null",
                        "3|null|null|13|null",
                        "4|null|null|14|34");
        assertThat(history()).contains("rename column a to b|KEPT", "drop column x|KEPT");
    }

    @Test
    void ignoreLeavesTheTableAsItIs() throws Exception {
        run("--Table:" + SCHEMA + ".item.schema.changes=ignore");

        assertThat(columns())
                .containsExactlyInAnyOrder("id", "a", "x", "dms_version", "dms_column_versions");
        assertThat(query("SELECT id, a, x FROM " + SCHEMA + ".item ORDER BY id"))
                .containsExactly("1|11|121", "2|12|22", "3|null|null", "4|null|null");
        assertThat(history()).contains("rename column a to b|IGNORED", "add column c|IGNORED");
    }

    @Test
    void failEndsTheJobAndSaysWhatToDo() throws Exception {
        assertThatThrownBy(() -> run("--Schema.changes.drop.column=fail"))
                .hasStackTraceContaining("drop column x, told by drop-column at ")
                .hasStackTraceContaining("schema.changes = evolve, lenient or ignore");
        assertThat(history()).contains("drop column x|FAILED");
    }

    @Test
    void reloadUnderAnotherKeyTakesTheOldTablesPlace() throws Exception {
        lines.clear();
        table = "reloaded";
        control("create-table", "id", "a", "x");
        row("insert", "\"id\":1,\"a\":11,\"x\":21");
        row("insert", "\"id\":2,\"a\":12,\"x\":22");
        reload("a", "id", "b");
        row("load", "\"id\":1,\"a\":11");
        row("load", "\"id\":1,\"a\":12,\"b\":32");
        row("load", "\"id\":3,\"a\":13,\"b\":33");
        row("update", "\"id\":4,\"a\":13");
        row("delete", "\"id\":1,\"a\":11");
        run();

        assertThat(columns())
                .containsExactlyInAnyOrder("a", "id", "b", "dms_version", "dms_column_versions");
        assertThat(query("SELECT a, id, b FROM " + SCHEMA + "." + table + " ORDER BY a"))
                .containsExactly("12|1|32", "13|4|33");
        assertThat(history())
                .contains("reload under another key|DONE", "take the old table's place|DONE");
        assertThat(tables()).containsExactly(table);

        // The same stream again, by a job without a state, on the table that it has become.
        run();

        assertThat(query("SELECT a, id, b FROM " + SCHEMA + "." + table + " ORDER BY a"))
                .containsExactly("12|1|32", "13|4|33");
        assertThat(tables()).containsExactly(table);
    }

    @Test
    void reloadInAnotherShapeTakesTheOldTablesPlace() throws Exception {
        lines.clear();
        table = "reshaped";
        control("create-table", "id INT32", "a", "b STRING");
        row("insert", "\"id\":1,\"a\":11,\"b\":\"x\"");
        row("insert", "\"id\":2,\"a\":12,\"b\":\"y\"");
        reload("id STRING", "a STRING", "b INT32");
        row("load", "\"id\":\"1\",\"a\":\"eleven\",\"b\":21");
        row("load", "\"id\":\"01\",\"a\":\"011\",\"b\":22");
        row("update", "\"id\":\"1\",\"a\":\"011\",\"b\":23");
        run();

        assertThat(query("SELECT id, a, b FROM " + SCHEMA + ".reshaped ORDER BY id"))
                .containsExactly("01|011|22", "1|011|23");
        assertThat(tables()).containsExactly("reshaped");
        assertThat(history())
                .contains("reload in another shape|DONE", "take the old table's place|DONE");
    }

    @Test
    void reloadUnderAnotherKeyThatIsReloadedUnderYetAnother() throws Exception {
        lines.clear();
        table = "reloaded_twice";
        control("create-table", "id", "a");
        row("insert", "\"id\":1,\"a\":11");
        reload("a", "id", "b");
        row("load", "\"id\":1,\"a\":11,\"b\":31");
        row("insert", "\"id\":2,\"a\":12,\"b\":32");
        reload("b", "id");
        row("load", "\"id\":1,\"b\":31");
        row("insert", "\"id\":2,\"b\":33");
        run();

        assertThat(columns())
                .containsExactlyInAnyOrder("b", "id", "dms_version", "dms_column_versions");
        assertThat(query("SELECT b, id FROM " + SCHEMA + "." + table + " ORDER BY b"))
                .containsExactly("31|1", "33|2");
        assertThat(tables()).containsExactly(table);
    }

    @Test
    void rowsOfARenamedTableGoOnInTheOldOneWhereItIsNamed() throws Exception {
        lines.clear();
        table = "original";
        reload("id", "a");
        row("load", "\"id\":1,\"a\":11");
        row("insert", "\"id\":2,\"a\":12");
        control("rename-table", "id", "a");
        table = "renamed";
        row("update", "\"id\":1,\"a\":111");
        row("insert", "\"id\":3,\"a\":13");
        row("delete", "\"id\":2");
        List<String> later = List.copyOf(lines.subList(5, lines.size()));
        lines.subList(5, lines.size()).clear();
        run();
        lines.clear();
        lines.addAll(later);
        run("--Table:" + SCHEMA + ".renamed.target=" + SCHEMA + ".original");

        table = "original";
        assertThat(tables()).containsExactly(table);
        assertThat(query("SELECT id, a FROM " + SCHEMA + ".original ORDER BY id"))
                .containsExactly("1|111", "3|13");
        assertThat(history()).contains("rename table|KEPT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenient", "evolve"})
    void typesGetWiderWithAllTheirValues(String policy) throws Exception {
        lines.clear();
        control("create-table", "id", "a INT32", "t INT32", "r REAL4");
        row("insert", "\"id\":1,\"a\":11,\"t\":21,\"r\":1.1");
        row("insert", "\"id\":2,\"a\":12,\"t\":22,\"r\":2.5");
        control("column-type-change", "id", "a INT64", "t INT32", "r REAL8");
        row("update", "\"id\":1,\"a\":5000000000,\"t\":121,\"r\":1.23456789012");
        control("change-columns", "id", "a INT64", "t STRING", "r REAL8");
        row("insert", "\"id\":3,\"a\":13,\"t\":\"055\",\"r\":null");
        row("update", "\"id\":2,\"a\":null,\"t\":\"x\",\"r\":2.5");
        run("--Schema.changes=" + policy);

        assertThat(query("SELECT id, a, t, r FROM " + SCHEMA + ".item ORDER BY id"))
                .containsExactly("1|5000000000|121|1.23456789012", "2|null|x|2.5", "3|13|055|null");
        assertThat(columns())
                .containsExactlyInAnyOrder(
                        "id", "a", "t", "r", "dms_version", "dms_column_versions");
        assertThat(history())
                .contains("column type a|DONE", "column type t|DONE", "column type r|DONE");
    }

    @Test
    void typeGetsWiderWhileManyRowsFly() throws Exception {
        lines.clear();
        control("create-table", "id", "a INT32");
        for (int i = 0; i < ROWS; i++) {
            row("insert", "\"id\":" + i + ",\"a\":" + i);
        }
        control("column-type-change", "id", "a INT64");
        for (int i = 0; i < ROWS; i += 2) {
            row("update", "\"id\":" + i + ",\"a\":" + (i + (i % 100 == 0 ? 5_000_000_000L : 0)));
        }
        run("--Schema.wait.rows=100000");

        long more = 5_000_000_000L * (ROWS / 100);
        assertThat(query("SELECT count(*), sum(a) FROM " + SCHEMA + ".item"))
                .containsExactly(ROWS + "|" + ((long) ROWS * (ROWS - 1) / 2 + more));
        assertThat(history()).contains("column type a|DONE");
    }

    @Test
    void narrowerTypeLeavesTheWideColumn() throws Exception {
        lines.clear();
        control("create-table", "id", "a INT64");
        row("insert", "\"id\":1,\"a\":5000000000");
        control("column-type-change", "id", "a INT32");
        row("insert", "\"id\":2,\"a\":2");
        run();

        assertThat(query("SELECT id, a FROM " + SCHEMA + ".item ORDER BY id"))
                .containsExactly("1|5000000000", "2|2");
        assertThat(history()).contains("column type a|KEPT");
    }

    @Test
    void typeThatWasLearnedGetsWider() throws Exception {
        lines.clear();
        row("insert", "\"id\":1,\"a\":55");
        row("insert", "\"id\":2,\"a\":55.5");
        row("insert", "\"id\":3,\"a\":\"055\"");
        run("--Table:" + SCHEMA + ".item.primary.key=id");

        assertThat(query("SELECT id, a FROM " + SCHEMA + ".item ORDER BY id"))
                .containsExactly("1|55", "2|55.5", "3|055");
    }

    @Test
    void learnedNumbersStayAsTheyWereWritten() throws Exception {
        List<List<String>> columns =
                List.of(
                        List.of("1", "0.5", "9007199254740993"),
                        List.of("0.1", "0.0012345678901234567", "1.5"),
                        List.of("1234567890123456.75", "0.5", "3"),
                        List.of("0.0012345678901234567", "1234567890123456.75", "7"),
                        List.of("12345678901234567890123.5", "0.25", "1"));
        lines.clear();
        for (int id = 0; id < 3; id++) {
            StringBuilder data = new StringBuilder("\"id\":" + id);
            for (int column = 0; column < columns.size(); column++) {
                data.append(",\"n" + column + "\":" + columns.get(column).get(id));
            }
            row("insert", data.toString());
        }
        run("--Table:" + SCHEMA + ".item.primary.key=id");

        for (int column = 0; column < columns.size(); column++) {
            String sql = "SELECT n" + column + " FROM " + SCHEMA + ".item ORDER BY id";
            assertThat(plain(query(sql)))
                    .as("column %d", column)
                    .isEqualTo(plain(columns.get(column)));
        }
    }

    private static List<String> plain(List<String> numbers) {
        return numbers.stream()
                .map(number -> new BigDecimal(number).stripTrailingZeros().toPlainString())
                .toList();
    }

    private void reload(String... columns) {
        line("\"control\":{}", "control", "drop-table");
        control("create-table", columns);
    }

    private List<String> tables() throws SQLException {
        return query(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                        + SCHEMA
                        + "'");
    }

    private void run(String... keys) throws Exception {
        Path stream = folder.resolve("stream.ndjson");
        Files.write(stream, lines);
        List<String> all = new ArrayList<>(targetKeys());
        all.add("--Source.kind=file");
        all.add("--Source.path=" + stream);
        all.addAll(List.of(keys));
        JobOptions options = JobOptions.load(Optional.empty(), all);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Counts counts =
                new JobRun(DmsToCrateJob::define, OptionalInt.of(2), nowhere)
                        .execute(options)
                        .orElseThrow()
                        .total();
        assertThat(counts.deadLetters()).isZero();
        assertThat(counts.records()).isEqualTo(lines.size());
    }

    private void control(String operation, String... columns) {
        String types =
                Stream.of(columns)
                        .map(column -> (column + " INT64").split(" "))
                        .map(words -> "\"" + words[0] + "\":{\"type\":\"" + words[1] + "\"}")
                        .reduce((one, other) -> one + "," + other)
                        .orElseThrow();
        line(
                "\"control\":{\"table-def\":{\"columns\":{"
                        + types
                        + "},\"primary-key\":[\""
                        + columns[0].split(" ")[0]
                        + "\"]}}",
                "control",
                operation);
    }

    private void row(String operation, String data) {
        line("\"data\":{" + data + "}", "data", operation);
    }

    private void line(String body, String type, String operation) {
        int number = lines.size() + 10;
        lines.add(
                "{"
                        + body
                        + ",\"metadata\":{\"timestamp\":\"2031-03-04T08:00:00."
                        + String.format("%06d", number)
                        + "Z\",\"record-type\":\""
                        + type
                        + "\",\"operation\":\""
                        + operation
                        + "\",\"partition-key-type\":\"schema-table\",\"schema-name\":\""
                        + SCHEMA
                        + "\",\"table-name\":\""
                        + table
                        + "\",\"transaction-id\":"
                        + number
                        + "}}");
    }

    private List<String> columns() throws SQLException {
        return query(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = '"
                        + SCHEMA
                        + "' AND table_name = '"
                        + table
                        + "'");
    }

    private List<String> history() throws SQLException {
        return query(
                "SELECT operation, outcome FROM dms.schema_history WHERE table_name = '"
                        + SCHEMA
                        + "."
                        + table
                        + "'");
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = connect()) {
            refresh(connection, SCHEMA + "." + table);
            refresh(connection, "dms.schema_history");
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                List<String> rows = new ArrayList<>();
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        values.add(String.valueOf(result.getString(i)));
                    }
                    rows.add(String.join("|", values));
                }
                return rows;
            }
        }
    }
}
