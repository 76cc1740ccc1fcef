package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dmstocrate.config.Secret;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.JsonText;
import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TableOptions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every target does, whatever the database. */
abstract class TargetContract {

    private static final int MANY = 2_000;

    static final String SCHEMA = "contract";
    static final TableId ITEM = new TableId(SCHEMA, "item");
    static final String V1 = "000000001|000000001";
    static final String V2 = "000000002|000000002";
    static final String V3 = "000000003|000000003";

    final Map<TableId, TableOptions> tableOptions = new HashMap<>();
    private final List<JdbcTarget> opened = new ArrayList<>();
    JdbcTarget target;

    abstract String url();

    abstract String user();

    /** A connection of the test's own, that sees everything that was written. */
    abstract Connection connect() throws SQLException;

    /** Makes the rows of a table visible to {@link #connect}. */
    abstract void refresh(String table) throws SQLException;

    abstract boolean isCrate();

    /** A target that retries for a minute of the given pauses. */
    final JdbcTarget patient(FakePauses pauses) {
        TargetSettings options = options();
        TargetSettings patient =
                new TargetSettings(
                        options.url(),
                        options.user(),
                        options.password(),
                        options.versionColumn(),
                        options.softDeletes(),
                        options.tables(),
                        options.deadLetterTable(),
                        Duration.ofMinutes(1));
        JdbcTarget opening = new JdbcTarget(patient, session(patient), pauses);
        opened.add(opening);
        return opening;
    }

    Session session(TargetSettings options) {
        return Session.of(options);
    }

    @BeforeEach
    void open() throws SQLException {
        dropAll();
        target = target(options());
    }

    @AfterEach
    void close() throws SQLException {
        opened.forEach(JdbcTarget::close);
        dropAll();
    }

    final TargetSettings options() {
        Map<TableId, TableOptions> tables = Map.copyOf(tableOptions);
        return new TargetSettings(
                url(),
                user(),
                Secret.NONE,
                "dms_version",
                false,
                source -> tables.getOrDefault(source, TableOptions.DEFAULT),
                new TableId(SCHEMA, "dead_letters"),
                Duration.ZERO);
    }

    final JdbcTarget target(TargetSettings options) {
        JdbcTarget opening = new JdbcTarget(options, session(options), Retries.REAL);
        opened.add(opening);
        return opening;
    }

    /** A target for which all given options hold. */
    final JdbcTarget target(TableId source, TableOptions options) {
        tableOptions.put(source, options);
        return target(options());
    }

    // Rows

    @Test
    void upsertInsertsAndUpdates() throws SQLException {
        target.prepare(item());

        assertThat(upsert(V1, row(1L, "bolt"), row(2L, "nut"))).isEmpty();
        assertThat(upsert(V2, row(1L, "screw"))).isEmpty();

        assertThat(rows("id, name")).containsExactly("1|screw", "2|nut");
    }

    @Test
    void anOlderVersionNeverOverwrites() throws SQLException {
        target.prepare(item());
        upsert(V2, row(1L, "newer"));

        assertThat(upsert(V1, row(1L, "older"))).isEmpty();

        assertThat(rows("name, dms_version")).containsExactly("newer|" + V2);
    }

    /** Whatever rows come together, and whichever statement is tried first. */
    @Test
    void eachRowOfABatchIsGuardedForItself() throws SQLException {
        target.prepare(item());
        for (int round = 0; round < 3; round++) {
            String old = "00000000" + (2 * round + 1) + "|000000001";
            String between = "00000000" + (2 * round + 2) + "|000000001";
            String newest = "00000000" + (2 * round + 3) + "|000000001";
            upsert(old, row(1L, "old"), row(2L, "old"), row(3L, "old"));
            upsert(newest, row(2L, "newest"));

            assertThat(
                            upsert(
                                    between,
                                    row(1L, "between"),
                                    row(2L, "between"),
                                    row(3L, "between"),
                                    row(4L + round, "between")))
                    .isEmpty();

            assertThat(rows("id, name"))
                    .contains("1|between", "2|newest", "3|between", (4 + round) + "|between");
            // Until the short way is tried again.
            for (int batch = 0; batch < RowPlan.CAUTIOUS_BATCHES; batch++) {
                assertThat(upsert(newest, row(1L, "newest"), row(9L, "newest"))).isEmpty();
            }
            assertThat(rows("id, name")).contains("1|newest", "9|newest");
        }
    }

    /** Values that do not fit are told from rows that are newer. */
    @Test
    void rowThatTheServerRejectsIsFoundAmongThoseThatAreNewer() throws SQLException {
        createByHand("id BIGINT PRIMARY KEY, name TEXT, quantity BIGINT CHECK (quantity <> 13)");
        target.prepare(item());
        upsert(V2, row(1L, "newer", 1L));

        assertThat(upsert(V1, row(1L, "older", 2L), row(2L, "fits", 3L), row(3L, "does not", 13L)))
                .extracting(Rejection::row)
                .containsExactly(2);

        assertThat(rows("id, name")).containsExactly("1|newer", "2|fits");
    }

    @Test
    void theSameVersionOverwrites() throws SQLException {
        target.prepare(item());
        upsert(V2, row(1L, "first"));

        upsert(V2, row(1L, "again"));

        assertThat(rows("name")).containsExactly("again");
    }

    @Test
    void aRowWithoutVersionGivesWay() throws SQLException {
        target.prepare(item());
        execute("INSERT INTO " + SCHEMA + ".item (id, name) VALUES (1, 'by hand')");

        upsert(V1, row(1L, "by the job"));

        assertThat(rows("name, dms_version")).containsExactly("by the job|" + V1);
    }

    @Test
    void columnsThatAreNotWrittenKeepTheirValues() throws SQLException {
        target.prepare(item());
        upsert(V1, row(1L, "bolt", 5L));

        apply(Columns.of("id", "quantity"), V2, new Object[] {1L, 7L});

        assertThat(rows("id, name, quantity")).containsExactly("1|bolt|7");
    }

    @Test
    void nullIsWritten() throws SQLException {
        target.prepare(item());
        upsert(V1, row(1L, "bolt", 5L));

        upsert(V2, row(1L, null, null));

        assertThat(rows("id, name, quantity")).containsExactly("1|null|null");
    }

    @Test
    void withoutVersionColumnTheLastWriteWins() throws SQLException {
        TargetSettings options = options();
        target =
                target(
                        new TargetSettings(
                                options.url(),
                                options.user(),
                                options.password(),
                                "",
                                false,
                                options.tables(),
                                options.deadLetterTable(),
                                options.retryBudget()));
        target.prepare(item());

        upsert(V2, row(1L, "first"));
        upsert(V1, row(1L, "last"));

        assertThat(rows("name")).containsExactly("last");
    }

    @Test
    void aTableOfKeysOnlyIsWritten() throws SQLException {
        TableDefinition keys =
                new TableDefinition(
                        ITEM,
                        List.of(Column.of("a", DmsType.INT64), Column.of("b", DmsType.INT32)),
                        List.of("a", "b"));
        target.prepare(keys);

        TableBatch batch = batch(Columns.of("a", "b"), 2, V1, new Object[] {1L, 2L});
        assertThat(target.apply(batch)).isEmpty();
        assertThat(target.apply(batch)).isEmpty();

        assertThat(rows("a, b")).containsExactly("1|2");
    }

    @Test
    void deleteTakesRowsAndNothingElse() throws SQLException {
        target.prepare(item());
        upsert(V1, row(1L, "bolt"), row(2L, "nut"), row(3L, "screw"));

        assertThat(delete(1L, 3L, 99L)).isEmpty();

        assertThat(rows("id")).containsExactly("2");
    }

    @Test
    void deleteFindsRowsWrittenAMomentAgo() throws SQLException {
        target.prepare(item());
        List<Object[]> rows = new ArrayList<>();
        Object[] keys = new Object[1_000];
        for (long id = 0; id < keys.length; id++) {
            rows.add(row(id, "name"));
            keys[(int) id] = id;
        }
        upsert(V1, rows.toArray(new Object[0][]));

        assertThat(delete(keys)).isEmpty();

        assertThat(rows("id")).isEmpty();
    }

