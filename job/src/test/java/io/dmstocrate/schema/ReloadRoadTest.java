package io.dmstocrate.schema;

import static io.dmstocrate.schema.SchemaRoadTest.columns;
import static io.dmstocrate.schema.SchemaRoadTest.control;
import static io.dmstocrate.schema.SchemaRoadTest.options;
import static io.dmstocrate.testing.Samples.ITEM;
import static io.dmstocrate.testing.Samples.change;
import static io.dmstocrate.testing.Samples.position;
import static io.dmstocrate.testing.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.target.SchemaHistoryEntry;
import io.dmstocrate.testing.InMemoryDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Reloads of a table in a living stream, under its key and under another one, one after the other
 * and one into the other: control records come by one shard, rows by another.
 */
class ReloadRoadTest {

    private static final List<Object> BEGINNING =
            List.of(SchemaRoadTest.create(), change(2, Operation.INSERT, row("id", 1L, "a", 12L)));

    /** Larger than what 64 bits hold with a sign. */
    private static final BigDecimal HUGE = new BigDecimal("18446744073709551615");

    private static final BigDecimal LARGE = new BigDecimal("9223372036854775808");

    /** Where a table is reloaded twice, one in so many orders; all of them: -Dorders=1. */
    private static final int ONE_IN = Integer.getInteger("orders", 4);

