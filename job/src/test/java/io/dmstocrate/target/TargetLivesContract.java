package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableDefinition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A table's next life under another key, beside the table that readers use and then in its place.
 */
abstract class TargetLivesContract extends TargetContract {

    private static final long LIFE = 2_000;

    private static final Columns CODED = Columns.of("code", "id");

    @Test
    void theNextLifeLiesBesideUntilItTakesThePlace() throws SQLException {
        beginLife();
        JdbcTarget writer = target(options());
        writer.apply(coded(row(7L, 1L), row(8L, 1L)));
        assertThat(rows("id, name")).containsExactly("1|old");

        assertThat(target.takePlace(coded(), List.of(), LIFE)).isNotEmpty();
        assertThat(target.takePlace(coded(), List.of(), LIFE)).isEmpty();
        // It goes where the table is by now, although it has the old name in mind.
        writer.apply(coded(row(9L, 3L)));

        assertThat(rows("code, id")).containsExactly("7|1", "8|1", "9|3");
        assertThat(tables()).containsExactly("item");
    }

    @Test
    void theNextLifeBeginsOnce() throws SQLException {
        beginLife();
        target.apply(coded(row(7L, 1L)));

        assertThat(target.beginLife(coded(), LIFE)).isEmpty();
        assertThat(target(options()).beginLife(coded(), LIFE)).isEmpty();

        target.takePlace(coded(), List.of(), LIFE);
        assertThat(rows("code")).containsExactly("7");
    }

    @Test
    void theNextLifeGetsItsOwnColumns() throws SQLException {
        beginLife();
        TableDefinition wider =
                new TableDefinition(
                        ITEM,
                        List.of(
                                Column.of("code", DmsType.INT64),
                                Column.of("id", DmsType.INT64),
                                Column.of("more", DmsType.INT64)),
                        List.of("code"));

        assertThat(target.prepare(wider)).hasSize(1);

        assertThat(target.existing(ITEM).orElseThrow().definition().columnNames().names())
                .containsExactlyInAnyOrder("code", "id", "more");
        target.enter(ITEM, 0);
        assertThat(target.existing(ITEM).orElseThrow().definition().columnNames().names())
                .containsExactlyInAnyOrder("id", "name", "quantity");
    }

    @Test
    void rowsOfTheNextLifeInTheOldTableAreNotGivenUp() throws SQLException {
        beginLife();
        target.apply(batch(Columns.of("id", "name"), 1, version(1, LIFE), row(2L, "early")));

        assertThatThrownBy(() -> target.takePlace(coded(), List.of(), LIFE))
                .isInstanceOfSatisfying(
                        TargetException.class,
                        e -> assertThat(e.kind()).isEqualTo(FailureKind.REJECTED))
                .hasMessageContaining("1 rows of the reload");

        assertThat(rows("name")).containsExactlyInAnyOrder("old", "early");
    }

    @Test
    void tablesOfAbandonedLivesGo() throws SQLException {
        beginLife();
        target.apply(coded(row(7L, 1L)));
        TableDefinition yetAnother = new TableDefinition(ITEM, item().columns(), List.of("name"));
        target.beginLife(yetAnother, 3_000);
        target.apply(
                new TableBatch(
                        ITEM,
                        3_000,
                        TableBatch.Kind.UPSERT,
                        Columns.of("name", "id"),
                        1,
                        List.<Object[]>of(row("new", 1L)),
                        List.of(version(3_000, 3_100)),
                        0));

        target.takePlace(yetAnother, List.of(LIFE), 3_000);
        assertThat(target.takePlace(yetAnother, List.of(LIFE), 3_000)).isEmpty();

        assertThat(tables()).containsExactly("item");
        assertThat(rows("name")).containsExactly("new");
    }

    @Test
    void aTableThatIsGoneIsNotReplacedByNothing() throws SQLException {
        beginLife();
        execute("DROP TABLE " + SCHEMA + ".\"" + beside() + "\"");

        assertThatThrownBy(() -> target.takePlace(coded(), List.of(), LIFE))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("gone");

        assertThat(rows("name")).containsExactly("old");
    }