    @Test
    void compositeKeysAreTold() throws SQLException {
        TableDefinition composite =
                new TableDefinition(
                        ITEM,
                        List.of(
                                Column.of("name", DmsType.STRING),
                                Column.of("id", DmsType.INT32),
                                Column.of("quantity", DmsType.INT32)),
                        List.of("id", "name"));
        target.prepare(composite);
        Columns columns = Columns.of("id", "name", "quantity");
        target.apply(
                batch(
                        columns,
                        2,
                        V1,
                        new Object[] {1L, "a", 1L},
                        new Object[] {1L, "b", 2L},
                        new Object[] {2L, "a", 3L}));

        assertThat(target.apply(batch(columns, 2, V2, new Object[] {1L, "b", 20L}))).isEmpty();
        assertThat(
                        target.apply(
                                new TableBatch(
                                        ITEM,
                                        TableBatch.Kind.DELETE,
                                        Columns.of("id", "name"),
                                        2,
                                        List.<Object[]>of(new Object[] {1L, "a"}),
                                        List.of(V2))))
                .isEmpty();

        assertThat(rows("id, name, quantity")).containsExactlyInAnyOrder("1|b|20", "2|a|3");
    }

    @Test
    void allTypesOfDmsComeBackAsTheyWere() throws SQLException {
        TableDefinition all =
                new TableDefinition(
                        ITEM,
                        List.of(
                                Column.of("id", DmsType.INT64),
                                Column.of("bool", DmsType.BOOLEAN),
                                Column.of("bytes", DmsType.BYTES),
                                Column.of("date", DmsType.DATE),
                                Column.of("time", DmsType.TIME),
                                Column.of("stamp", DmsType.TIMESTAMP),
                                Column.of("int8", DmsType.INT8),
                                Column.of("int16", DmsType.INT16),
                                Column.of("int32", DmsType.INT32),
                                Column.of("uint8", DmsType.UINT8),
                                Column.of("uint16", DmsType.UINT16),
                                Column.of("uint32", DmsType.UINT32),
                                Column.of("uint64", DmsType.UINT64),
                                new Column("dec", DmsType.NUMERIC, -1, 18, 4, true),
                                Column.of("any_dec", DmsType.NUMERIC),
                                Column.of("real", DmsType.REAL),
                                Column.of("double", DmsType.DOUBLE),
                                new Column("string", DmsType.STRING, 40, -1, -1, true),
                                Column.of("clob", DmsType.STRING),
                                Column.of("what", DmsType.UNKNOWN)),
                        List.of("id"));
        target.prepare(all);
        Object[] values = {
            Long.MAX_VALUE - 1,
            true,
            "0xCAFE",
            "2031-02-03",
            "04:05:06.5",
            "2031-02-03T04:05:06.123Z",
            -128L,
            -32768L,
            2147483647L,
            255L,
            65535L,
            4294967295L,
            new BigDecimal("18446744073709551615"),
            new BigDecimal("12345678901234.5678"),
            new BigDecimal("0.1234567890123456789012345678901234567890123"),
            new BigDecimal("2.20000005"),
            new BigDecimal("0.1"),
            "añb \uD83D\uDE00 \\ ' \" , {} NULL\n",
            "x".repeat(1_000_000),
            new JsonText("{\"a\": [1, 2.50]}")
        };

        assertThat(target.apply(batch(all.columnNames(), 1, V1, values))).isEmpty();

        assertThat(
                        rows(
                                "id, bool, bytes, time, int8, int16, int32, uint8, uint16, uint32,"
                                        + " uint64, dec, any_dec, string, what"))
                .containsExactly(
                        "9223372036854775806|t|0xCAFE|04:05:06.5|-128|-32768|2147483647|255|65535|"
                                + "4294967295|18446744073709551615|12345678901234.5678|"
                                + "0.1234567890123456789012345678901234567890123|"
                                + "añb \uD83D\uDE00 \\ ' \" , {} NULL\n|{\"a\": [1, 2.50]}");
        assertThat(
                        rows(
                                "extract(epoch FROM stamp)::bigint, extract(epoch FROM"
                                        + " \"date\")::bigint, real = 2.2::real, double = 0.1,"
                                        + " length(clob)"))
                .containsExactly("1927857906|1927843200|t|t|1000000");
    }

    // Rows that don't fit

    @Test
    void aRowThatDoesNotFitIsRejectedAndAllOthersAreIn() throws SQLException {
        target.prepare(item());

        List<Rejection> rejections =
                upsert(
                        V1,
                        row(1L, "a", 1L),
                        row(2L, "b", 3_000_000_000L),
                        row(3L, "c", 3L),
                        row(4L, "d", "secret"),
                        row(5L, "e", new BigDecimal("1.5")));

        assertThat(rejections).extracting(Rejection::row).containsExactly(1, 3, 4);
        assertThat(rejections)
                .extracting(Rejection::reason)
                .allSatisfy(
                        reason ->
                                assertThat(reason)
                                        .contains("quantity")
                                        .doesNotContain("secret")
                                        .doesNotContain("3000000000"));
        assertThat(rows("id")).containsExactly("1", "3");
    }

    @Test
    void aRowThatBreaksACheckIsFoundAmongManyAndTheServerTellsWhy() throws SQLException {
        createByHand("id BIGINT PRIMARY KEY, name TEXT, quantity INTEGER CHECK (quantity <> 13)");
        List<Object[]> rows = new ArrayList<>();
        for (long id = 0; id < 1_000; id++) {
            rows.add(row(id, "n", id % 100 == 13 ? 13L : 1L));
        }

        List<Rejection> rejections = upsert(V1, rows.toArray(new Object[0][]));

        assertThat(rejections)
                .extracting(Rejection::row)
                .containsExactlyInAnyOrder(13, 113, 213, 313, 413, 513, 613, 713, 813, 913);
        assertThat(rejections.get(0).reason()).containsIgnoringCase("check");
        assertThat(rows("count(*)")).containsExactly("990");
    }

    @Test
    void aMissingValueThatTheTableWantsIsRejected() throws SQLException {
        createByHand("id BIGINT PRIMARY KEY, name TEXT NOT NULL, quantity INTEGER");

        List<Rejection> rejections = upsert(V1, row(1L, "a"), row(2L, null), row(3L, "c"));

        assertThat(rejections).extracting(Rejection::row).containsExactly(1);
        assertThat(rejections.get(0).reason()).contains("name");
        assertThat(rows("id")).containsExactly("1", "3");
    }

    @Test
    void textThatIsTooLongForItsColumnIsRejected() throws SQLException {
        createByHand("id BIGINT PRIMARY KEY, name VARCHAR(5), quantity INTEGER");

        List<Rejection> rejections = upsert(V1, row(1L, "short"), row(2L, "toolong"));

        assertThat(rejections).extracting(Rejection::row).containsExactly(1);
        assertThat(rejections.get(0).reason()).doesNotContain("toolong");
        assertThat(rows("id, name")).containsExactly("1|short");
    }

    @Test
    void aValueThatTheServerCannotCastIsFoundAmongOthers() throws SQLException {
        createByHand("id BIGINT PRIMARY KEY, name " + (isCrate() ? "IP" : "UUID"));
        String good = isCrate() ? "10.0.0.1" : "123e4567-e89b-12d3-a456-426614174000";

        List<Rejection> rejections =
                upsert(V1, row(1L, good), row(2L, "it's `secret`"), row(3L, good), row(4L, null));

        assertThat(rejections).extracting(Rejection::row).containsExactly(1);
        assertThat(rejections.get(0).reason()).doesNotContain("secret");
        assertThat(rows("id")).containsExactly("1", "3", "4");
    }

    @Test
    void jsonThatIsNoObjectIsRejected() throws SQLException {
        target =
                target(
                        ITEM,
                        new TableOptions(
                                List.of(),
                                "",
                                Layout.DIRECT,
                                Map.of("name", "object"),
                                Map.of(),
                                OptionalLong.empty()));
        target.prepare(item());

        List<Rejection> rejections =
                upsert(
                        V1,
                        row(1L, "{\"a\": {\"b\": 1}}"),
                        row(2L, "{\"a\": {\"b\":"),
                        row(3L, "[1]"),
                        row(4L, new JsonText("{\"a\": {\"b\": 2}}")),
                        row(5L, "{} {}"));

        assertThat(rejections).extracting(Rejection::row).containsExactly(1, 2, 4);
        assertThat(rows(isCrate() ? "id, name['a']['b']" : "id, name->'a'->'b'"))
                .containsExactly("1|1", "4|2");
    }