    /** Two shards, and what is left in the end. */
    @SuppressWarnings("ImmutableEnumChecker") // Nobody changes the lists.
    private enum Scenario {
        SAME_KEY(
                List.of(drop(5), definition(6, "id", "a")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(4, Operation.UPDATE, row("id", 1L, "a", 14L)),
                        change(7, Operation.LOAD, row("id", 1L, "a", 17L)),
                        change(8, Operation.INSERT, row("id", 3L, "a", 38L))),
                Map.of(1L, columns("id", 1L, "a", 17L), 3L, columns("id", 3L, "a", 38L))),
        SAME_KEY_TWICE(
                List.of(drop(5), definition(6, "id", "a"), drop(9), definition(10, "id", "a")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(7, Operation.LOAD, row("id", 1L, "a", 17L)),
                        change(8, Operation.LOAD, row("id", 4L, "a", 48L)),
                        change(11, Operation.LOAD, row("id", 1L, "a", 111L)),
                        change(12, Operation.INSERT, row("id", 3L, "a", 312L))),
                Map.of(1L, columns("id", 1L, "a", 111L), 3L, columns("id", 3L, "a", 312L))),
        ANOTHER_KEY(
                List.of(drop(5), definition(6, "n", "id", "a")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(4, Operation.DELETE, row("id", 1L)),
                        change(7, Operation.LOAD, row("id", 1L, "a", 17L, "n", 1L)),
                        change(8, Operation.LOAD, row("id", 1L, "a", 18L, "n", 7L)),
                        change(9, Operation.UPDATE, row("a", 19L, "n", 7L))),
                Map.of(
                        1L, columns("id", 1L, "a", 17L, "n", 1L),
                        7L, columns("id", 1L, "a", 19L, "n", 7L))),
        ANOTHER_KEY_OF_THE_SAME_COLUMNS(
                List.of(drop(5), definition(6, "a", "id")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(7, Operation.LOAD, row("id", 1L, "a", 17L)),
                        change(8, Operation.LOAD, row("id", 1L, "a", 18L)),
                        change(9, Operation.DELETE, row("a", 17L))),
                Map.of(18L, columns("id", 1L, "a", 18L))),
        ANOTHER_KEY_THEN_A_COLUMN(
                List.of(
                        drop(5),
                        definition(6, "n", "id"),
                        control(SchemaChange.Kind.ADD_COLUMN, 8, "n", "id", "c")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(7, Operation.LOAD, row("id", 1L, "n", 1L)),
                        change(9, Operation.INSERT, row("id", 1L, "n", 7L, "c", 9L))),
                Map.of(
                        1L, columns("id", 1L, "n", 1L, "c", null),
                        7L, columns("id", 1L, "n", 7L, "c", 9L))),
        ANOTHER_KEY_TWICE(
                List.of(drop(5), definition(6, "n", "id"), drop(8), definition(9, "n", "id")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(7, Operation.LOAD, row("id", 1L, "n", 1L)),
                        change(10, Operation.LOAD, row("id", 1L, "n", 7L)),
                        change(11, Operation.INSERT, row("id", 3L, "n", 8L))),
                Map.of(7L, columns("id", 1L, "n", 7L), 8L, columns("id", 3L, "n", 8L))),
        ANOTHER_KEY_AND_YET_ANOTHER(
                List.of(drop(5), definition(6, "n", "id"), drop(8), definition(9, "m", "id", "n")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(7, Operation.LOAD, row("id", 1L, "n", 1L)),
                        change(10, Operation.LOAD, row("id", 1L, "m", 7L, "n", 1L)),
                        change(11, Operation.INSERT, row("id", 1L, "m", 8L, "n", 1L))),
                Map.of(
                        7L, columns("id", 1L, "m", 7L, "n", 1L),
                        8L, columns("id", 1L, "m", 8L, "n", 1L))),
        KEY_OF_ANOTHER_TYPE(
                List.of(drop(5), definition(6, "id STRING", "a")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(4, Operation.DELETE, row("id", 1L)),
                        change(7, Operation.LOAD, row("id", "007", "a", 17L)),
                        change(8, Operation.LOAD, row("id", "7", "a", 18L)),
                        change(9, Operation.UPDATE, row("id", "7", "a", 19L))),
                Map.of(
                        "007", columns("id", "007", "a", 17L),
                        "7", columns("id", "7", "a", 19L))),
        KEY_OF_A_WIDER_TYPE(
                List.of(drop(5), definition(6, "id UINT64", "a")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(7, Operation.LOAD, row("id", HUGE, "a", 17L)),
                        change(8, Operation.INSERT, row("id", LARGE, "a", 18L))),
                Map.of(
                        HUGE, columns("id", HUGE.toString(), "a", 17L),
                        LARGE, columns("id", LARGE.toString(), "a", 18L))),
        COLUMN_OF_ANOTHER_KIND(
                List.of(drop(5), definition(6, "id", "a TIMESTAMP")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(7, Operation.LOAD, row("id", 1L, "a", null)),
                        change(8, Operation.INSERT, row("id", 3L, "a", "2031-02-03T04:05:06Z"))),
                Map.of(
                        1L, columns("id", 1L, "a", null),
                        3L, columns("id", 3L, "a", 1_927_857_906_000L))),
        WIDER_COLUMN_THEN_KEY_OF_ANOTHER_TYPE(
                List.of(
                        control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 4, "id", "a STRING"),
                        drop(6),
                        definition(7, "id STRING", "a STRING")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(5, Operation.INSERT, row("id", 3L, "a", "x")),
                        change(8, Operation.LOAD, row("id", "03", "a", "y"))),
                Map.of("03", columns("id", "03", "a", "y"))),
        COLUMN_TO_TEXT_AND_BACK(
                List.of(
                        drop(5),
                        definition(6, "id", "a STRING"),
                        drop(8),
                        definition(9, "id", "a")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(7, Operation.LOAD, row("id", 1L, "a", "017")),
                        change(10, Operation.LOAD, row("id", 1L, "a", 110L)),
                        change(11, Operation.INSERT, row("id", 4L, "a", 411L))),
                Map.of(1L, columns("id", 1L, "a", "110"), 4L, columns("id", 4L, "a", "411"))),
        SAME_KEY_THEN_ANOTHER(
                List.of(drop(3), definition(4, "id", "a"), drop(7), definition(8, "n", "id", "a")),
                List.of(
                        change(2, Operation.UPDATE, row("id", 1L, "a", 13L)),
                        change(5, Operation.LOAD, row("id", 1L, "a", 15L)),
                        change(6, Operation.INSERT, row("id", 2L, "a", 26L)),
                        change(9, Operation.LOAD, row("id", 1L, "a", 19L, "n", 1L)),
                        change(10, Operation.INSERT, row("id", 1L, "a", 20L, "n", 2L))),
                Map.of(
                        1L, columns("id", 1L, "a", 19L, "n", 1L),
                        2L, columns("id", 1L, "a", 20L, "n", 2L))),
        ANOTHER_KEY_AND_BACK(
                List.of(drop(5), definition(6, "n", "id"), drop(8), definition(9, "id", "a")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(7, Operation.LOAD, row("id", 5L, "n", 1L)),
                        change(10, Operation.LOAD, row("id", 1L, "a", 110L)),
                        change(11, Operation.INSERT, row("id", 4L, "a", 411L))),
                Map.of(1L, columns("id", 1L, "a", 110L), 4L, columns("id", 4L, "a", 411L)));