    @Test
    void theNextLifeMayHaveItsKeyInAnotherType() throws SQLException {
        TableDefinition texts =
                new TableDefinition(
                        ITEM,
                        List.of(
                                new Column("id", DmsType.STRING, 20, -1, -1, false),
                                Column.of("name", DmsType.TIMESTAMP)),
                        List.of("id"));
        target.prepare(item());
        upsert(version(1, 10), row(7L, "old"));
        assertThat(target.beginLife(texts, LIFE)).isNotEmpty();
        TableBatch loaded =
                new TableBatch(
                        ITEM,
                        LIFE,
                        TableBatch.Kind.UPSERT,
                        Columns.of("id", "name"),
                        1,
                        List.of(row("7", null), row("007", "2031-03-04T08:00:00Z")),
                        Collections.nCopies(2, version(LIFE, LIFE + 100)),
                        0);
        JdbcTarget writer = target(options());
        assertThat(writer.apply(loaded)).isEmpty();
        assertThat(rows("id, name")).containsExactly("7|old");

        assertThat(target.takePlace(texts, List.of(), LIFE)).isNotEmpty();
        assertThat(target.takePlace(texts, List.of(), LIFE)).isEmpty();
        assertThat(writer.apply(loaded)).isEmpty();

        assertThat(rows("id")).containsExactly("007", "7");
        assertThat(tables()).containsExactly("item");
    }

    @Test
    void aTableOfAnotherTypeThatIsGoneIsNotReplacedByNothing() throws SQLException {
        TableDefinition texts =
                new TableDefinition(
                        ITEM,
                        List.of(new Column("id", DmsType.STRING, 20, -1, -1, false)),
                        List.of("id"));
        target.prepare(item());
        upsert(version(1, 10), row(7L, "old"));
        target.beginLife(texts, LIFE);
        execute("DROP TABLE " + SCHEMA + ".\"" + beside() + "\"");

        assertThatThrownBy(() -> target.takePlace(texts, List.of(), LIFE))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("gone");
        assertThat(rows("name")).containsExactly("old");
    }

    @Test
    void aPlaceThatSomeoneHasEmptiedIsTaken() throws SQLException {
        beginLife();
        target.apply(coded(row(7L, 1L)));
        execute("DROP TABLE " + SCHEMA + ".item");

        target.takePlace(coded(), List.of(), LIFE);

        assertThat(rows("code")).containsExactly("7");
    }

    @Test
    void rowsOfAFormerLifeChangeNothingInATableUnderAnotherKey() throws SQLException {
        beginLife();
        target.openGeneration(ITEM, LIFE);
        target.apply(coded(row(7L, 1L)));
        target.takePlace(coded(), List.of(), LIFE);
        JdbcTarget other = target(options());

        assertThat(other.apply(batch(Columns.of("id", "name"), 1, version(1, 50), row(1L, "x"))))
                .isEmpty();
        TableBatch newer = batch(Columns.of("id", "name"), 1, version(LIFE, LIFE), row(1L, "x"));
        assertThatThrownBy(() -> other.apply(newer)).isInstanceOf(TargetException.class);

        assertThat(rows("code, id")).containsExactly("7|1");
    }

    @Test
    void theUniversalLayoutTakesThePlaceToo() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        beginLife();
        target.apply(coded(row(7L, 1L)));
        target.takePlace(coded(), List.of(), LIFE);
        target.apply(coded(row(8L, 1L)));

