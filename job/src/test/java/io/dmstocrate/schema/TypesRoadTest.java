package io.dmstocrate.schema;

import static io.dmstocrate.testing.Samples.ITEM;
import static io.dmstocrate.testing.Samples.change;
import static io.dmstocrate.testing.Samples.position;
import static io.dmstocrate.testing.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.mapping.TableOptions;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import io.dmstocrate.target.TableBatch;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.testing.InMemoryDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of columns whose types were learned from rows, or chosen by somebody else. */
class TypesRoadTest {

    private static final TableOptions KEYED =
            new TableOptions(
                    List.of("id"), "", Layout.DIRECT, Map.of(), Map.of(), OptionalLong.empty());

    private final InMemoryDatabase database = InMemoryDatabase.typed();

    @Test
    void columnThatWasLearnedGetsWiderWithItsValues() throws Exception {
        try (SchemaRoad road = road(KEYED, SchemaPolicy.LENIENT)) {
            road.row(change(1, Operation.INSERT, row("id", 1L, "a", 55L)));
            road.letTimePass(30_000);
            road.letTimePass(30_000);
            assertThat(type("a")).isEqualTo(DmsType.INT64);

            road.row(change(2, Operation.INSERT, row("id", 2L, "a", new BigDecimal("55.50"))));
            settle(road, 1);
            assertThat(type("a")).isEqualTo(DmsType.NUMERIC);
            road.row(change(3, Operation.INSERT, row("id", 3L, "a", 7L)));

            road.row(change(4, Operation.INSERT, row("id", 4L, "a", "055")));
            settle(road, 3);
            assertThat(type("a")).isEqualTo(DmsType.STRING);
            road.end(9);

            assertThat(road.deadLetters()).isZero();
            assertThat(value(road, 4)).isEqualTo("055");
            assertThat(number(road, 1)).isEqualByComparingTo("55");
            assertThat(number(road, 2)).isEqualByComparingTo("55.5");
            assertThat(number(road, 3)).isEqualByComparingTo("7");
        }
    }

    @Test
    void inWhateverOrderKindsOfValuesComeNoneIsAltered() throws Exception {
        List<Object> values = new ArrayList<>(List.of(55L, new BigDecimal("55.5"), "055", "x", 7L));
        for (int i = 0; i < values.size(); i++) {
            Collections.rotate(values, 1);
            InMemoryDatabase each = InMemoryDatabase.typed();
            try (SchemaRoad road =
                    new SchemaRoad(
                            each,
                            each.targets(),
                            options(SchemaPolicy.LENIENT, 100),
                            source -> KEYED)) {
                for (int n = 0; n < values.size(); n++) {
                    road.row(
                            change(
                                    n + 1,
                                    Operation.INSERT,
                                    row("id", (long) n, "a", values.get(n))));
                    road.letTimePass(40_000);
                    road.checkpoint(n + 1);
                    road.completed(n + 1);
                }
                road.end(99);

                assertThat(road.deadLetters()).isZero();
                for (int n = 0; n < values.size(); n++) {
                    Object value = road.rows().get((long) n).get("a");
                    if (values.get(n) instanceof String) {
                        assertThat(value).isEqualTo(values.get(n));
                    } else {
                        assertThat(new BigDecimal(value.toString()))
                                .isEqualByComparingTo(values.get(n).toString());
                    }
                }
            }
        }
    }

    @Test
    void learnedTypeStaysWhereThePolicyIgnoresTypes() throws Exception {
        try (SchemaRoad road = road(KEYED, SchemaPolicy.LENIENT)) {
            road.row(change(1, Operation.INSERT, row("id", 1L, "a", 55L)));
            road.end(1);
        }
        try (SchemaRoad road = road(KEYED, SchemaPolicy.IGNORE)) {
            road.row(change(2, Operation.INSERT, row("id", 2L, "a", "abc")));
            road.end(1);

            assertThat(type("a")).isEqualTo(DmsType.INT64);
            assertThat(road.rows()).containsOnlyKeys(1L);
        }
    }

