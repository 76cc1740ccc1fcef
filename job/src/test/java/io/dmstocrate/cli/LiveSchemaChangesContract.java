package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.source.kinesis.LiveStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kind of change under a stream that stays open, while rows change all the time: the real
 * graph, checkpoints, and a target that others read. In the end the target's rows are those of a
 * model, and every record is accounted for.
 */
abstract class LiveSchemaChangesContract {

    private static final String SCHEMA = "live_changes";
    private static final String HAS_HISTORY =
            "SELECT 1 FROM information_schema.tables"
                    + " WHERE table_schema = 'dms' AND table_name = 'schema_history'";
    private static final String HAS_LETTERS =
            "SELECT 1 FROM information_schema.tables"
                    + " WHERE table_schema = 'dms' AND table_name = 'dead_letters'";

    private static final int ROWS = 3_000;
    private static final Pattern SWAP =
            Pattern.compile("no such index|CurrentState\\[RECOVERING]|shard \\d+ is not available");
    private static final int MOST_ROWS = 2_000;
    private static final int SHARDS = 4;

    /** Rows changed at a time, and how often. */
    private static final int CHANGES = 8;

    private static final long PAUSE_MILLIS = 10;

    private final LiveStream stream = new LiveStream(SHARDS);
    private final List<SourceTable> tables = new CopyOnWriteArrayList<>();
    private final AtomicReference<Throwable> trouble = new AtomicReference<>();
    private final ScheduledExecutorService source = Executors.newScheduledThreadPool(1);
    private final ScheduledExecutorService readers = Executors.newScheduledThreadPool(1);

    @TempDir private Path folder;

    abstract List<String> targetKeys();

    abstract Connection connect() throws SQLException;

    /** Makes all writes visible to queries. */
    abstract void refresh(Connection connection, String table) throws SQLException;