        private final List<SchemaChange> controls;
        private final List<RowChange> rows;
        private final Map<Object, Map<String, Object>> expected;

        Scenario(
                List<SchemaChange> controls,
                List<RowChange> rows,
                Map<Object, Map<String, Object>> expected) {
            this.controls = controls;
            this.rows = rows;
            this.expected = expected;
        }
    }

    /** However far one shard is ahead of the other, and wherever checkpoints fall. */
    @ParameterizedTest
    @EnumSource(Scenario.class)
    void anyInterleavingEndsRightOrSaysThatItDoesNot(Scenario scenario) throws Exception {
        int right = 0;
        int aheadAndRight = 0;
        int ahead = 0;
        for (List<Object> order : interleavings(scenario.controls, scenario.rows)) {
            for (int place : new int[] {1, order.size() / 2, order.size()}) {
                InMemoryDatabase database = database(scenario);
                List<Object> script = script(order, place);
                try (SchemaRoad road = road(database)) {
                    SchemaRoadTest.run(road, script, new SchemaRoadTest.Progress());
                    boolean isRight = road.rows().equals(scenario.expected);
                    if (isAhead(order)) {
                        ahead++;
                        aheadAndRight += isRight ? 1 : 0;
                        assertThat(isRight || isRefused(database) || road.deadLetters() > 0)
                                .as("%s in %s", road.rows(), words(script))
                                .isTrue();
                    } else {
                        assertThat(road.rows())
                                .as("%s", words(script))
                                .isEqualTo(scenario.expected);
                        assertThat(isRefused(database)).as("%s", words(script)).isFalse();
                        assertThat(road.deadLetters()).as("%s", words(script)).isZero();
                        right++;
                    }
                }
            }
        }
        assertThat(right).isGreaterThan(5);
        if (scenario != Scenario.ANOTHER_KEY_AND_BACK) {
            // A load behind a load shows no sign that it is another one.
            assertThat(aheadAndRight).isEqualTo(ahead);
        }
    }

    /**
     * Records that a table was dropped on one shard, those with definitions on another, rows on a
     * third: whichever is ahead, wherever a checkpoint falls, and with a failure anywhere.
     */
    @ParameterizedTest
    @EnumSource(Scenario.class)
    void definitionsMayComeBeforeTheirDrops(Scenario scenario) throws Exception {
        Random random = new Random(ONE_IN);
        List<SchemaChange> drops =
                scenario.controls.stream().filter(ReloadRoadTest::drops).toList();
        List<SchemaChange> definitions =
                scenario.controls.stream().filter(control -> !drops(control)).toList();
        int overtaken = 0;
        for (List<Object> controls : interleavings(drops, definitions)) {
            for (List<Object> order : interleavings(controls, scenario.rows)) {
                if (drops.size() > 1 && random.nextInt(ONE_IN) > 0) {
                    continue;
                }
                overtaken += isOvertaken(order) ? 1 : 0;
                InMemoryDatabase database = database(scenario);
                List<Object> script = script(order, random.nextInt(order.size() + 1));
                SchemaRoadTest.Progress progress = new SchemaRoadTest.Progress();
                progress.crashAfter = random.nextInt(2 * script.size());
                SchemaPolicy policy =
                        random.nextBoolean() ? SchemaPolicy.EVOLVE : SchemaPolicy.LENIENT;
                String what = words(script) + ", crash " + progress.crashAfter + ", " + policy;
                try (SchemaRoad road =
                        new SchemaRoad(database, database.targets(), options(policy))) {
                    SchemaRoadTest.run(road, script, progress);
                    boolean isFirst = isAheadOfAll(order);
                    boolean isSaid = isRefused(database) || road.deadLetters() > 0;
                    if (!isFirst || !isSaid) {
                        assertThat(road.rows()).as(what).isEqualTo(scenario.expected);
                    }
                    if (!isFirst) {
                        assertThat(isRefused(database)).as(what).isFalse();
                        assertThat(road.deadLetters()).as(what).isZero();
                    }
                }
            }
        }
        assertThat(overtaken).isGreaterThan(5);
    }

    private static boolean drops(SchemaChange control) {
        return control.kind() == SchemaChange.Kind.DROP_TABLE;
    }

    /** A definition comes before a drop that is older. */
    private static boolean isOvertaken(List<Object> order) {
        for (int i = 0; i < order.size(); i++) {
            Object event = order.get(i);
            if (event instanceof SchemaChange definition
                    && !drops(definition)
                    && order.subList(i, order.size()).stream()
                            .anyMatch(
                                    later ->
                                            later instanceof SchemaChange drop
                                                    && drops(drop)
                                                    && time(drop) < time(definition))) {
                return true;
            }
        }
        return false;
    }

    /** A row comes before everything that tells of its life. */
    private static boolean isAheadOfAll(List<Object> order) {
        long told = 0;
        for (int i = 0; i < order.size(); i++) {
            if (order.get(i) instanceof SchemaChange control) {
                told = Math.max(told, time(control));
                continue;
            }
            long built = time(order.get(i));
            long known = told;
            boolean isAhead =
                    order.subList(i, order.size()).stream()
                            .anyMatch(
                                    later ->
                                            later instanceof SchemaChange control
                                                    && time(later) < built
                                                    && time(later) > known
                                                    && drops(control));
            if (isAhead) {
                return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void crashAtAnyStepEndsTheSame(Scenario scenario) throws Exception {
        for (List<Object> script : scripts(scenario)) {
            for (int crashAfter = 0; crashAfter < script.size(); crashAfter++) {
                InMemoryDatabase database = database(scenario);
                SchemaRoadTest.Progress progress = new SchemaRoadTest.Progress();
                progress.crashAfter = crashAfter;
                try (SchemaRoad road = road(database)) {
                    SchemaRoadTest.run(road, script, progress);
                    assertThat(road.rows())
                            .as("crash after %d of %s", crashAfter, words(script))
                            .isEqualTo(scenario.expected);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void failureBeforeOrAfterAnyCallOfTheTargetEndsTheSame(Scenario scenario) throws Exception {
        List<List<Object>> scripts = scripts(scenario);
        for (List<Object> script : List.of(scripts.get(1), scripts.get(scripts.size() / 2))) {
            boolean failed = true;
            for (int call = 1; failed; call++) {
                SchemaRoadTest.FailingOnce failing = new SchemaRoadTest.FailingOnce(call);
                InMemoryDatabase database = database(scenario);
                try (SchemaRoad road =
                        new SchemaRoad(
                                database, failing.over(database), options(SchemaPolicy.EVOLVE))) {
                    SchemaRoadTest.run(road, script, new SchemaRoadTest.Progress());
                    assertThat(road.rows())
                            .as("failure at call %d of %s", call, words(script))
                            .isEqualTo(scenario.expected);
                }
                failed = failing.hasFailed();
            }
        }
    }

    @Test
    void readersKeepTheOldTableUntilTheLoadHasEnded() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database)) {
            for (Object step : BEGINNING) {
                play(road, step);
            }
            play(road, drop(5));
            play(road, definition(6, "n", "id"));
            play(road, change(7, Operation.LOAD, row("id", 1L, "n", 1L)));
            SchemaRoadTest.settle(road, 1);
            road.letTimePass(30_000);

            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 12L)));
            assertThat(database.rows(InMemoryDatabase.beside(ITEM, 5))).hasSize(1);

            road.letTimePass(40_000);

            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "n", 1L)));
            assertThat(database.definition(InMemoryDatabase.beside(ITEM, 5))).isEmpty();
            play(road, change(8, Operation.INSERT, row("id", 1L, "n", 2L)));
            SchemaRoadTest.settle(road, 2);
            assertThat(road.rows()).hasSize(2);
        }
    }

    @Test
    void tableIsNotEmptiedByAReloadThatBringsNoRow() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database)) {
            for (Object step : BEGINNING) {
                play(road, step);
            }
            play(road, drop(5));
            play(road, definition(6, "n", "id"));
            SchemaRoadTest.settle(road, 1);
            road.letTimePass(600_000);

            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 12L)));
        }
    }

    @Test
    void anotherKeyWithoutADropIsRefused() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database)) {
            for (Object step : BEGINNING) {
                play(road, step);
            }
            play(road, definition(6, "n", "id"));
            play(road, change(7, Operation.INSERT, row("id", 1L, "n", 2L)));
            road.end(1);

            assertThat(road.deadLetters()).isEqualTo(1);
            assertThat(database.rows(ITEM).get(List.of(1L))).containsEntry("a", 12L);
        }
    }

    private static final SchemaChange EARLY = definition(6, "n", "id");

    @Test
    void rowsOfAnEarlyDefinitionWaitAndOlderOnesFlow() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = begun(database)) {
            play(road, EARLY);
            play(road, change(7, Operation.INSERT, row("id", 1L, "n", 7L)));
            play(road, change(8, Operation.DELETE, row("n", 7L)));
            play(road, change(9, Operation.INSERT, row("id", 1L, "n", 9L)));
            play(road, change(3, Operation.INSERT, row("id", 2L, "a", 23L)));
            seconds(road, 29);
            SchemaRoadTest.settle(road, 1);
            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 12L), 2L, row2()));

            play(road, drop(5));
            road.end(2);
            assertThat(road.rows()).isEqualTo(Map.of(9L, columns("id", 1L, "n", 9L)));
            assertThat(road.deadLetters()).isZero();
            assertThat(isRefused(database)).isFalse();
        }
    }

    private static Map<String, Object> row2() {
        return columns("id", 2L, "a", 23L);
    }

    @Test
    void definitionsWhoseDropDoesNotComeAreRefusedOnceAfterHalfOfTheWait() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = begun(database)) {
            for (int i = 6; i < 21; i++) {
                play(road, definition(i, "n", "id"));
            }
            play(road, change(30, Operation.INSERT, row("id", 1L, "n", 7L)));
            seconds(road, 29);
            play(road, definition(22, "n", "id"));
            assertThat(isRefused(database)).isFalse();
            assertThat(road.deadLetters()).isZero();

            seconds(road, 2);
            play(road, definition(23, "n", "id"));
            assertThat(refusals(database)).singleElement().asString().contains("[n]", "target");
            assertThat(road.letterReasons()).isEqualTo(refusals(database));
            SchemaRoadTest.settle(road, 1);
            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 12L, "n", null)));

            // Too late, but better than never.
            play(road, drop(5));
            play(road, change(31, Operation.LOAD, row("id", 1L, "n", 8L)));
            road.end(2);
            assertThat(road.rows()).isEqualTo(Map.of(8L, columns("id", 1L, "n", 8L)));
        }
    }

    @Test
    void manyEqualDefinitionsBeforeTheirDropAreOneReload() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = begun(database)) {
            for (int i = 6; i < 21; i++) {
                play(road, definition(i, "n", "id"));
            }
            play(road, change(30, Operation.LOAD, row("id", 1L, "n", 7L)));
            play(road, drop(5));
            play(road, definition(6, "n", "id"));
            road.end(1);

            assertThat(road.rows()).isEqualTo(Map.of(7L, columns("id", 1L, "n", 7L)));
            assertThat(database.history())
                    .filteredOn(entry -> entry.operation().startsWith("reload"))
                    .hasSize(1);
            assertThat(isRefused(database)).isFalse();
        }
    }

    @Test
    void earlyDefinitionAndItsRowsSurviveAFailure() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = begun(database)) {
            play(road, EARLY);
            play(road, change(7, Operation.INSERT, row("id", 1L, "n", 7L)));
            seconds(road, 20);
            road.crash(road.checkpoint(1));
            seconds(road, 20);
            play(road, change(8, Operation.INSERT, row("id", 1L, "n", 8L)));
            play(road, drop(5));
            road.end(2);

            assertThat(road.rows().keySet()).containsExactlyInAnyOrder(7L, 8L);
            assertThat(road.deadLetters()).isZero();
            assertThat(isRefused(database)).isFalse();
        }
    }

    @Test
    void dropOfAnEarlierReloadIsNotTheOneThatIsWaitedFor() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), options(SchemaPolicy.LENIENT))) {
            for (Object step : BEGINNING) {
                play(road, step);
            }
            play(road, definition(4, "id", "a"));
            play(road, definition(8, "n", "id"));
            play(road, drop(3));
            play(road, change(5, Operation.LOAD, row("id", 1L, "a", 15L)));
            play(road, change(9, Operation.LOAD, row("id", 1L, "n", 9L)));
            SchemaRoadTest.settle(road, 1);
            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 15L)));

            play(road, drop(7));
            road.end(2);
            assertThat(road.rows()).isEqualTo(Map.of(9L, columns("id", 1L, "n", 9L)));
            assertThat(road.deadLetters()).isZero();
            assertThat(isRefused(database)).isFalse();
        }
    }

    @Test
    void definitionIsNotHeldWhereDropsMeanNothing() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(
                        database,
                        database.targets(),
                        new SchemaOptions(
                                SchemaPolicy.LENIENT,
                                SchemaOptions.DropTable.KEEP,
                                Duration.ofSeconds(60),
                                100,
                                true))) {
            play(road, SchemaRoadTest.create());
            play(road, EARLY);
            assertThat(isRefused(database)).isTrue();
        }
    }

    @Test
    void nothingIsSweptForALoadWhoseRowsMayBeOfALaterLife() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = begun(database)) {
            play(road, drop(3));
            play(road, definition(4, "n", "id"));
            SchemaRoadTest.settle(road, 1);
            play(road, definition(8, "m", "id"));
            play(road, change(9, Operation.INSERT, row("id", 1L, "m", 9L)));
            seconds(road, 20);
            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 12L)));

            play(road, drop(7));
            road.end(2);
            assertThat(road.rows()).isEqualTo(Map.of(9L, columns("id", 1L, "m", 9L)));
            assertThat(isRefused(database)).isFalse();
        }
    }

    private static SchemaRoad begun(InMemoryDatabase database) throws Exception {
        SchemaRoad road = road(database);
        for (Object step : BEGINNING) {
            play(road, step);
        }
        return road;
    }

    private static void seconds(SchemaRoad road, int seconds) throws Exception {
        for (int i = 0; i < seconds; i++) {
            road.letTimePass(1000);
        }
    }

    private static List<String> refusals(InMemoryDatabase database) {
        return database.history().stream()
                .filter(entry -> entry.outcome() == SchemaHistoryEntry.Outcome.REFUSED)
                .map(SchemaHistoryEntry::reason)
                .toList();
    }

    @Test
    void keyOfAnotherKindWithoutADropIsRefusedUntilTheReload() throws Exception {
        InMemoryDatabase database = InMemoryDatabase.typed();
        try (SchemaRoad road = road(database)) {
            for (Object step : BEGINNING) {
                play(road, step);
            }
            SchemaChange text = control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 6, "id STRING", "a");
            play(road, text);
            play(road, text);
            // As a number it would be the row that is there.
            play(road, change(7, Operation.INSERT, row("id", "01", "a", 17L, "new", 1L)));
            road.letTimePass(40_000);
            play(road, change(8, Operation.INSERT, row("id", "1", "a", 18L, "new", 1L)));
            assertThat(road.deadLetters()).isEqualTo(2);
            SchemaRoadTest.settle(road, 1);
            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 12L)));

            play(road, drop(9));
            play(road, definition(10, "id STRING", "a"));
            play(road, change(11, Operation.LOAD, row("id", "01", "a", 111L)));
            play(road, change(12, Operation.LOAD, row("id", "1", "a", 112L)));
            road.end(2);

            assertThat(road.deadLetters()).isEqualTo(2);
            assertThat(road.rows())
                    .isEqualTo(
                            Map.of(
                                    "01", columns("id", "01", "a", 111L, "new", null),
                                    "1", columns("id", "1", "a", 112L, "new", null)));
        }
    }

    @Test
    void keyOfANarrowerKindStaysInItsTableWhenItIsReloaded() throws Exception {
        InMemoryDatabase database = InMemoryDatabase.typed();
        try (SchemaRoad road = road(database)) {
            play(road, control(SchemaChange.Kind.CREATE_TABLE, 1, "id STRING", "a"));
            play(road, change(2, Operation.INSERT, row("id", "01", "a", 12L)));
            play(road, control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 3, "id", "a"));
            play(road, change(4, Operation.UPDATE, row("id", 1L, "a", 14L)));
            assertThat(road.deadLetters()).isEqualTo(1);

            play(road, drop(5));
            play(road, definition(6, "id", "a"));
            play(road, change(7, Operation.LOAD, row("id", 1L, "a", 17L)));
            road.end(1);

            assertThat(road.deadLetters()).isEqualTo(1);
            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", "1", "a", 17L)));
            assertThat(database.statements()).doesNotContain("replace " + ITEM);
        }
    }

    @Test
    void keyOfAnotherKindIsRefusedWhereTheReloadMustStayInItsTable() throws Exception {
        InMemoryDatabase database = InMemoryDatabase.typed();
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), options(SchemaPolicy.IGNORE))) {
            for (Object step : BEGINNING) {
                play(road, step);
            }
            play(road, drop(5));
            play(road, definition(6, "id STRING", "a"));
            play(road, change(7, Operation.LOAD, row("id", "01", "a", 17L)));
            play(road, change(8, Operation.LOAD, row("id", "1", "a", 18L)));
            road.end(1);

            assertThat(road.deadLetters()).isEqualTo(2);
            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 12L)));
        }
    }

    @Test
    void typeThatSomebodyChoseIsNoReasonForAnotherTable() throws Exception {
        InMemoryDatabase database = InMemoryDatabase.typed();
        try (SchemaRoad before = road(database)) {
            play(before, control(SchemaChange.Kind.CREATE_TABLE, 1, "id", "a"));
            before.end(1);
        }
        try (SchemaRoad road = road(database)) {
            play(road, control(SchemaChange.Kind.CREATE_TABLE, 2, "id", "a STRING"));
            play(road, drop(5));
            play(road, definition(6, "id", "a STRING"));
            play(road, change(7, Operation.LOAD, row("id", 1L, "a", "17")));
            road.end(1);

            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 17L)));
            assertThat(database.statements()).doesNotContain("replace " + ITEM);
        }
    }

    @Test
    void rowsDoNotWaitForeverForADefinitionThatDoesNotCome() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database)) {
            for (Object step : BEGINNING) {
                play(road, step);
            }
            play(road, drop(5));
            play(road, change(7, Operation.LOAD, row("id", 1L, "a", 17L)));
            road.checkpoint(1);
            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 12L)));

            road.letTimePass(31_000);
            road.checkpoint(2);

            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 17L)));
            assertThat(road.deadLetters()).isZero();
        }
    }

    /** A row of a life comes before the record that says that it has begun. */
    private static boolean isAhead(List<Object> order) {
        for (int i = 0; i < order.size(); i++) {
            if (!(order.get(i) instanceof RowChange row)) {
                continue;
            }
            for (Object later : order.subList(i, order.size())) {
                if (later instanceof SchemaChange control
                        && control.timestampMicros() < row.timestampMicros()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<String> words(List<Object> script) {
        return script.stream()
                .map(
                        step ->
                                step instanceof RowChange row
                                        ? row.operation() + " " + row.timestampMicros()
                                        : step instanceof SchemaChange control
                                                ? control.kind() + " " + control.timestampMicros()
                                                : step.toString())
                .toList();
    }

    private static boolean isRefused(InMemoryDatabase database) {
        return database.history().stream()
                .anyMatch(entry -> entry.outcome() == SchemaHistoryEntry.Outcome.REFUSED);
    }

    /** Where types are changed, columns hold what their types say and can't be altered. */
    private static InMemoryDatabase database(Scenario scenario) {
        return switch (scenario) {
            case KEY_OF_ANOTHER_TYPE,
                    KEY_OF_A_WIDER_TYPE,
                    COLUMN_OF_ANOTHER_KIND,
                    WIDER_COLUMN_THEN_KEY_OF_ANOTHER_TYPE,
                    COLUMN_TO_TEXT_AND_BACK ->
                    InMemoryDatabase.typed();
            default -> new InMemoryDatabase();
        };
    }

    private static SchemaRoad road(InMemoryDatabase database) throws Exception {
        return new SchemaRoad(database, database.targets(), options(SchemaPolicy.EVOLVE));
    }

    private static void play(SchemaRoad road, Object step) throws Exception {
        if (step instanceof RowChange row) {
            road.row(row);
        } else {
            road.control((SchemaChange) step);
        }
    }

    /** In the order of time, with a checkpoint at each place; each settles before the end. */
    private static List<List<Object>> scripts(Scenario scenario) {
        List<Object> order = new ArrayList<>(scenario.controls);
        order.addAll(scenario.rows);
        order.sort((one, other) -> Long.compare(time(one), time(other)));
        List<List<Object>> scripts = new ArrayList<>();
        for (int place = 0; place <= order.size(); place++) {
            scripts.add(script(order, place));
        }
        return scripts;
    }

    private static long time(Object event) {
        return event instanceof RowChange row
                ? row.timestampMicros()
                : ((SchemaChange) event).timestampMicros();
    }

    /** A checkpoint at one place that completes two events later, and one behind all. */
    private static List<Object> script(List<Object> order, int place) {
        List<Object> script = new ArrayList<>(BEGINNING);
        for (int i = 0; i <= order.size(); i++) {
            if (i == place) {
                script.add(SchemaRoadTest.Step.CHECKPOINT);
            }
            if (i == Math.min(place + 2, order.size())) {
                script.add(SchemaRoadTest.Step.COMPLETED);
                script.add(SchemaRoadTest.Step.A_WHILE);
            }
            if (i < order.size()) {
                script.add(order.get(i));
            }
        }
        script.add(SchemaRoadTest.Step.CHECKPOINT);
        script.add(SchemaRoadTest.Step.COMPLETED);
        script.add(SchemaRoadTest.Step.A_WHILE);
        return script;
    }

    /** Each order in which the events of two shards can be read. */
    private static List<List<Object>> interleavings(List<?> one, List<?> other) {
        if (one.isEmpty() || other.isEmpty()) {
            List<Object> rest = new ArrayList<>(one);
            rest.addAll(other);
            return List.of(rest);
        }
        List<List<Object>> all = new ArrayList<>();
        for (List<Object> rest : interleavings(one.subList(1, one.size()), other)) {
            all.add(before(one.get(0), rest));
        }
        for (List<Object> rest : interleavings(one, other.subList(1, other.size()))) {
            all.add(before(other.get(0), rest));
        }
        return all;
    }

    private static List<Object> before(Object first, List<Object> rest) {
        List<Object> order = new ArrayList<>();
        order.add(first);
        order.addAll(rest);
        return order;
    }

    private static SchemaChange drop(long timestampMicros) {
        return new SchemaChange(
                ITEM.schema(),
                ITEM.name(),
                SchemaChange.Kind.DROP_TABLE,
                "drop-table",
                Optional.empty(),
                timestampMicros,
                position(timestampMicros));
    }

    private static SchemaChange definition(long timestampMicros, String... columns) {
        return control(SchemaChange.Kind.CREATE_TABLE, timestampMicros, columns);
    }
}