    @Test
    void rowWaitsUntilItsColumnIsWideEnough() throws Exception {
        try (SchemaRoad road = road(TableOptions.DEFAULT, SchemaPolicy.LENIENT)) {
            road.control(told(1, DmsType.INT32));
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.row(change(4, Operation.INSERT, row("id", 2L, "a", 5_000_000_000L)));
            road.control(told(3, DmsType.INT64));
            road.checkpoint(1);
            road.completed(1);
            road.letTimePass(300_000);
            road.row(change(5, Operation.INSERT, row("id", 3L, "a", 13L)));
            road.checkpoint(2);

            // The small one did not wait.
            assertThat(road.rows()).containsOnlyKeys(1L, 3L);
            road.completed(2);
            road.checkpoint(3);

            assertThat(value(road, 1)).isEqualTo(12L);
            assertThat(value(road, 2)).isEqualTo(5_000_000_000L);
            assertThat(value(road, 3)).isEqualTo(13L);
            assertThat(road.deadLetters()).isZero();
            assertThat(database.definition(ITEM).orElseThrow().columns()).hasSize(2);
            assertThat(outcomes()).contains("column type a DONE");
        }
    }

    @Test
    void moreRowsThanMayWaitForAWiderColumnAreDeadLetters() throws Exception {
        try (SchemaRoad road = road(TableOptions.DEFAULT, SchemaPolicy.LENIENT)) {
            road.control(told(1, DmsType.INT32));
            road.control(told(3, DmsType.INT64));
            for (long i = 0; i < 1005; i++) {
                road.row(change(10 + i, Operation.INSERT, row("id", i, "a", 5_000_000_000L)));
            }

            assertThat(road.deadLetters()).isEqualTo(5);
        }
    }