    @BeforeEach
    final void empty() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : names()) {
                statement.execute("DROP TABLE " + SCHEMA + ".\"" + table + "\"");
            }
            if (!query(HAS_HISTORY).isEmpty()) {
                refresh(connection, "dms.schema_history");
                statement.execute(
                        "DELETE FROM dms.schema_history WHERE table_name LIKE '" + SCHEMA + ".%'");
            }
            if (!query(HAS_LETTERS).isEmpty()) {
                refresh(connection, "dms.dead_letters");
                statement.execute(
                        "DELETE FROM dms.dead_letters WHERE table_name LIKE '" + SCHEMA + ".%'");
            }
        }
    }

    @AfterEach
    final void stopThreads() throws Exception {
        end(source);
        end(readers);
        empty();
    }

    @Test
    void columnsComeAndGoUnderEachPolicy() throws Exception {
        SourceTable evolved = table("evolved");
        SourceTable kept = table("kept");
        SourceTable ignored = table("ignored");
        try (LiveJob job = start(policy("evolved", "evolve"), policy("ignored", "ignore"))) {
            job.await("first rows", () -> tables.stream().allMatch(this::hasRows));

            evolved.addColumn("c", SourceTable.Type.INT32);
            kept.addColumn("c", SourceTable.Type.INT32);
            ignored.addIgnoredColumn("c", SourceTable.Type.INT32);
            job.await("new column", () -> columns(evolved).contains("c"));
            job.await("new column", () -> columns(kept).contains("c"));
            job.await("word of it", () -> history(ignored).contains("add column c|IGNORED"));

            evolved.dropColumn("b", false);
            kept.dropColumn("b", true);
            ignored.dropColumn("b", true);
            job.await("dropped column", () -> !columns(evolved).contains("b"));
            job.await("word of it", () -> history(kept).contains("drop column b|KEPT"));
            job.await("word of it", () -> history(ignored).contains("drop column b|IGNORED"));

            evolved.renameColumn("a", "d");
            kept.renameColumnApart("a", "d", false);
            ignored.renameColumnApart("a", "d", true);
            job.await("renamed column", () -> columns(evolved).contains("d"));
            job.await("word of it", () -> history(evolved).contains("rename column a to d|DONE"));
            job.await("word of it", () -> history(kept).contains("rename column a to d|KEPT"));
            job.await(
                    "word of it", () -> history(ignored).contains("rename column a to d|IGNORED"));

            // All at once, and the dropped column comes back.
            evolved.renameColumn("d", "a");
            evolved.addColumn("b", SourceTable.Type.TEXT_20);
            evolved.dropColumn("c", false);
            evolved.renameColumn("b", "e");
            job.await("all of it", () -> columns(evolved).equals(evolved.targetColumns()));

            finish(job);
        }
        assertThat(history(evolved))
                .contains("drop column b|DONE", "rename column a to d|DONE")
                .doesNotContain("drop column b|REFUSED");
    }

    @Test
    void failEndsTheJobWithTheReason() throws Exception {
        SourceTable failing = table("failing");
        try (LiveJob job = start(policy("failing", "fail"))) {
            job.await("first rows", () -> hasRows(failing));
            failing.addColumn("c", SourceTable.Type.INT32);

            assertThat(job.failure())
                    .hasStackTraceContaining("add column c, told by add-column at ")
                    .hasStackTraceContaining("schema.changes = evolve, lenient or ignore");
        }
        assertThat(history(failing)).contains("add column c|FAILED");
    }

    @Test
    void typesGetWiderUnderEachPolicy() throws Exception {
        SourceTable evolved = wide("widened");
        SourceTable lenient = wide("widened_too");
        try (LiveJob job = start(policy("widened", "evolve"))) {
            job.await("first rows", () -> hasRows(evolved) && hasRows(lenient));
            evolved.changeType("n", SourceTable.Type.INT64);
            job.await("wider integer", () -> isDone(evolved, "n"));
            evolved.changeType("m", SourceTable.Type.NUMERIC_30);
            job.await("wider integer", () -> isDone(evolved, "m"));
            evolved.changeType("t", SourceTable.Type.TEXT_200);
            job.await("text", () -> isDone(evolved, "t"));
            evolved.changeType("r", SourceTable.Type.DOUBLE);
            job.await("double", () -> isDone(evolved, "r"));
            evolved.changeType("p", SourceTable.Type.NUMERIC_20);
            job.await("more digits", () -> isDone(evolved, "p"));
            evolved.changeType("s", SourceTable.Type.TEXT_200);

            // All at once, one of them twice.
            lenient.changeType("n", SourceTable.Type.INT64);
            lenient.changeType("m", SourceTable.Type.NUMERIC_30);
            lenient.changeType("t", SourceTable.Type.TEXT_200);
            lenient.changeType("r", SourceTable.Type.DOUBLE);
            lenient.changeType("p", SourceTable.Type.NUMERIC_20);
            lenient.changeType("s", SourceTable.Type.TEXT_200);
            lenient.changeType("n", SourceTable.Type.NUMERIC_30);
            job.await("wider columns", () -> columnsDone(lenient, "n", "m", "t", "r", "p"));

            evolved.changeType("n", SourceTable.Type.INT32);
            job.await("word of it", () -> history(evolved).contains("column type n|KEPT"));
            finish(job);
        }
    }

    @Test
    void keysGetWiderWhileRowsComeAndReadersRead() throws Exception {
        SourceTable first = narrowKey("narrow");
        SourceTable second = narrowKey("narrow_too");
        SourceTable other = table("other");
        try (LiveJob job = start()) {
            job.await("first rows", () -> tables.stream().allMatch(this::hasMostRows));
            watchThatMostRowsAreThere(first);
            watchThatMostRowsAreThere(second);
            first.widenKey();
            job.await("wider key", () -> isDone(first, "id"));
            job.await("large ids", () -> count(first, "id > 3000000000") > 0);
            second.changeType("a", SourceTable.Type.INT64);
            second.widenKey();
            second.addColumn("c", SourceTable.Type.INT32);
            job.await("wider columns", () -> columnsDone(second, "id", "a"));
            finish(job);
        }
        assertThat(names()).containsExactlyInAnyOrder("narrow", "narrow_too", "other");
        assertThat(hasRows(other)).isTrue();
    }

    @Test
    void reloadsLeaveNoHole() throws Exception {
        SourceTable once = table("once");
        SourceTable twice = table("twice");
        SourceTable overlapping = table("overlapping");
        try (LiveJob job = start()) {
            job.await("first rows", () -> tables.stream().allMatch(this::hasRows));
            tables.forEach(this::watch);

            once.loseRows(300);
            once.reload("id");
            twice.loseRows(300);
            twice.reload("id");
            overlapping.loseRows(300);
            synchronized (overlapping) {
                overlapping.prepare("id");
                overlapping.load(40);
                overlapping.loseRows(200);
                overlapping.reload("id");
            }
            twice.loseRows(200);
            twice.reload("id");

            for (SourceTable table : tables) {
                job.await("end of ghosts", () -> ghosts(table) == 0);
            }
            finish(job);
        }
    }

    @Test
    void reloadUnderAnotherKeyTakesTheTablesPlace() throws Exception {
        SourceTable rekeyed = table("rekeyed");
        SourceTable back = table("back");
        try (LiveJob job = start()) {
            job.await("first rows", () -> tables.stream().allMatch(this::hasRows));
            tables.forEach(this::watch);

            rekeyed.loseRows(300);
            rekeyed.reload("code");
            back.reload("code");
            job.await("swap", () -> key(rekeyed).equals(List.of("code")));
            job.await("swap", () -> key(back).equals(List.of("code")));

            back.loseRows(300);
            back.addColumn("c", SourceTable.Type.INT64);
            back.reload("id");
            job.await("swap", () -> key(back).equals(List.of("id")));
            finish(job);
        }
        assertThat(history(rekeyed))
                .contains("reload under another key|DONE", "take the old table's place|DONE");
        assertThat(names()).containsExactlyInAnyOrder("rekeyed", "back");
    }

    @Test
    void renamedTableGoesOnWhereItIsTold() throws Exception {
        SourceTable original = table("original");
        SourceTable apart = table("apart");
        try (LiveJob job =
                start(
                        "--Table:" + SCHEMA + ".renamed.target=" + SCHEMA + ".original",
                        "--Schema.wait=6s")) {
            job.await("first rows", () -> hasRows(original) && hasRows(apart));
            original.rename("renamed");
            apart.leave();
            SourceTable anew = table("elsewhere");
            job.await("word of it", () -> history(original).contains("rename table|KEPT"));
            job.await("word of it", () -> history(apart).contains("rename table|KEPT"));
            job.await("rows of the new name", () -> hasRows(anew));
            finish(job);
        }
    }

    @Test
    void goesOnInTheMiddleOfWideningsAndReloads() throws Exception {
        SourceTable widened = table("widened");
        SourceTable rekeyed = table("rekeyed");
        SourceTable reloaded = table("reloaded");
        String savepoint;
        try (LiveJob job = start()) {
            job.await("first rows", () -> tables.stream().allMatch(this::hasRows));
            rekeyed.loseRows(300);
            reloaded.loseRows(300);
            widened.changeType("a", SourceTable.Type.INT64);
            synchronized (rekeyed) {
                rekeyed.prepare("code");
                rekeyed.load(50);
            }
            synchronized (reloaded) {
                reloaded.prepare("id");
                reloaded.load(50);
            }
            job.await(
                    "shadow table",
                    () -> names().stream().anyMatch(name -> name.contains("__dms_")));
            job.await("widening", () -> isDone(widened, "a") || columns(widened).size() > 5);
            savepoint = job.stop();
        }
        try (LiveJob job = resume(savepoint)) {
            rekeyed.endLoad();
            reloaded.endLoad();
            job.await("swap", () -> key(rekeyed).equals(List.of("code")));
            job.await("wide column", () -> isDone(widened, "a"));
            finish(job);
        }
    }

    private LiveJob start(String... keys) throws Exception {
        // What fails in it is kept, and told when the job ends.
        ScheduledFuture<?> unused =
                source.scheduleWithFixedDelay(
                        () -> guarded(() -> tables.forEach(table -> table.change(CHANGES))),
                        0,
                        PAUSE_MILLIS,
                        TimeUnit.MILLISECONDS);
        return job(Optional.empty(), keys);
    }

    private LiveJob resume(String savepoint) throws Exception {
        return job(Optional.of(savepoint));
    }

    private LiveJob job(Optional<String> savepoint, String... keys) throws Exception {
        List<String> all = new ArrayList<>(targetKeys());
        all.addAll(List.of(keys));
        return new LiveJob(folder, stream, savepoint, all);
    }

    private static String policy(String table, String policy) {
        return "--Table:" + SCHEMA + "." + table + ".schema.changes=" + policy;
    }

    private SourceTable table(String name) {
        SourceTable table =
                new SourceTable(stream, SCHEMA, name)
                        .column("a", SourceTable.Type.INT32)
                        .column("b", SourceTable.Type.TEXT_20)
                        .begin(ROWS);
        tables.add(table);
        return table;
    }

    private SourceTable narrowKey(String name) {
        SourceTable table =
                new SourceTable(stream, SCHEMA, name)
                        .withNarrowKey()
                        .column("a", SourceTable.Type.INT32)
                        .column("b", SourceTable.Type.TEXT_20)
                        .begin(ROWS);
        tables.add(table);
        return table;
    }

    private SourceTable wide(String name) {
        SourceTable table =
                new SourceTable(stream, SCHEMA, name)
                        .column("n", SourceTable.Type.INT32)
                        .column("m", SourceTable.Type.INT64)
                        .column("t", SourceTable.Type.INT64)
                        .column("r", SourceTable.Type.REAL)
                        .column("p", SourceTable.Type.NUMERIC_8)
                        .column("s", SourceTable.Type.TEXT_20)
                        .begin(ROWS);
        tables.add(table);
        return table;
    }

    /** Reads a table all the time, as others do. */
    private void watch(SourceTable table) {
        ScheduledFuture<?> unused =
                readers.scheduleWithFixedDelay(
                        () -> guarded(() -> look(table)), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The same, of a table that never loses many rows at a time. */
    private void watchThatMostRowsAreThere(SourceTable table) {
        ScheduledFuture<?> unused =
                readers.scheduleWithFixedDelay(
                        () -> guarded(() -> look(table, MOST_ROWS)),
                        0,
                        PAUSE_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private boolean hasMostRows(SourceTable table) {
        try {
            return count(table, "true") > MOST_ROWS;
        } catch (SQLException e) {
            return false;
        }
    }

    private void look(SourceTable table) throws SQLException {
        look(table, 0);
    }

    private void look(SourceTable table, long rows) throws SQLException {
        String count = "SELECT count(*) FROM " + SCHEMA + "." + table.target();
        try {
            assertThat(Long.parseLong(query(count).get(0))).as(table.target()).isGreaterThan(rows);
        } catch (SQLException e) {
            // What CrateDB says of a query that is under way while another table takes the place.
            boolean isSwap = SWAP.matcher(e.getMessage()).find();
            if (!isSwap) {
                throw e;
            }
        }
    }

    /** Something that a thread does again and again. */
    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    private void guarded(Step step) {
        try {
            step.run();
        } catch (Throwable e) {
            trouble.compareAndSet(null, e);
        }
    }

    private static void end(ScheduledExecutorService threads) throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    /** No more changes; waits for the last one to be written, and compares. */
    private void finish(LiveJob job) throws Exception {
        end(source);
        long appended = stream.appended();
        try {
            job.await("account of all records", () -> accountsFor(job, appended));
            for (SourceTable table : tables) {
                job.await("last rows of " + table.target(), () -> isAsModel(table));
            }
        } catch (IllegalStateException e) {
            assertThat(job.counts().byName()).containsEntry("records", appended);
            compare();
            throw e;
        }
        job.stop();
        end(readers);

        compare();
        Counts all = job.counts();
        assertThat(all.records()).isEqualTo(appended);
        assertThat(all.addUp()).as(all.toString()).isTrue();
        assertThat(all.deadLetters()).as(all.toString()).isZero();
        assertThat(letters()).as("letters that only tell").isEmpty();
        assertThat(trouble.get()).isNull();
    }

    private List<String> letters() throws SQLException {
        if (query(HAS_LETTERS).isEmpty()) {
            return List.of();
        }
        try (Connection connection = connect()) {
            refresh(connection, "dms.dead_letters");
        }
        return query(
                "SELECT reason FROM dms.dead_letters WHERE table_name LIKE '" + SCHEMA + ".%'");
    }

    private boolean accountsFor(LiveJob job, long appended) {
        Counts all = job.counts();
        return all.records() == appended && all.addUp();
    }

    private void compare() throws SQLException {
        for (SourceTable table : tables) {
            assertThat(columns(table)).as(table.target()).isEqualTo(table.targetColumns());
            assertThat(rows(table)).as(table.target()).isEqualTo(table.targetRows());
        }
    }

    private boolean isAsModel(SourceTable table) throws SQLException {
        return columns(table).equals(table.targetColumns())
                && rows(table).equals(table.targetRows());
    }

    private boolean hasRows(SourceTable table) {
        try {
            return count(table, "true") > 0;
        } catch (SQLException e) {
            return false;
        }
    }

    private long ghosts(SourceTable table) throws SQLException {
        return count(table, "id < " + table.firstRow());
    }

    private long count(SourceTable table, String condition) throws SQLException {
        return Long.parseLong(
                query(
                                "SELECT count(*) FROM "
                                        + SCHEMA
                                        + "."
                                        + table.target()
                                        + " WHERE "
                                        + condition)
                        .get(0));
    }

    /** The target's rows, in the words of {@link SourceTable#targetRows}. */
    private List<String> rows(SourceTable table) throws SQLException {
        List<String> columns = table.targetColumns();
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            refresh(connection, SCHEMA + "." + table.target());
            try (ResultSet result =
                    statement.executeQuery(
                            "SELECT "
                                    + String.join(", ", columns)
                                    + " FROM "
                                    + SCHEMA
                                    + "."
                                    + table.target()
                                    + " ORDER BY id")) {
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 0; i < columns.size(); i++) {
                        String value = result.getString(i + 1);
                        row.add(
                                value == null || table.isText(columns.get(i))
                                        ? String.valueOf(value)
                                        : SourceTable.text(new BigDecimal(value)));
                    }
                    rows.add(String.join("|", row));
                }
            }
        }
        return rows;
    }

    /** The columns that are not the job's own. */
    private List<String> columns(SourceTable table) throws SQLException {
        return query(
                        "SELECT column_name FROM information_schema.columns WHERE table_schema = '"
                                + SCHEMA
                                + "' AND table_name = '"
                                + table.target()
                                + "'")
                .stream()
                .filter(column -> !column.equals("dms_version"))
                .filter(column -> !column.equals("dms_column_versions"))
                .sorted()
                .toList();
    }

    private List<String> key(SourceTable table) throws SQLException {
        return query(
                "SELECT k.column_name FROM information_schema.key_column_usage k"
                        + " JOIN information_schema.table_constraints c"
                        + " ON c.constraint_name = k.constraint_name"
                        + " AND c.table_schema = k.table_schema AND c.table_name = k.table_name"
                        + " WHERE c.constraint_type = 'PRIMARY KEY' AND k.table_schema = '"
                        + SCHEMA
                        + "' AND k.table_name = '"
                        + table.target()
                        + "'");
    }

    private List<String> names() throws SQLException {
        return query(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                        + SCHEMA
                        + "'");
    }

    private boolean isDone(SourceTable table, String column) throws SQLException {
        return history(table).contains("column type " + column + "|DONE");
    }

    private boolean columnsDone(SourceTable table, String... columns) throws SQLException {
        for (String column : columns) {
            if (!isDone(table, column)) {
                return false;
            }
        }
        return true;
    }

    /** What was written about a table. */
    private List<String> history(SourceTable table) throws SQLException {
        try (Connection connection = connect()) {
            refresh(connection, "dms.schema_history");
        }
        return query(
                "SELECT operation, outcome FROM dms.schema_history WHERE table_name = '"
                        + SCHEMA
                        + "."
                        + table.target()
                        + "'");
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
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
