package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TableOptions;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract on a running CrateDB, whose URL the system property {@code cratedb.url} tells. */
class CrateTargetITCase extends ColumnVersionsContract {

    @BeforeAll
    static void needsCrate() {
        Assumptions.assumeTrue(
                System.getProperty("cratedb.url") != null,
                "no CrateDB: run with -Dcratedb.url=jdbc:postgresql://localhost:5432/doc");
    }

    @Override
    String url() {
        return System.getProperty("cratedb.url");
    }

    @Override
    String user() {
        return "crate";
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), "");
    }

    @Override
    void refresh(String table) throws SQLException {
        execute("REFRESH TABLE " + table);
    }

    @Override
    boolean isCrate() {
        return true;
    }

    @Test
    void textOverTheLimitOfTheIndexIsRejectedBeforeItIsSent() throws SQLException {
        target.prepare(item());

        List<Rejection> rejections =
                upsert(V1, row(1L, "x".repeat(32_766)), row(2L, "é".repeat(16_384)));

        assertThat(rejections).extracting(Rejection::row).containsExactly(1);
        assertThat(rejections.get(0).reason()).contains("large_text");
        assertThat(rows("id")).containsExactly("1");
    }

    @Test
    void aTableThatIsReadOnlyForAWhileLosesNoRow() throws SQLException {
        for (String block : List.of("blocks.write", "blocks.read_only_allow_delete")) {
            dropAll();
            target.prepare(item());
            block(block, true);
            FakePauses pauses = new FakePauses().in(2, () -> block(block, false));
            target = patient(pauses);

            assertThat(upsert(V1, row(1L, "bolt"), row(2L, "nut"))).isEmpty();

            assertThat(pauses.count()).isEqualTo(2);
            assertThat(rows("id")).containsExactly("1", "2");
        }
    }

    @Test
    void aTableThatIsReadOnlyForAWhileLosesNoDelete() throws SQLException {
        target.prepare(item());
        upsert(V1, row(1L, "bolt"), row(2L, "nut"));
        block("blocks.write", true);
        FakePauses pauses = new FakePauses().in(2, () -> block("blocks.write", false));
        target = patient(pauses);

        assertThat(delete(1L, 2L)).isEmpty();

        assertThat(pauses.count()).isEqualTo(2);
        assertThat(rows("id")).isEmpty();
    }

    @Test
    void aTableThatStaysReadOnlyIsNoFaultOfTheRows() throws SQLException {
        target.prepare(item());
        block("blocks.read_only_allow_delete", true);

        assertThatThrownBy(() -> upsert(V1, row(1L, "bolt")))
                .isInstanceOf(TargetException.class)
                .hasFieldOrPropertyWithValue("kind", FailureKind.RETRYABLE);
    }

    @Test
    void partitionedTablesAreWrittenAndDeletedFrom() throws SQLException {
        target =
                target(
                        ITEM,
                        new TableOptions(
                                List.of(),
                                "",
                                Layout.DIRECT,
                                Map.of(),
                                Map.of("partitioned.by", "name", "shards", "2", "replicas", "0"),
                                OptionalLong.empty()));
        TableDefinition definition =
                new TableDefinition(ITEM, item().columns(), List.of("id", "name"));
        target.prepare(definition);
        Columns columns = Columns.of("id", "name", "quantity");

        assertThat(
                        target.apply(
                                batch(
                                        columns,
                                        2,
                                        V1,
                                        row(1L, "a", 1L),
                                        row(1L, "b", 2L),
                                        row(2L, "a", 3L))))
                .isEmpty();
        assertThat(target.apply(batch(columns, 2, V2, row(1L, "b", 20L)))).isEmpty();
        assertThat(
                        target.apply(
                                new TableBatch(
                                        ITEM,
                                        TableBatch.Kind.DELETE,
                                        Columns.of("id", "name"),
                                        2,
                                        List.<Object[]>of(row(1L, "a")),
                                        List.of(V2))))
                .isEmpty();

        assertThat(rows("id, name, quantity")).containsExactlyInAnyOrder("1|b|20", "2|a|3");
    }

    @Test
    void aPartitionOutsideOfTheKeyIsThisTablesRefusal() {
        target =
                target(
                        ITEM,
                        new TableOptions(
                                List.of(),
                                "",
                                Layout.DIRECT,
                                Map.of(),
                                Map.of("partitioned.by", "quantity"),
                                OptionalLong.empty()));

        assertThatThrownBy(() -> target.prepare(item()))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("PARTITIONED BY")
                .hasFieldOrPropertyWithValue("kind", FailureKind.REJECTED);
    }

    @Test
    void rowsWithKeysOfEveryTypeAreDeletedAMomentAfterTheyWereWritten() throws SQLException {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("SMALLINT", 5L);
        keys.put("INTEGER", 5L);
        keys.put("BIGINT", 5L);
        keys.put("TEXT", "é");
        keys.put("VARCHAR(10)", "x");
        keys.put("NUMERIC(20, 0)", new BigDecimal("18446744073709551615"));
        keys.put("NUMERIC(10, 2)", new BigDecimal("5.10"));
        keys.put("TIMESTAMP WITH TIME ZONE", "2031-02-03T04:05:06.123Z");
        keys.put("TIMESTAMP WITHOUT TIME ZONE", "2031-02-03T04:05:06.123Z");
        keys.put("BOOLEAN", true);
        keys.put("REAL", new BigDecimal("1.1"));
        keys.put("DOUBLE PRECISION", new BigDecimal("1.1"));
        keys.put("IP", "10.0.0.1");
        for (Map.Entry<String, Object> key : keys.entrySet()) {
            dropAll();
            createByHand("id " + key.getKey() + " PRIMARY KEY, name TEXT");
            target = target(options());

            assertThat(upsert(V1, row(key.getValue(), "a"))).as(key.getKey()).isEmpty();
            assertThat(upsert(V2, row(key.getValue(), "b"))).as(key.getKey()).isEmpty();
            assertThat(delete(key.getValue())).as(key.getKey()).isEmpty();

            assertThat(rows("name")).as(key.getKey()).isEmpty();
        }
    }

    @Test
    void theOutermostNumbersOfBigintAreRejected() throws SQLException {
        target.prepare(item());

        List<Rejection> rejections =
                upsert(
                        V1,
                        row(Long.MAX_VALUE, "a"),
                        row(Long.MAX_VALUE - 1, "b"),
                        row(Long.MIN_VALUE + 1, "c"),
                        row(Long.MIN_VALUE, "d"));

        assertThat(rejections).extracting(Rejection::row).containsExactlyInAnyOrder(0, 3);
        assertThat(rows("name")).containsExactly("b", "c");
    }

    @Test
    void tablesMadeByHandMayHaveAnyTypes() throws SQLException {
        createByHand(
                "id BIGINT PRIMARY KEY, name ARRAY(INTEGER), quantity GEO_POINT,"
                        + " double_id BIGINT GENERATED ALWAYS AS id * 2");

        assertThat(
                        upsert(
                                V1,
                                row(1L, "[1, 2]", "[9.7, 47.4]"),
                                row(2L, "x", null),
                                row(3L, "[\"a\"]", null)))
                .extracting(Rejection::row)
                .containsExactly(1, 2);

        assertThat(rows("id, double_id, name[2]")).containsExactly("1|2|2");
    }

    @Test
    void aConflictingTypeInADynamicObjectIsRejected() throws SQLException {
        createByHand("id BIGINT PRIMARY KEY, name OBJECT(DYNAMIC), quantity INTEGER");

        assertThat(upsert(V1, row(1L, "{\"a\": 1}"))).isEmpty();
        assertThat(upsert(V1, row(2L, "{\"a\": \"secret\"}"), row(3L, "{\"a\": 3}")))
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.row()).isZero())
                .satisfies(rejection -> assertThat(rejection.reason()).doesNotContain("secret"));

        assertThat(rows("id")).containsExactly("1", "3");
    }

    private void block(String name, boolean on) throws SQLException {
        execute("ALTER TABLE contract.item SET (\"" + name + "\" = " + on + ")");
    }

    @AfterEach
    void unblock() throws SQLException {
        // A table that is blocked could not be dropped.
        for (String table :
                query(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema ="
                                + " 'contract' AND table_name = 'item'")) {
            execute(
                    "ALTER TABLE contract."
                            + table
                            + " RESET (\"blocks.write\","
                            + " \"blocks.read_only_allow_delete\")");
        }
    }

    @Test
    void oneColumnTooManyIsRefusedWithTheRemedy() throws SQLException {
        List<Column> columns = new ArrayList<>(item().columns());
        while (columns.size() < 998) {
            columns.add(Column.of("c" + columns.size(), DmsType.INT64));
        }
        target.prepare(new TableDefinition(ITEM, columns, List.of("id")));
        columns.add(Column.of("straw", DmsType.INT64));

        assertThatThrownBy(() -> target.prepare(new TableDefinition(ITEM, columns, List.of("id"))))
                .hasMessageContaining("mapping.total_fields.limit")
                .hasMessageContaining("straw")
                .hasFieldOrPropertyWithValue("kind", FailureKind.REJECTED);

        assertThat(upsert(V1, row(1L, "bolt"))).isEmpty();
    }

    @Test
    void inTheUniversalLayoutColumnsGetWider() throws SQLException {
        checkThatColumnsOfObjectsGetWider();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id BIGINT PRIMARY KEY, c INTEGER CHECK (c > 0)",
                "id BIGINT PRIMARY KEY, c INTEGER, g BIGINT GENERATED ALWAYS AS c + 1",
                "id BIGINT, c INTEGER, PRIMARY KEY (id, c)",
            })
    void aColumnThatSomethingElseNeedsGetsWiderWithItsTable(String columns) throws SQLException {
        createByHand(columns);
        execute("INSERT INTO contract.item (id, c) VALUES (1, 7)");
        Column wide = Column.of("c", DmsType.INT64);
        assertThat(target.widenColumn(ITEM, wide, "dms_wide_1_c").takesTable()).isTrue();

        widen(wide);

        execute("INSERT INTO contract.item (id, c) VALUES (2, 3000000000)");
        assertThat(rows("id, c")).containsExactly("1|7", "2|3000000000");
    }

    @Test
    void aColumnOfAnObjectThatSomethingElseNeedsIsNotReplaced() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        createByHand(
                "pk OBJECT(STRICT) AS (id BIGINT), data OBJECT(DYNAMIC) AS (c INTEGER CHECK"
                        + " (data['c'] > 0)), aux OBJECT(IGNORED), PRIMARY KEY (pk['id'])");

        assertThatThrownBy(
                        () ->
                                target.widenColumn(
                                        ITEM, Column.of("c", DmsType.INT64), "dms_wide_1_c"))
                .hasMessageContaining("can't be replaced")
                .hasFieldOrPropertyWithValue("kind", FailureKind.REJECTED);
    }

    @Test
    void moreRowsThanOneStatementCopiesAreCopied() throws SQLException {
        target.prepare(typed("INT32"));
        execute(
                "INSERT INTO contract.item (id, c) SELECT g, g FROM generate_series(1, 50000) AS t"
                        + " (g)");

        widen(Column.of("c", DmsType.STRING));

        assertThat(rows("count(*), sum(c::bigint)")).containsExactly("50000|1250025000");
    }
}