    @Test
    void numbersAreNeverRounded() throws SQLException {
        TableDefinition prices =
                new TableDefinition(
                        ITEM,
                        List.of(
                                Column.of("id", DmsType.INT64),
                                new Column("price", DmsType.NUMERIC, -1, 6, 2, true)),
                        List.of("id"));
        target.prepare(prices);

        List<Rejection> rejections =
                target.apply(
                        batch(
                                prices.columnNames(),
                                1,
                                V1,
                                new Object[] {1L, new BigDecimal("1.239")},
                                new Object[] {2L, new BigDecimal("1.2300")},
                                new Object[] {3L, new BigDecimal("12345.6")},
                                new Object[] {4L, "-9999.99"}));

        assertThat(rejections).extracting(Rejection::row).containsExactly(0, 2);
        assertThat(rows("id, price")).containsExactly("2|1.23", "4|-9999.99");
    }

    @Test
    void aRowWithoutItsKeyIsRejected() throws SQLException {
        target.prepare(item());

        assertThat(upsert(V1, row(null, "a"), row(2L, "b")))
                .extracting(Rejection::row)
                .containsExactly(0);
        assertThat(rows("id")).containsExactly("2");
    }

    @Test
    void aTableThatRefusesAllRowsIsNoFaultOfTheRows() throws SQLException {
        createByHand("id BIGINT PRIMARY KEY, name TEXT, quantity INTEGER CHECK (quantity > 100)");
        List<Object[]> rows = new ArrayList<>();
        for (long id = 0; id < 200; id++) {
            rows.add(row(id, "n", 1L));
        }

        assertThatThrownBy(() -> upsert(V1, rows.toArray(new Object[0][])))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("200 rows")
                .hasFieldOrPropertyWithValue("kind", FailureKind.RETRYABLE);
    }

    @Test
    void aFewRowsThatShareAReasonAreRejected() throws SQLException {
        createByHand("id BIGINT PRIMARY KEY, name TEXT, quantity INTEGER CHECK (quantity > 100)");

        assertThat(upsert(V1, row(1L, "a", 1L), row(2L, "b", 2L), row(3L, "c", 3L))).hasSize(3);
    }

    @Test
    void aTableThatRefusesAllRowsForAWhileLosesNone() throws SQLException {
        createByHand(
                "id BIGINT PRIMARY KEY, name TEXT, quantity INTEGER CONSTRAINT few CHECK"
                        + " (quantity > 100)");
        FakePauses pauses =
                new FakePauses()
                        .in(3, () -> execute("ALTER TABLE contract.item DROP CONSTRAINT few"));
        target = patient(pauses);
        List<Object[]> rows = new ArrayList<>();
        for (long id = 0; id < 50; id++) {
            rows.add(row(id, "n", 1L));
        }

        assertThat(upsert(V1, rows.toArray(new Object[0][]))).isEmpty();

        assertThat(pauses.count()).isEqualTo(3);
        assertThat(rows("count(*)")).containsExactly("50");
    }

    // Soft deletes

    @Test
    void aSoftDeleteKeepsTheRowWithAFlag() throws SQLException {
        target = target(softDeletes());
        target.prepare(item());
        upsert(V1, row(1L, "bolt"), row(2L, "nut"));

        assertThat(delete(1L, 99L)).isEmpty();

        assertThat(rows("id, name, dms_deleted, dms_version"))
                .containsExactly("1|bolt|t|" + V3, "2|nut|f|" + V1, "99|null|t|" + V3);
    }

    @Test
    void aSoftDeleteIsGuardedLikeAnyWrite() throws SQLException {
        target = target(softDeletes());
        target.prepare(item());
        String newest = V3 + "z";
        upsert(newest, row(1L, "newest"));

        delete(1L);

        assertThat(rows("name, dms_deleted")).containsExactly("newest|f");
    }

    @Test
    void aRowInsertedAgainIsNotDeletedAnyMore() throws SQLException {
        target = target(softDeletes());
        target.prepare(item());
        delete(1L);

        upsert(V2, row(1L, "late"));
        assertThat(rows("name, dms_deleted")).containsExactly("null|t");

        upsert(V3 + "z", row(1L, "back"));
        assertThat(rows("name, dms_deleted")).containsExactly("back|f");
    }

    @Test
    void aSoftSweepMarksRows() throws SQLException {
        target = target(softDeletes());
        target.prepare(item());
        upsert(fixed(1_000) + fixed(1_500), row(1L, "former"));
        upsert(fixed(2_000) + fixed(2_100), row(2L, "current"));

        assertThat(target.sweep(ITEM, 2_000)).isEqualTo(1);
        assertThat(target.sweep(ITEM, 2_000)).isZero();

        assertThat(rows("name, dms_deleted")).containsExactly("current|f", "former|t");
    }

    // Universal layout

    @Test
    void theUniversalLayoutHoldsKeyAndDataInObjects() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        target.prepare(item());

        assertThat(upsert(V1, row(1L, "bolt", 5L), row(2L, null, 6L))).isEmpty();