        assertThat(rows(member("pk", "code"))).containsExactly("7", "8");
    }

    @Test
    void twoJobsMayTakeThePlaceAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            dropAll();
            List<JdbcTarget> jobs = List.of(target(options()), target(options()));
            target = jobs.get(0);
            beginLife();
            jobs.get(1).beginLife(coded(), LIFE);
            for (JdbcTarget job : jobs) {
                job.apply(coded(row(7L, 1L)));
            }

            List<List<String>> statements =
                    atOnce(jobs, job -> job.takePlace(coded(), List.of(), LIFE));

            assertThat(statements).filteredOn(List::isEmpty).hasSize(1);
            assertThat(rows("code")).containsExactly("7");
            assertThat(tables()).containsExactly("item");
        }
    }

    @Test
    void twoJobsMayBeginALifeAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            dropAll();
            target.prepare(item());
            List<JdbcTarget> jobs = List.of(target(options()), target(options()));

            atOnce(jobs, job -> job.beginLife(coded(), LIFE));

            assertThat(tables()).containsExactlyInAnyOrder("item", beside());
        }
    }

    @Test
    void twoJobsMayAlterColumnsAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            dropAll();
            target = target(options());
            target.prepare(item());
            upsert(V1, row(1L, "bolt", 7L));
            List<JdbcTarget> jobs = List.of(target(options()), target(options()));
            TableDefinition wider =
                    new TableDefinition(
                            ITEM,
                            List.of(
                                    Column.of("id", DmsType.INT64),
                                    Column.of("more", DmsType.INT64)),
                            List.of("id"));

            atOnce(jobs, job -> job.prepare(wider));
            atOnce(jobs, job -> job.renameColumn(ITEM, "name", "label"));
            atOnce(jobs, job -> job.dropColumn(ITEM, "quantity"));

            assertThat(target.existing(ITEM).orElseThrow().definition().columnNames().names())
                    .containsExactlyInAnyOrder("id", "label", "more");
            assertThat(rows("label")).containsExactly("bolt");
        }
    }

    private static <T> List<T> atOnce(List<JdbcTarget> jobs, Function<JdbcTarget, T> what)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(jobs.size());
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> results = new ArrayList<>();
            for (JdbcTarget job : jobs) {
                job.existing(ITEM);
                results.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return what.apply(job);
                                }));
            }
            start.countDown();
            List<T> answers = new ArrayList<>();
            for (Future<T> result : results) {
                answers.add(result.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void nothingThatIsWrittenMeanwhileIsLost() throws Exception {
        beginLife();
        int writers = 2;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        AtomicBoolean ended = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        try {
            CountDownLatch underWay = new CountDownLatch(6);
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                long first = i * 1_000_000L;
                JdbcTarget writer = target(options());
                results.add(
                        threads.submit(
                                () -> {
                                    long next = first;
                                    while (!ended.get()) {
                                        Object[][] rows = new Object[200][];
                                        for (int r = 0; r < rows.length; r++) {
                                            rows[r] = row(next++, 1L);
                                        }
                                        assertThat(writer.apply(coded(rows))).isEmpty();
                                        written.addAndGet(rows.length);
                                        underWay.countDown();
                                    }
                                }));
            }
            underWay.await();
            target.takePlace(coded(), List.of(), LIFE);
            long before = written.get();
            while (written.get() < before + 2_000 && results.stream().noneMatch(Future::isDone)) {
                Thread.onSpinWait();
            }
            ended.set(true);
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            ended.set(true);
            threads.shutdownNow();
        }
        refresh(SCHEMA + ".item");
        assertThat(query("SELECT count(*) FROM " + SCHEMA + ".item"))
                .containsExactly(Long.toString(written.get()));
    }

    /** A table with a row, and an empty one beside it. */
    private void beginLife() throws SQLException {
        target.prepare(item());
        upsert(version(1, 10), row(1L, "old"));
        assertThat(target.beginLife(coded(), LIFE)).isNotEmpty();
    }

    private List<String> tables() throws SQLException {
        return query(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                        + SCHEMA
                        + "' AND table_name LIKE 'item%'");
    }

    private static String beside() {
        return "item__dms_" + Long.toString(LIFE, Character.MAX_RADIX);
    }

    private static String version(long life, long built) {
        return fixed(life) + "0" + fixed(built);
    }

    /** The same table under another key. */
    private static TableDefinition coded() {
        return new TableDefinition(
                ITEM,
                List.of(Column.of("code", DmsType.INT64), Column.of("id", DmsType.INT64)),
                List.of("code"));
    }

    private static TableBatch coded(Object[]... rows) {
        return new TableBatch(
                ITEM,
                LIFE,
                TableBatch.Kind.UPSERT,
                CODED,
                1,
                List.of(rows),
                Collections.nCopies(rows.length, version(LIFE, LIFE + 100)),
                0);
    }
}