    @Test
    void rowThatFitsNoColumnGoesOnWhenItHasWaited() throws Exception {
        try (SchemaRoad road = road(TableOptions.DEFAULT, SchemaPolicy.LENIENT)) {
            road.control(told(1, DmsType.INT32));
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 5_000_000_000L)));
            road.letTimePass(100_000);
            road.letTimePass(1_000);

            // The target decides over it, not the wait.
            assertThat(road.deadLetters()).isZero();
            assertThat(road.written()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT32, INT64, INT64, DONE",
        "REAL, DOUBLE, DOUBLE, DONE",
        "INT64, STRING, INT64, KEPT",
        "STRING, STRING, STRING, ''",
        "INT64, INT32, INT64, ''",
        "DOUBLE, INT64, DOUBLE, KEPT",
    })
    void columnOfAnotherTypeIsUsedOrWidenedAtTheFirstContact(
            DmsType has, DmsType wants, DmsType becomes, String outcome) throws Exception {
        try (Target target = database.targets().open()) {
            target.prepare(told(0, has).definition().orElseThrow());
        }
        try (SchemaRoad road = road(TableOptions.DEFAULT, SchemaPolicy.LENIENT)) {
            road.control(told(1, wants));
            road.control(told(1, wants));
            road.end(1);
        }

        assertThat(type("a")).isEqualTo(becomes);
        assertThat(outcomes().stream().filter(line -> line.startsWith("column type")))
                .isEqualTo(outcome.isEmpty() ? List.of() : List.of("column type a " + outcome));
    }

    @Test
    void tableWithAColumnThatTakesNoValueIsRefusedAndNoOther() throws Exception {
        try (Target target = database.targets().open()) {
            target.prepare(told(0, DmsType.TIMESTAMP).definition().orElseThrow());
        }
        try (SchemaRoad road = road(TableOptions.DEFAULT, SchemaPolicy.LENIENT)) {
            road.control(told(1, DmsType.INT64));
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 1L)));
            assertThat(road.deadLetters()).isEqualTo(1);

            road.control(told(3, DmsType.TIMESTAMP));
            road.row(change(4, Operation.INSERT, row("id", 2L, "a", "2031-02-03T04:05:06Z")));
            road.end(1);
            assertThat(road.rows()).containsOnlyKeys(2L);
        }
    }

    @Test
    void rowsOfTheTableWaitOnlyWhileItIsCopiedForAWiderKey() throws Exception {
        database.copyAtOnce(1);
        try (SchemaRoad road = road(TableOptions.DEFAULT, SchemaPolicy.LENIENT)) {
            road.control(keyed(1, DmsType.INT32));
            for (long id = 1; id <= 4; id++) {
                road.row(change(1 + id, Operation.INSERT, row("id", id)));
            }
            road.control(keyed(10, DmsType.INT64));
            road.row(change(11, Operation.INSERT, row("id", 5L)));
            road.row(change(12, Operation.INSERT, row("id", 5_000_000_000L)));
            assertThat(road.written()).isEqualTo(5);
            road.checkpoint(1);

            road.row(change(13, Operation.INSERT, row("id", 6L)));
            road.completed(1);
            road.row(change(14, Operation.DELETE, row("id", 1L)));
            road.letTimePass(1_000);
            assertThat(road.written()).isZero();
            assertThat(database.definition(ITEM).orElseThrow().column("id").orElseThrow().type())
                    .isEqualTo(DmsType.INT32);

            tick(road, 10);
            assertThat(road.written()).isEqualTo(3);
            road.checkpoint(2);

            assertThat(road.rows()).containsOnlyKeys(2L, 3L, 4L, 5L, 6L, 5_000_000_000L);
            assertThat(road.deadLetters()).isZero();
            assertThat(road.rejected()).isZero();
            assertThat(outcomes()).contains("column type id DONE");
        }
    }

    @Test
    void tableThatSomeoneElseWritesMeanwhileIsCopiedAnew() throws Exception {
        database.copyAtOnce(1);
        try (SchemaRoad road = road(TableOptions.DEFAULT, SchemaPolicy.LENIENT)) {
            road.control(keyed(1, DmsType.INT32));
            road.row(change(2, Operation.INSERT, row("id", 1L)));
            road.row(change(3, Operation.INSERT, row("id", 2L)));
            road.control(keyed(4, DmsType.INT64));
            road.checkpoint(1);
            road.completed(1);
            try (Target zombie = database.targets().open()) {
                zombie.apply(
                        new TableBatch(
                                ITEM,
                                TableBatch.Kind.UPSERT,
                                Columns.of("id"),
                                1,
                                List.<Object[]>of(new Object[] {3L}),
                                List.of("zombie")));
            }
            tick(road, 10);

            assertThat(database.rows(ITEM)).hasSize(3);
            assertThat(outcomes()).contains("column type id DONE");
        }
    }

    @Test
    void copyOfAColumnGoesOnWhereverItIsBrokenOff() throws Exception {
        int rows = 6;
        for (int copied = 0; copied <= rows; copied++) {
            InMemoryDatabase each = InMemoryDatabase.typed();
            each.copyAtOnce(1);
            try (SchemaRoad road =
                    new SchemaRoad(
                            each,
                            each.targets(),
                            options(SchemaPolicy.LENIENT, 100),
                            source -> TableOptions.DEFAULT)) {
                road.control(told(1, DmsType.INT32));
                for (long id = 1; id <= rows; id++) {
                    road.row(change(1 + id, Operation.INSERT, row("id", id, "a", id)));
                }
                road.control(told(10, DmsType.INT64));
                SchemaRoad.Snapshot snapshot = road.checkpoint(1);
                // Covered when the word comes; a row is copied by each tick.
                if (copied > 0) {
                    road.completed(1);
                    tick(road, copied - 1);
                }
                assertThat(copiedRows(each)).isEqualTo(copied);

                road.crash(snapshot);
                road.row(change(11, Operation.UPDATE, row("id", 1L, "a", 5_000_000_000L)));
                road.row(change(12, Operation.UPDATE, row("id", 6L, "a", 66L)));
                road.row(change(13, Operation.DELETE, row("id", 2L)));
                tick(road, rows);
                settle(road, 2);

                road.end(9);
                assertThat(each.definition(ITEM).orElseThrow().columnNames().names())
                        .containsExactlyInAnyOrder("id", "a");
                assertThat(type(each, "a")).isEqualTo(DmsType.INT64);
                Map<Object, Map<String, Object>> is = SchemaRoad.rows(each);
                assertThat(is).containsOnlyKeys(1L, 3L, 4L, 5L, 6L);
                assertThat(is.get(1L)).containsEntry("a", 5_000_000_000L);
                assertThat(is.get(3L)).containsEntry("a", 3L);
                assertThat(is.get(6L)).containsEntry("a", 66L);
                assertThat(road.deadLetters() + road.rejected()).isZero();
            }
        }
    }

    /** So much time passes that the schema operator goes on so many times. */
    private static void tick(SchemaRoad road, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            road.letTimePass(500);
        }
    }

    /** The rows whose value is in the wide column as well. */
    private static long copiedRows(InMemoryDatabase database) {
        return database.rows(ITEM).values().stream()
                .filter(row -> row.keySet().stream().anyMatch(name -> name.startsWith("dms_wide_")))
                .count();
    }

    private static DmsType type(InMemoryDatabase database, String column) {
        return database.definition(ITEM).orElseThrow().column(column).orElseThrow().type();
    }

    /** As happens where two jobs do it at the same time. */
    @Test
    void wideColumnThatCanNotTakeItsPlaceGoesAlsoBehindTheLastRow() throws Exception {
        TargetFactory refusing =
                () -> {
                    Target target = database.targets().open();
                    return (Target)
                            Proxy.newProxyInstance(
                                    Target.class.getClassLoader(),
                                    new Class<?>[] {Target.class},
                                    (proxy, method, arguments) ->
                                            refusingToSwap(target, method, arguments));
                };
        try (SchemaRoad road =
                new SchemaRoad(database, refusing, options(SchemaPolicy.LENIENT, 1000))) {
            road.control(told(1, DmsType.INT32));
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(told(3, DmsType.INT64));
            road.end(1);

            assertThat(road.rows()).isEqualTo(Map.of(1L, Map.of("id", 1L, "a", 12L)));
            assertThat(type("a")).isEqualTo(DmsType.INT32);
        }
    }

    private static Object refusingToSwap(Target target, Method method, Object[] arguments)
            throws Throwable {
        if (method.getName().equals("swapWide")) {
            throw new TargetException(FailureKind.REJECTED, "the column is there already", null);
        }
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void keyThatGetsWiderAtOnceMeansTheSameRows() throws Exception {
        InMemoryDatabase altering = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(
                        altering,
                        altering.targets(),
                        options(SchemaPolicy.LENIENT, 100),
                        source -> TableOptions.DEFAULT)) {
            road.control(keyed(1, DmsType.INT32));
            road.row(change(2, Operation.INSERT, row("id", 7L)));
            road.row(change(5, Operation.DELETE, row("id", 7L)));
            road.row(change(6, Operation.INSERT, row("id", 5_000_000_000L)));
            road.control(keyed(4, DmsType.UINT64));
            // Too late for the delete, however the number is written.
            road.row(change(3, Operation.INSERT, row("id", new BigDecimal("7"))));
            road.end(1);

            assertThat(road.deadLetters()).isZero();
            assertThat(SchemaRoad.rows(altering)).containsOnlyKeys(5_000_000_000L);
        }
    }

    @Test
    void otherTypeEndsTheJobWhereThePolicyFails() throws Exception {
        try (SchemaRoad road = road(TableOptions.DEFAULT, SchemaPolicy.FAIL)) {
            road.control(told(1, DmsType.INT32));

            assertThatThrownBy(() -> road.control(told(3, DmsType.INT64)))
                    .hasStackTraceContaining("column type a");
            assertThat(type("a")).isEqualTo(DmsType.INT32);
        }
    }

    private SchemaRoad road(TableOptions table, SchemaPolicy policy) throws Exception {
        return new SchemaRoad(database, database.targets(), options(policy, 1000), source -> table);
    }

    private static SchemaOptions options(SchemaPolicy policy, int rows) {
        return new SchemaOptions(
                policy, SchemaOptions.DropTable.REPLACE, Duration.ofSeconds(60), rows, true);
    }

    /** All that takes checkpoints is done. */
    private static void settle(SchemaRoad road, long checkpoint) throws Exception {
        for (long id = checkpoint; id < checkpoint + 2; id++) {
            road.checkpoint(id);
            road.completed(id);
            road.letTimePass(1000);
        }
    }

    private DmsType type(String column) {
        return type(database, column);
    }

    private static Object value(SchemaRoad road, long id) {
        return road.rows().get(id).get("a");
    }

    private static BigDecimal number(SchemaRoad road, long id) {
        return new BigDecimal(value(road, id).toString());
    }

    private List<String> outcomes() {
        return database.history().stream()
                .filter(entry -> entry.outcome() != Outcome.FAILED)
                .map(entry -> entry.operation() + " " + entry.outcome())
                .toList();
    }

    private static SchemaChange told(long timestampMicros, DmsType type) {
        return told(timestampMicros, List.of(Column.of("id", DmsType.INT64), Column.of("a", type)));
    }

    private static SchemaChange keyed(long timestampMicros, DmsType type) {
        return told(timestampMicros, List.of(Column.of("id", type)));
    }

    private static SchemaChange told(long timestampMicros, List<Column> columns) {
        return new SchemaChange(
                ITEM.schema(),
                ITEM.name(),
                SchemaChange.Kind.CHANGE_COLUMNS,
                "change-columns",
                Optional.of(new TableDefinition(ITEM, columns, List.of("id"))),
                timestampMicros,
                position(timestampMicros));
    }
}