        assertThat(
                        rows(
                                member("pk", "id")
                                        + ", "
                                        + member("data", "name")
                                        + ", "
                                        + member("data", "quantity")))
                .containsExactly("1|bolt|5", "2|null|6");
    }

    @Test
    void inTheUniversalLayoutColumnsThatAreNotWrittenKeepTheirValues() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        target.prepare(item());
        upsert(V1, row(1L, "bolt", 5L));

        apply(Columns.of("id", "quantity"), V2, new Object[] {1L, 7L});
        upsert(V1, row(1L, "old", 1L));
        apply(Columns.of("id"), V3, new Object[] {1L});

        assertThat(
                        rows(
                                member("data", "name")
                                        + ", "
                                        + member("data", "quantity")
                                        + ", dms_version"))
                .containsExactly("bolt|7|" + V3);
    }

    @Test
    void inTheUniversalLayoutRowsAreDeletedAndRejected() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        target.prepare(item());

        assertThat(upsert(V1, row(1L, "a", 1L), row(2L, "b", "x"), row(3L, "c", 3L)))
                .extracting(Rejection::row)
                .containsExactly(1);
        assertThat(delete(1L)).isEmpty();

        assertThat(rows(member("pk", "id"))).containsExactly("3");
    }

    @Test
    void inTheUniversalLayoutNewColumnsAreAddedWithTheirTypes() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        target.prepare(item());
        List<Column> columns = new ArrayList<>(item().columns());
        columns.add(new Column("price it's", DmsType.NUMERIC, -1, 30, 10, true));
        TableDefinition wider = new TableDefinition(ITEM, columns, List.of("id"));

        assertThat(target.prepare(wider)).hasSize(1);
        assertThat(target.prepare(wider)).isEmpty();

        BigDecimal exact = new BigDecimal("12345678901234567890.0123456789");
        assertThat(apply(Columns.of("id", "price it's"), V2, new Object[] {1L, exact})).isEmpty();
        assertThat(rows(member("data", "price it''s"))).containsExactly(exact.toPlainString());
        ExistingTable existing = target.existing(ITEM).orElseThrow();
        assertThat(existing.definition().columns())
                .extracting(Column::name)
                .containsExactly("id", "name", "quantity", "price it's");
        assertThat(existing.definition().primaryKey()).containsExactly("id");
        assertThat(existing.problems()).isEmpty();
    }

    // Tables

    @Test
    void aTableThatCannotBeMadeIsNoFaultOfTheOthers() {
        String name = "x".repeat(300);
        TableDefinition tooLong =
                new TableDefinition(
                        ITEM,
                        List.of(Column.of("id", DmsType.INT64), Column.of(name, DmsType.INT64)),
                        List.of("id"));

        assertThatThrownBy(() -> target.prepare(tooLong))
                .isInstanceOf(TargetException.class)
                .hasFieldOrPropertyWithValue("kind", FailureKind.REJECTED);
    }

    @Test
    void aTableThatIsNotThereIsToldApart() {
        assertThat(target.existing(ITEM)).isEmpty();
    }

    @Test
    void whatWasPreparedExists() {
        TableDefinition definition = item();
        assertThat(target.prepare(definition)).isNotEmpty();

        ExistingTable existing = target.existing(ITEM).orElseThrow();

        assertThat(existing.problems()).isEmpty();
        assertThat(existing.definition().primaryKey()).containsExactly("id");
        assertThat(existing.definition().columns())
                .extracting(Column::name)
                .containsExactly("id", "name", "quantity");
        assertThat(target.prepare(definition)).isEmpty();
    }

    @Test
    void newColumnsAreAdded() throws SQLException {
        target.prepare(item());
        upsert(V1, row(1L, "bolt"));
        List<Column> columns = new ArrayList<>(item().columns());
        columns.add(new Column("price", DmsType.NUMERIC, -1, 10, 2, true));

        assertThat(target.prepare(new TableDefinition(ITEM, columns, List.of("id")))).hasSize(1);

        apply(Columns.of("id", "price"), V2, new Object[] {1L, new BigDecimal("2.50")});
        assertThat(rows("id, name, price")).containsExactly("1|bolt|2.50");
    }

    @Test
    void aColumnIsRenamedOnceAndKeepsItsValues() throws SQLException {
        target.prepare(item());
        upsert(V1, row(1L, "bolt", 5L));
        JdbcTarget writer = target(options());
        writer.apply(batch(Columns.of("id", "name"), 1, V1, new Object[] {2L, "nut"}));

        assertThat(target.renameColumn(ITEM, "name", "label it's")).hasSize(1);
        assertThat(target.renameColumn(ITEM, "name", "label it's")).isEmpty();

        assertThat(
                        writer.apply(
                                batch(
                                        Columns.of("id", "label it's"),
                                        1,
                                        V2,
                                        new Object[] {2L, "screw"})))
                .isEmpty();
        assertThat(rows("id, \"label it's\", quantity"))
                .containsExactly("1|bolt|5", "2|screw|null");
    }

    @Test
    void aKeyColumnIsRenamed() throws SQLException {
        target.prepare(item());
        upsert(V1, row(1L, "bolt"), row(2L, "nut"));

        target.renameColumn(ITEM, "id", "key");

        assertThat(apply(Columns.of("key", "name"), V2, new Object[] {1L, "screw"})).isEmpty();
        assertThat(rows("key, name")).containsExactly("1|screw", "2|nut");
        assertThat(target.existing(ITEM).orElseThrow().definition().primaryKey())
                .containsExactly("key");
    }

    @Test
    void aColumnIsNotRenamedOntoAnother() {
        target.prepare(item());

        assertThatThrownBy(() -> target.renameColumn(ITEM, "name", "quantity"))
                .hasMessageContaining("both columns")
                .hasFieldOrPropertyWithValue("kind", io.dmstocrate.dialect.FailureKind.REJECTED);
    }

    @Test
    void aColumnIsDroppedOnceAndMayComeAgainWithAnotherType() throws SQLException {
        target.prepare(item());
        upsert(V1, row(1L, "bolt", 5L));
        JdbcTarget writer = target(options());
        writer.apply(
                batch(Columns.of("id", "name", "quantity"), 1, V1, new Object[] {2L, "nut", 6L}));

        assertThat(target.dropColumn(ITEM, "quantity")).hasSize(1);
        assertThat(target.dropColumn(ITEM, "quantity")).isEmpty();
        assertThat(target.existing(ITEM).orElseThrow().definition().column("quantity")).isEmpty();

        List<Column> columns = new ArrayList<>(item().columns());
        columns.set(2, new Column("quantity", DmsType.STRING, 40, -1, -1, true));
        target.prepare(new TableDefinition(ITEM, columns, List.of("id")));
        assertThat(
                        writer.apply(
                                batch(
                                        Columns.of("id", "name", "quantity"),
                                        1,
                                        V2,
                                        new Object[] {2L, "nut", "six"})))
                .isEmpty();
        assertThat(rows("id, name, quantity")).containsExactly("1|bolt|null", "2|nut|six");
    }

    // Wider types

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT16 | INT64 | 7 | 7",
                "INT32 | INT64 | -2147483648 | -2147483648",
                "INT64 | NUMERIC 38 18 | 9223372036854775806 | 9223372036854775806.000000000000000000",
                "INT64 | STRING | 9223372036854775806 | 9223372036854775806",
                "NUMERIC 10 2 | NUMERIC 14 4 | 12345678.90 | 12345678.9000",
                "NUMERIC 10 2 | STRING | 0.00 | 0.00",
                "NUMERIC 38 18 | STRING | 0.000000000000000001 | 0.000000000000000001",
                "NUMERIC 38 18 | STRING | 5500.0 | 5500",
                "NUMERIC 38 18 | STRING | 0 | 0",
                "UINT64 | STRING | 18446744073709551615 | 18446744073709551615",
                "REAL | DOUBLE | 1.1 | 1.1",
                "INT32 | DOUBLE | 2147483647 | 2147483647",
            })
    void aColumnGetsAWiderTypeWithItsValue(
            String narrow, String wide, BigDecimal value, String becomes) throws SQLException {
        target.prepare(typed(narrow));
        apply(Columns.of("id", "c"), V1, new Object[] {1L, value}, new Object[] {2L, null});

        widen(typed(wide).column("c").orElseThrow());

        String text = isCrate() && wide.equals("DOUBLE") ? "c::text" : "c";
        assertThat(query("SELECT count(*) FROM " + SCHEMA + ".item WHERE c IS NULL"))
                .containsExactly("1");
        String read = rows("id, " + text).get(0).substring(2);
        if (wide.equals("DOUBLE")) {
            assertThat(new BigDecimal(read)).isEqualByComparingTo(becomes);
        } else {
            assertThat(read).isEqualTo(becomes);
        }
        assertThat(target.existing(ITEM).orElseThrow().definition().columns())
                .extracting(Column::name)
                .containsExactlyInAnyOrder("id", "c");
        assertThat(columnsOfItem())
                .containsExactlyInAnyOrder("id", "c", "dms_version", "dms_column_versions");
    }

    @Test
    void truthValuesAndTextGetWider() throws SQLException {
        target.prepare(typed("BOOLEAN"));
        apply(Columns.of("id", "c"), V1, row(1L, true), row(2L, false), row(3L, null));
        widen(Column.of("c", DmsType.STRING));

        assertThat(apply(Columns.of("id", "c"), V2, row(4L, "x".repeat(40_000)))).isEmpty();
        assertThat(rows("id, left(c, 5)"))
                .containsExactly("1|true", "2|false", "3|null", "4|xxxxx");
    }

    @Test
    void whatIsWrittenWhileAColumnIsCopiedStays() throws SQLException {
        target.prepare(typed("INT32"));
        apply(Columns.of("id", "c"), V1, row(1L, 1L), row(2L, 2L), row(3L, 3L), row(4L, 4L));
        Column wide = Column.of("c", DmsType.INT64);
        String temporary = "dms_wide_1_c";
        if (target.widenColumn(ITEM, wide, temporary).isWide()) {
            assertThat(target.database()).isEqualTo("PostgreSQL");
            return;
        }
        JdbcTarget writer = target(options());
        Columns both = Columns.of("id", "c", temporary);
        writer.apply(batch(both, 1, V2, row(1L, 11L, 11L), row(2L, null, null), row(5L, 5L, 5L)));
        assertThat(writer.apply(batch(both, 1, V2, row(3L, 3_000_000_000L, 3_000_000_000L))))
                .isEmpty();

        assertThat(writer.apply(batch(both, 1, V3, row(4L, 44L, 44L)))).isEmpty();
        while (target.copyToWide(ITEM, "c", temporary) > 0) {}
        assertThat(target.copyToWide(ITEM, "c", temporary)).isZero();
        assertThat(target.swapWide(ITEM, "c", temporary)).hasSize(3);
        assertThat(target.swapWide(ITEM, "c", temporary)).isEmpty();
        // A writer that has not heard of it writes what it has.
        assertThat(writer.apply(batch(both, 1, V3, row(5L, 55L, 55L)))).isEmpty();

        assertThat(rows("id, c")).containsExactly("1|11", "2|null", "3|3000000000", "4|44", "5|55");
        assertThat(target.copyToWide(ITEM, "c", temporary)).isZero();
        assertThat(target.widenColumn(ITEM, wide, "dms_wide_2_c").isWide()).isTrue();
    }

    @Test
    void writerThatHasNotHeardOfTheDoubleWritesWhatIsWritten() throws SQLException {
        assumeTrue(
                target.altersTypes(), "elsewhere columns are replaced while their rows are held");
        target.prepare(typed("REAL"));
        JdbcTarget writer = target(options());
        Columns columns = Columns.of("id", "c");
        writer.apply(batch(columns, 1, V1, row(1L, new BigDecimal("1.1"))));
        widen(Column.of("c", DmsType.DOUBLE));

        writer.apply(
                batch(
                        columns,
                        1,
                        V2,
                        row(1L, new BigDecimal("3518.6")),
                        row(2L, new BigDecimal("-0.1")),
                        row(3L, "NaN")));

        assertThat(rows("id, c")).containsExactly("1|3518.6", "2|-0.1", "3|NaN");
    }

    @Test
    void rowWithAKeyOfSinglePrecisionIsFoundAgain() throws SQLException {
        TableDefinition keyed =
                new TableDefinition(ITEM, List.of(Column.of("id", DmsType.REAL)), List.of("id"));
        target.prepare(keyed);
        Columns key = Columns.of("id");
        target.apply(batch(key, 1, V1, row(new BigDecimal("1.1")), row(new BigDecimal("2.2"))));
        target.apply(batch(key, 1, V2, row(new BigDecimal("2.2"))));
        target.apply(
                new TableBatch(
                        ITEM,
                        TableBatch.Kind.DELETE,
                        key,
                        1,
                        List.<Object[]>of(row(new BigDecimal("1.1"))),
                        List.of(V3)));

        assertThat(rows("id")).containsExactly("2.2");
    }

    @Test
    void writerOfANewerRevisionKnowsTheWiderType() throws SQLException {
        target.prepare(typed("REAL"));
        JdbcTarget writer = target(options());
        writer.apply(batch(Columns.of("id", "c"), 1, V1, row(1L, new BigDecimal("1.5"))));
        widen(Column.of("c", DmsType.DOUBLE));

        BigDecimal exact = new BigDecimal("1.23456789012");
        writer.apply(
                new TableBatch(
                        ITEM,
                        0,
                        TableBatch.Kind.UPSERT,
                        Columns.of("id", "c"),
                        1,
                        List.<Object[]>of(row(1L, exact)),
                        List.of(V2),
                        1));

        assertThat(rows("id, c")).containsExactly("1|1.23456789012");
    }

    @Test
    void swapThatWasBrokenOffEndsWithTheNextPreparation() throws SQLException {
        target.prepare(typed("INT32"));
        apply(Columns.of("id", "c"), V1, row(1L, 1L));
        Column wide = Column.of("c", DmsType.INT64);
        if (!target.widenColumn(ITEM, wide, "dms_wide_7_c").isWide()) {
            while (target.copyToWide(ITEM, "c", "dms_wide_7_c") > 0) {}
            target.renameColumn(ITEM, "c", "dms_narrow_c");
        }

        target(options()).prepare(typed("INT64"));

        assertThat(apply(Columns.of("id", "c"), V2, row(2L, 3_000_000_000L))).isEmpty();
        assertThat(rows("id, c")).containsExactly("1|1", "2|3000000000");
        assertThat(columnsOfItem())
                .containsExactlyInAnyOrder("id", "c", "dms_version", "dms_column_versions");
    }

    @Test
    void copyThatWasBegunByAJobThatIsGoneBeginsAnew() throws SQLException {
        target.prepare(typed("INT32"));
        apply(Columns.of("id", "c"), V1, row(1L, 1L));
        Column wide = Column.of("c", DmsType.INT64);
        if (!target.widenColumn(ITEM, wide, "dms_wide_1_c").isWide()) {
            target.copyToWide(ITEM, "c", "dms_wide_1_c");
        }
        apply(Columns.of("id", "c"), V2, row(1L, 2L));

        for (String temporary : List.of("dms_wide_1_c", "dms_wide_2_c")) {
            target.widenColumn(ITEM, wide, temporary);
        }
        widen(wide);

        assertThat(rows("id, c")).containsExactly("1|2");
        assertThat(columnsOfItem())
                .containsExactlyInAnyOrder("id", "c", "dms_version", "dms_column_versions");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT16 | INT32 | 7 | 70000",
                "INT32 | INT64 | 7 | 3000000000",
                "INT64 | UINT64 | 7 | 18446744073709551615",
                "NUMERIC 5 2 | NUMERIC 10 2 | 7.25 | 12345678.50",
            })
    void aKeyGetsAWiderTypeWithAllRows(
            String narrow, String wide, BigDecimal small, BigDecimal large) throws SQLException {
        TableDefinition before = keyed(narrow);
        target.prepare(before);
        Columns columns = Columns.of("id", "c");
        apply(columns, V1, new Object[] {small, 1L}, new Object[] {BigDecimal.ONE, null});
        JdbcTarget writer = target(options());
        for (int i = 0; i < 10; i++) {
            // So often that the driver prepares the statement at the server.
            writer.apply(batch(columns, 1, V1, new Object[] {BigDecimal.TEN, 10L}));
        }

        widen(keyed(wide).column("id").orElseThrow());

        TableBatch later =
                new TableBatch(
                        ITEM,
                        0,
                        TableBatch.Kind.UPSERT,
                        columns,
                        1,
                        List.of(new Object[] {large, 2L}, new Object[] {small, 3L}),
                        List.of(V2, V2),
                        1);
        assertThat(writer.apply(later)).isEmpty();
        // An older word changes nothing: the rows have their versions still.
        apply(columns, "", new Object[] {BigDecimal.TEN, 99L});
        List<String> rows = rows("id, c");
        assertThat(rows).hasSize(4);
        Map<BigDecimal, String> values = new TreeMap<>();
        for (String row : rows) {
            String[] parts = row.split("\\|");
            values.put(new BigDecimal(parts[0]).stripTrailingZeros(), parts[1]);
        }
        assertThat(values)
                .containsEntry(small.stripTrailingZeros(), "3")
                .containsEntry(BigDecimal.ONE, "null")
                .containsEntry(BigDecimal.TEN.stripTrailingZeros(), "10")
                .containsEntry(large.stripTrailingZeros(), "2");
        assertThat(tablesOfItem()).containsExactly("item");
        assertThat(target.widenTable(ITEM, keyed(wide).columns(), "again").isWide()).isTrue();
    }

    @Test
    void whatOthersHaveAddedToTheTableIsCopiedWithIt() throws SQLException {
        assumeFalse(target.altersTypes(), "elsewhere the table stays the same");
        target = target(softDeletes());
        target.prepare(keyed("INT32"));
        execute("ALTER TABLE " + SCHEMA + ".item ADD COLUMN extra TEXT");
        apply(Columns.of("id", "c"), V1, row(1L, 1L), row(2L, 2L));
        execute("UPDATE " + SCHEMA + ".item SET extra = 'mine' WHERE id = 1");
        target.apply(
                new TableBatch(
                        ITEM,
                        TableBatch.Kind.DELETE,
                        Columns.of("id"),
                        1,
                        List.<Object[]>of(row(2L)),
                        List.of(V2)));

        widen(Column.of("id", DmsType.INT64));

        assertThat(rows("id, c, extra, dms_deleted, dms_version"))
                .containsExactly("1|1|mine|f|" + V1, "2|2|null|t|" + V2);
    }

    /** A statement that the server has prepared takes its parameter for what the key was then. */
    @Test
    void rowsAreDeletedUnderAKeyThatHasGotWider() throws SQLException {
        target.prepare(keyed("INT32"));
        JdbcTarget writer = target(options());
        for (long id = 0; id < 10; id++) {
            writer.apply(batch(Columns.of("id", "c"), 1, V1, row(id, id)));
            assertThat(writer.apply(deletes(0, id))).isEmpty();
        }

        widen(Column.of("id", DmsType.INT64));

        apply(Columns.of("id", "c"), V2, row(3_000_000_000L, 1L), row(1L, 1L));
        assertThat(writer.apply(deletes(1, 3_000_000_000L))).isEmpty();
        assertThat(rows("id")).containsExactly("1");
    }

    private static TableBatch deletes(long revision, long id) {
        return new TableBatch(
                ITEM,
                0,
                TableBatch.Kind.DELETE,
                Columns.of("id"),
                1,
                List.<Object[]>of(row(id)),
                List.of(V3),
                revision);
    }

    @Test
    void bothColumnsOfAKeyGetWiderByOneCopy() throws SQLException {
        assumeFalse(target.altersTypes(), "elsewhere each is altered by itself");
        TableDefinition narrow =
                new TableDefinition(
                        ITEM,
                        List.of(Column.of("id", DmsType.INT32), Column.of("part", DmsType.INT16)),
                        List.of("id", "part"));
        target.prepare(narrow);
        Columns key = Columns.of("id", "part");
        target.apply(batch(key, 2, V1, row(1L, 1L), row(1L, 2L)));
        List<Column> wide =
                List.of(Column.of("id", DmsType.INT64), Column.of("part", DmsType.INT32));
        for (Column column : wide) {
            assertThat(target.widenColumn(ITEM, column, "dms_wide_1_x").takesTable()).isTrue();
        }

        while (!target.widenTable(ITEM, wide, "job").isWide()) {}

        assertThat(target.apply(batch(key, 2, V2, row(3_000_000_000L, 70_000L)))).isEmpty();
        assertThat(rows("id, part")).containsExactly("1|1", "1|2", "3000000000|70000");
    }

    @Test
    void theUniversalLayoutGetsAWiderKeyToo() throws SQLException {
        assumeFalse(target.altersTypes(), "elsewhere JSON has no types to alter");
        target = target(ITEM, UNIVERSAL);
        target.prepare(keyed("INT32"));
        apply(Columns.of("id", "c"), V1, row(1L, 1L), row(2L, null));

        widen(Column.of("id", DmsType.INT64));

        assertThat(apply(Columns.of("id", "c"), V2, row(3_000_000_000L, 3L), row(1L, 11L)))
                .isEmpty();
        assertThat(rows(member("pk", "id") + ", " + member("data", "c")))
                .containsExactly("1|11", "2|null", "3000000000|3");
    }

    @Test
    void copyOfATableThatWasBrokenOffIsNotReliedOn() throws SQLException {
        assumeFalse(target.altersTypes(), "elsewhere nothing is copied");
        target.prepare(keyed("INT32"));
        fill(250);
        Column wide = Column.of("id", DmsType.INT64);
        target = copying(100);

        assertThat(target.widenTable(ITEM, List.of(wide), "job").isWide()).isFalse();
        apply(Columns.of("id", "c"), V2, row(1L, 100L), row(300_000L, 1L));
        assertThat(rows("count(*)")).containsExactly("251");
        target = copying(60);
        while (!target.widenTable(ITEM, List.of(wide), "job").isWide()) {}

        assertThat(apply(Columns.of("id", "c"), V3, row(3_000_000_000L, 3L))).isEmpty();
        assertThat(rows("count(*)")).containsExactly("252");
        assertThat(query("SELECT c FROM " + SCHEMA + ".item WHERE id = 1")).containsExactly("100");
        assertThat(tablesOfItem()).containsExactly("item");
    }

    @Test
    void rowsThatAreWrittenWhileTheTableIsCopiedAreNotLost() throws SQLException {
        assumeFalse(target.altersTypes(), "elsewhere nothing is copied");
        target.prepare(keyed("INT32"));
        fill(250);
        Column wide = Column.of("id", DmsType.INT64);
        target = copying(100);
        JdbcTarget zombie = target(options());

        int calls = 0;
        boolean isWide = false;
        while (!isWide) {
            isWide = target.widenTable(ITEM, List.of(wide), "job").isWide();
            calls++;
            if (calls == 1) {
                zombie.apply(batch(Columns.of("id", "c"), 1, V2, row(1L, 100L), row(7L, 700L)));
            }
        }

        assertThat(query("SELECT c FROM " + SCHEMA + ".item WHERE id IN (1, 7) ORDER BY id"))
                .containsExactly("100", "700");
        assertThat(rows("count(*)")).containsExactly("250");
        assertThat(calls).isGreaterThan(2);
    }

    @Test
    void tableThatSomeoneAlwaysWritesStaysAsItIs() throws SQLException {
        assumeFalse(target.altersTypes(), "elsewhere nothing is copied");
        target.prepare(keyed("INT32"));
        fill(250);
        target = copying(100);
        JdbcTarget other = target(options());

        assertThatThrownBy(
                        () -> {
                            for (long i = 0; i < 100; i++) {
                                target.widenTable(
                                        ITEM, List.of(Column.of("id", DmsType.INT64)), "job");
                                other.apply(batch(Columns.of("id", "c"), 1, V1, row(1L, i)));
                            }
                        })
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("by someone else")
                .hasFieldOrPropertyWithValue("kind", FailureKind.REJECTED);

        assertThat(rows("count(*)")).containsExactly("250");
        assertThat(tablesOfItem()).containsExactly("item");
    }

    @Test
    void rowsWhoseKeysHaveNoRoomYetAreTakenInWithTheWiderKey() throws SQLException {
        assumeFalse(target.altersTypes(), "elsewhere there is room at once");
        target.prepare(keyed("INT32"));
        apply(Columns.of("id", "c"), V1, row(1L, 1L));
        List<Column> wide = List.of(Column.of("id", DmsType.INT64));
        JdbcTarget writer = target(options());
        Columns columns = Columns.of("id", "c");
        assertThat(writer.apply(batch(columns, 1, V1, row(3_000_000_000L, 3L)))).hasSize(1);

        target.makeRoom(ITEM, wide);
        target.makeRoom(ITEM, wide);
        Object[][] many = new Object[30][];
        for (int i = 0; i < many.length; i++) {
            many[i] = row(4_000_000_000L + i, 4L);
        }
        assertThat(writer.apply(batch(columns, 1, V1, many))).isEmpty();
        List<Rejection> rejections =
                writer.apply(
                        batch(
                                columns,
                                1,
                                V2,
                                row(2L, 2L),
                                row(3_000_000_000L, 3L),
                                row(null, 4L),
                                row("x", 5L)));
        assertThat(rejections).extracting(Rejection::row).containsExactlyInAnyOrder(2, 3);
        for (long id : new long[] {4_000_000_000L, 1L}) {
            writer.apply(
                    new TableBatch(
                            ITEM,
                            TableBatch.Kind.DELETE,
                            Columns.of("id"),
                            1,
                            List.<Object[]>of(row(id)),
                            List.of(V3)));
        }
        assertThat(rows("id")).containsExactly("2");
        while (!target.widenTable(ITEM, wide, "job").isWide()) {}

        assertThat(rows("id, c")).hasSize(31).contains("2|2", "3000000000|3", "4000000029|4");
        assertThat(tablesOfItem()).containsExactly("item");
    }

    /** Writes so many rows with small keys. */
    private void fill(int count) {
        Object[][] rows = new Object[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = row((long) i, (long) i);
        }
        target.apply(batch(Columns.of("id", "c"), 1, V1, rows));
    }

    /** A target that copies so many rows of a table by one statement. */
    private JdbcTarget copying(int rows) {
        JdbcTarget opening = new JdbcTarget(options(), session(options()), Retries.REAL, rows);
        opened.add(opening);
        return opening;
    }

    private List<String> tablesOfItem() throws SQLException {
        return query(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                        + SCHEMA
                        + "' AND table_name LIKE 'item%'");
    }

    private static TableDefinition keyed(String key) {
        return new TableDefinition(
                ITEM,
                List.of(
                        named("id", typed(key).column("c").orElseThrow()),
                        Column.of("c", DmsType.INT32)),
                List.of("id"));
    }

    private static Column named(String name, Column column) {
        return new Column(
                name,
                column.type(),
                column.length(),
                column.precision(),
                column.scale(),
                column.nullable());
    }

    /** In the universal layout, too. */
    final void checkThatColumnsOfObjectsGetWider() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        target.prepare(typed("INT32"));
        apply(Columns.of("id", "c"), V1, row(1L, 1L), row(2L, null));

        widen(Column.of("c", DmsType.INT64));

        assertThat(apply(Columns.of("id", "c"), V2, row(3L, 3_000_000_000L))).isEmpty();
        assertThat(rows(member("pk", "id") + ", " + member("data", "c")))
                .containsExactly("1|1", "2|null", "3|3000000000");
    }

    /** Widens a column of the item to its end. */
    final void widen(Column wide) {
        String temporary = "dms_wide_3_" + wide.name();
        WidenedColumn begun = target.widenColumn(ITEM, wide, temporary);
        if (begun.takesTable()) {
            while (!target.widenTable(ITEM, List.of(wide), "job").isWide()) {}
        } else if (!begun.isWide()) {
            while (target.copyToWide(ITEM, wide.name(), temporary) > 0) {}
            target.swapWide(ITEM, wide.name(), temporary);
        }
    }

    private List<String> columnsOfItem() throws SQLException {
        return query(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = '"
                        + SCHEMA
                        + "' AND table_name = 'item'");
    }

    /** A table with a column c of a type with its digits. */
    static TableDefinition typed(String words) {
        String[] type = words.split(" ");
        Column column =
                type.length == 1
                        ? Column.of("c", DmsType.valueOf(type[0]))
                        : new Column(
                                "c",
                                DmsType.valueOf(type[0]),
                                -1,
                                Integer.parseInt(type[1]),
                                Integer.parseInt(type[2]),
                                true);
        return new TableDefinition(
                ITEM, List.of(Column.of("id", DmsType.INT64), column), List.of("id"));
    }

    @Test
    void generationsAreKnownToWhoeverOpensTheTargetLater() {
        TableId other = new TableId("", "awsdms_status");
        assertThat(target.generations()).doesNotContainKey(ITEM);

        target.openGeneration(ITEM, 2_000_000_000_000_001L);
        target.openGeneration(ITEM, 1_000_000_000_000_001L);
        target.openGeneration(ITEM, 2_000_000_000_000_001L);
        target.openGeneration(other, 3L);

        assertThat(target(options()).generations())
                .containsEntry(ITEM, List.of(1_000_000_000_000_001L, 2_000_000_000_000_001L))
                .containsEntry(other, List.of(3L));
    }

    @Test
    void generationsOfATableThatGoesElsewhereAreNotOurs() {
        target.openGeneration(ITEM, 5L);

        Target other =
                target(
                        ITEM,
                        new TableOptions(
                                List.of(),
                                SCHEMA + ".elsewhere",
                                Layout.DIRECT,
                                Map.of(),
                                Map.of(),
                                OptionalLong.empty()));

        assertThat(other.generations()).doesNotContainKey(ITEM);
    }

    @Test
    void theHistoryOfChangesKeepsWhatWasExecuted() throws SQLException {
        target.remember(entry("1", List.of("ALTER TABLE x"), "first"));
        target.remember(entry("1", List.of(), "again"));
        target.remember(entry("2", List.of(), "other"));

        refresh(SCHEMA + ".schema_history");
        assertThat(
                        query(
                                "SELECT id, table_name, operation, outcome, reason, statements,"
                                        + " definition_before, definition_after FROM "
                                        + SCHEMA
                                        + ".schema_history ORDER BY id"))
                .containsExactly(
                        "1|contract.item|rename column|DONE|first|ALTER TABLE x|null|" + ITEM_JSON,
                        "2|contract.item|rename column|DONE|other||null|" + ITEM_JSON);
    }

    private static final String ITEM_JSON =
            "{\"columns\":{\"id\":{\"type\":\"INT64\",\"nullable\":true},\"name\":{\"type\":"
                    + "\"STRING\",\"length\":40,\"nullable\":true},\"quantity\":{\"type\":\"INT32\","
                    + "\"nullable\":true}},\"primary-key\":[\"id\"]}";

    private static SchemaHistoryEntry entry(String id, List<String> statements, String reason) {
        return new SchemaHistoryEntry(
                id,
                1_700_000_000_123L,
                ITEM,
                "a record",
                "rename column",
                java.util.Optional.empty(),
                java.util.Optional.of(item()),
                statements,
                SchemaHistoryEntry.Outcome.DONE,
                reason);
    }

    @Test
    void aColumnThatSomeoneElseAddedIsFound() throws SQLException {
        target.prepare(item());
        upsert(V1, row(1L, "bolt"));
        execute("ALTER TABLE " + SCHEMA + ".item ADD COLUMN colour TEXT");

        assertThat(apply(Columns.of("id", "colour"), V2, new Object[] {1L, "red"})).isEmpty();

        assertThat(rows("id, colour")).containsExactly("1|red");
    }

    @Test
    void aColumnThatIsNotThereIsAStaleDefinition() {
        target.prepare(item());

        assertThatThrownBy(() -> apply(Columns.of("id", "nope"), V1, new Object[] {1L, 2L}))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("nope")
                .hasFieldOrPropertyWithValue("kind", FailureKind.STALE_DEFINITION);
    }

    @Test
    void anotherKeyThanTheTablesIsRefused() {
        target.prepare(item());

        TableBatch batch = batch(Columns.of("name", "id"), 1, V1, new Object[] {"a", 1L});

        assertThatThrownBy(() -> target.apply(batch))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("primary key");
    }

    @Test
    void aTableWithoutKeyIsAProblemWithARemedy() throws SQLException {
        createByHand("id BIGINT, name TEXT");

        assertThat(target.existing(ITEM).orElseThrow().problems())
                .singleElement()
                .asString()
                .contains("no primary key");
    }

    @Test
    void twoJobsMayPrepareTheSameTableAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 5; round++) {
                dropAll();
                CountDownLatch start = new CountDownLatch(1);
                List<Future<List<String>>> results = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    JdbcTarget one = target(options());
                    one.existing(ITEM);
                    results.add(
                            threads.submit(
                                    () -> {
                                        start.await();
                                        return one.prepare(item());
                                    }));
                }
                start.countDown();
                for (Future<List<String>> result : results) {
                    assertThat(result.get()).isNotNull();
                }
                assertThat(target.existing(ITEM)).isPresent();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void namesMayBeHostile() throws SQLException {
        TableId hostile = new TableId(SCHEMA, "Ünï\"; DROP TABLE x; --. #");
        List<String> names =
                List.of("a.b[c]", "_id", "x\"y", "select", "it's", "ü\uD83D\uDE00", "a b", "~");
        List<Column> columns = new ArrayList<>(List.of(Column.of("id", DmsType.INT64)));
        names.forEach(name -> columns.add(new Column(name, DmsType.STRING, 20, -1, -1, true)));
        TableDefinition definition = new TableDefinition(hostile, columns, List.of("id", "_id"));
        target.prepare(definition);
        List<String> order = new ArrayList<>(List.of("id", "_id"));
        names.stream().filter(name -> !name.equals("_id")).forEach(order::add);
        Object[] values = new Object[order.size()];
        Arrays.fill(values, "'); DROP TABLE x; --");
        values[0] = 1L;

        List<Rejection> rejections =
                target.apply(
                        new TableBatch(
                                hostile,
                                TableBatch.Kind.UPSERT,
                                Columns.of(order),
                                2,
                                List.<Object[]>of(values),
                                List.of(V1)));

        assertThat(rejections).isEmpty();
        TableDefinition found = target.existing(hostile).orElseThrow().definition();
        assertThat(found.columns())
                .extracting(Column::name)
                .containsExactlyElementsOf(columns.stream().map(Column::name).toList());
        assertThat(found.primaryKey()).containsExactly("id", "_id");
        assertThat(
                        target.apply(
                                new TableBatch(
                                        hostile,
                                        TableBatch.Kind.DELETE,
                                        Columns.of("id", "_id"),
                                        2,
                                        List.<Object[]>of(new Object[] {1L, values[1]}),
                                        List.of(V2))))
                .isEmpty();
    }

    @Test
    void aViewIsNoTable() throws SQLException {
        createByHand("id BIGINT PRIMARY KEY, name TEXT");
        execute("ALTER TABLE " + SCHEMA + ".item RENAME TO " + "base");
        execute("CREATE VIEW " + SCHEMA + ".item AS SELECT * FROM " + SCHEMA + ".base");
        try {
            assertThatThrownBy(() -> target.prepare(item()))
                    .isInstanceOf(TargetException.class)
                    .hasMessageContaining("contract.item")
                    .hasFieldOrPropertyWithValue("kind", FailureKind.REJECTED);
        } finally {
            execute("DROP VIEW " + SCHEMA + ".item");
        }
    }

    // Sweeps and dead letters

    @Test
    void aSweepTakesFormerLivesOnly() throws SQLException {
        target.prepare(item());
        String former = fixed(1_000) + "x" + fixed(1_500);
        String formerWrittenLate = fixed(1_000) + "x" + fixed(2_500);
        String current = fixed(2_000) + "x" + fixed(2_100);
        upsert(former, row(1L, "former"));
        upsert(formerWrittenLate, row(2L, "late"));
        upsert(current, row(3L, "current"));

        assertThat(target.sweep(ITEM, 2_000)).isEqualTo(1);
        assertThat(target.sweep(ITEM, 2_000)).isZero();

        assertThat(rows("name")).containsExactlyInAnyOrder("late", "current");
    }

    /** What is written while a sweep is under way stays, whichever of the two sees a row first. */
    @Test
    void aSweepSparesRowsThatComeBackMeanwhile() throws Exception {
        sweepWhileRowsComeBack(options());
        assertThat(rows("id")).hasSize(MANY);
    }

    @Test
    void aSoftSweepSparesRowsThatComeBackMeanwhile() throws Exception {
        target = target(softDeletes());
        sweepWhileRowsComeBack(softDeletes());
        assertThat(rows("dms_deleted")).hasSize(MANY).containsOnly("f");
    }

    private void sweepWhileRowsComeBack(TargetSettings settings) throws Exception {
        target.prepare(item());
        List<Object[]> all = new ArrayList<>();
        for (long id = 0; id < MANY; id++) {
            all.add(row(id, "former"));
        }
        upsert(fixed(1_000) + "x" + fixed(1_500), all.toArray(Object[][]::new));
        JdbcTarget sweeping = target(settings);
        CompletableFuture<Void> sweeps =
                CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 20; i++) {
                                sweeping.sweep(ITEM, 2_000);
                            }
                        });
        String current = fixed(2_000) + "x" + fixed(2_100);
        for (int from = 0; from < MANY; from += 50) {
            Object[][] some = new Object[50][];
            for (int i = 0; i < some.length; i++) {
                some[i] = row((long) from + i, "current");
            }
            upsert(current, some);
        }
        sweeps.get();
        sweeping.sweep(ITEM, 2_000);
    }

    @Test
    void aRowIsFilledOnlyAsItWasRead() throws SQLException {
        checkFilling();
    }

    @Test
    void aUniversalRowIsFilledOnlyAsItWasRead() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        checkFilling();
    }

    private void checkFilling() {
        TableDefinition definition =
                new TableDefinition(
                        ITEM,
                        List.of(
                                Column.of("id", DmsType.INT64),
                                Column.of("name", DmsType.STRING),
                                Column.of("quantity", DmsType.INT32),
                                Column.of("ready", DmsType.BOOLEAN),
                                new Column("price", DmsType.NUMERIC, -1, 18, 4, true),
                                Column.of("weight", DmsType.DOUBLE),
                                Column.of("at", DmsType.TIMESTAMP)),
                        List.of("id"));
        target.prepare(definition);
        List<String> names = List.of("name", "quantity", "ready", "price", "weight", "at");
        Columns columns = Columns.of("id", "name", "quantity", "ready", "price", "weight", "at");
        apply(
                columns,
                V1,
                row(
                        1L,
                        "bolt",
                        5L,
                        true,
                        new BigDecimal("12.3400"),
                        new BigDecimal("0.1"),
                        "2025-06-21T12:06:46.087Z"),
                row(2L, null, null, null, null, null, null));
        RowAddress first = address(1L);
        RowAddress second = address(2L);
        RowState source = target.read(first, names).orElseThrow();
        RowState before = target.read(second, names).orElseThrow();

        assertThat(source.version()).isEqualTo(V1);
        assertThat(before.values()).containsOnlyNulls();
        assertThat(target.read(address(3L), names)).isEmpty();
        assertThat(target.fill(second, names, source.values(), V1, before.stamp())).isTrue();
        RowState after = target.read(second, names).orElseThrow();
        assertThat(after.values()).isEqualTo(source.values());
        assertThat(after.version()).isEqualTo(V1);
        assertThat(target.fill(second, names, before.values(), V1, before.stamp())).isFalse();
        assertThat(target.fill(second, names, before.values(), V1, after.stamp())).isTrue();
        assertThat(target.read(second, names).orElseThrow().values()).containsOnlyNulls();
        assertThat(target.fill(address(3L), names, before.values(), V1, after.stamp())).isFalse();
        assertThat(target.read(address(3L), names)).isEmpty();
        List<String> stored =
                target.stored(
                        new WrittenTable(ITEM, 0, 0),
                        List.of("name", "quantity", "at"),
                        List.of("nut", 6L, "2025-06-21T12:06:46.087Z"));
        RowState last = target.read(second, names).orElseThrow();
        List<String> some = List.of("name", "quantity", "at");
        assertThat(target.fill(second, some, stored, V1, last.stamp())).isTrue();
        assertThat(target.read(second, some).orElseThrow().values().get(0)).isEqualTo("nut");
        assertThat(target.read(second, List.of("at")).orElseThrow().values().get(0))
                .isEqualTo(source.values().get(5));
    }

    RowAddress address(long id) {
        WrittenTable table = new WrittenTable(ITEM, 0, 0);
        return new RowAddress(
                table, List.of("id"), target.stored(table, List.of("id"), List.of(id)));
    }

    @Test
    void aParcelIsWrittenOnlyAsItWasRead() {
        assertThat(target.parcel("p")).isEmpty();
        assertThat(target.keepParcel("p", "one", "")).isTrue();
        assertThat(target.keepParcel("p", "other", "")).isFalse();
        Parcel one = target.parcel("p").orElseThrow();
        assertThat(one.content()).isEqualTo("one");
        assertThat(target.keepParcel("p", "two", one.stamp())).isTrue();
        assertThat(target.keepParcel("p", "three", one.stamp())).isFalse();
        assertThat(target.parcel("p").orElseThrow().content()).isEqualTo("two");
    }

    @Test
    void oldParcelsAreSwept() throws SQLException {
        assumeTrue(
                isCrate() || target.altersTypes(), "the double has no refresh for this table yet");
        long now = System.currentTimeMillis();
        target.sweepParcels(now);
        assertThat(target.keepParcel("swept", "one", "")).isTrue();
        refresh(SCHEMA + ".parcels");

        target.sweepParcels(now - 60_000);
        assertThat(target.parcel("swept")).isPresent();
        target.sweepParcels(now + 60_000);
        assertThat(target.parcel("swept")).isEmpty();
        assertThat(target.keepParcel("swept", "two", "")).isTrue();
    }

    @Test
    void aDeadLetterIsKeptOnce() throws SQLException {
        DeadLetter letter = letter("7", "first");

        target.keep(List.of(letter, letter("8", "other")));
        target.keep(List.of(letter("7", "again"), letter("7", "again")));

        refresh(SCHEMA + ".dead_letters");
        assertThat(
                        query(
                                "SELECT id, table_name, row_key, stage, reason, length(payload)"
                                        + " FROM "
                                        + SCHEMA
                                        + ".dead_letters ORDER BY id"))
                .containsExactly(
                        "shard-1/7|shop.item|id=1|WRITE|again|100001",
                        "shard-1/8|shop.item|id=1|WRITE|other|100001");
    }

    static final TableOptions UNIVERSAL =
            new TableOptions(
                    List.of(), "", Layout.UNIVERSAL, Map.of(), Map.of(), OptionalLong.empty());

    final TargetSettings softDeletes() {
        TargetSettings options = options();
        return new TargetSettings(
                options.url(),
                options.user(),
                options.password(),
                options.versionColumn(),
                true,
                options.tables(),
                options.deadLetterTable(),
                options.retryBudget());
    }

    final String member(String object, String name) {
        return isCrate() ? object + "['" + name + "']" : object + "->>'" + name + "'";
    }

    static DeadLetter letter(String sequenceNumber, String reason) {
        return new DeadLetter(
                new RecordPosition("shard-1", sequenceNumber, "", -1),
                "shop.item",
                "id=1",
                DeadLetter.Stage.WRITE,
                reason,
                "\0" + "p".repeat(100_000),
                1_700_000_000_123L);
    }

    static String fixed(long micros) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, micros);
        return text.toString();
    }

    static TableDefinition item() {
        return new TableDefinition(
                ITEM,
                List.of(
                        Column.of("id", DmsType.INT64),
                        new Column("name", DmsType.STRING, 40, -1, -1, true),
                        Column.of("quantity", DmsType.INT32)),
                List.of("id"));
    }

    static Object[] row(Object... values) {
        return values;
    }

    /** Upserts rows of the first one's width. */
    final List<Rejection> upsert(String version, Object[]... rows) {
        Columns columns =
                rows[0].length == 2
                        ? Columns.of("id", "name")
                        : Columns.of("id", "name", "quantity");
        return apply(columns, version, rows);
    }

    final List<Rejection> apply(Columns columns, String version, Object[]... rows) {
        return target.apply(batch(columns, 1, version, rows));
    }

    static TableBatch batch(Columns columns, int keySize, String version, Object[]... rows) {
        return new TableBatch(
                ITEM,
                TableBatch.Kind.UPSERT,
                columns,
                keySize,
                List.of(rows),
                Collections.nCopies(rows.length, version));
    }

    final List<Rejection> delete(Object... keys) {
        List<Object[]> rows = new ArrayList<>();
        for (Object key : keys) {
            rows.add(new Object[] {key});
        }
        return target.apply(
                new TableBatch(
                        ITEM,
                        TableBatch.Kind.DELETE,
                        Columns.of("id"),
                        1,
                        rows,
                        Collections.nCopies(keys.length, V3)));
    }

    final void createByHand(String columns) throws SQLException {
        if (!isCrate()) {
            execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
        }
        execute("CREATE TABLE " + SCHEMA + ".item (" + columns + ")");
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    final List<String> rows(String expressions) throws SQLException {
        refresh(SCHEMA + ".item");
        boolean counted = expressions.contains("count(");
        return query(
                "SELECT "
                        + expressions
                        + " FROM "
                        + SCHEMA
                        + ".item"
                        + (counted ? "" : " ORDER BY 1"));
    }

    final List<String> query(String sql) throws SQLException {
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

    /** Drops all tables of the test's schema. */
    final void dropAll() throws SQLException {
        for (String table :
                query(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                                + SCHEMA
                                + "'")) {
            execute("DROP TABLE IF EXISTS " + SCHEMA + ".\"" + table.replace("\"", "\"\"") + "\"");
        }
    }
}
