package io.dmstocrate.schema;

import static io.dmstocrate.testing.Samples.ITEM;
import static io.dmstocrate.testing.Samples.change;
import static io.dmstocrate.testing.Samples.position;
import static io.dmstocrate.testing.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.SchemaEvent;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.testing.InMemoryDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Changes of a table while its rows are on the road: in whatever order control records and rows
 * arrive, wherever checkpoints fall and whatever fails, the target ends the same.
 */
class SchemaRoadTest {

    /**
     * A kind of change: its record, rows made before it and after it, and what is left in the end.
     */
    @SuppressWarnings("ImmutableEnumChecker") // Nobody changes the lists.
    private enum Scenario {
        ADD(
                SchemaPolicy.LENIENT,
                control(SchemaChange.Kind.ADD_COLUMN, 5, "id", "a", "c"),
                List.of(
                        change(3, Operation.UPDATE, row("id", 1L, "a", 13L)),
                        change(4, Operation.INSERT, row("id", 2L, "a", 24L))),
                List.of(
                        change(6, Operation.INSERT, row("id", 3L, "a", 36L, "c", 46L)),
                        change(7, Operation.UPDATE, row("id", 1L, "a", 17L, "c", 47L))),
                Map.of(
                        1L, columns("id", 1L, "a", 17L, "c", 47L),
                        2L, columns("id", 2L, "a", 24L, "c", null),
                        3L, columns("id", 3L, "a", 36L, "c", 46L))),
        RENAME(
                SchemaPolicy.EVOLVE,
                control(SchemaChange.Kind.RENAME_COLUMN, 5, "id", "b"),
                List.of(
                        change(3, Operation.UPDATE, row("id", 1L, "a", 13L)),
                        change(4, Operation.INSERT, row("id", 2L, "a", 24L))),
                List.of(
                        change(6, Operation.INSERT, row("id", 3L, "b", 36L)),
                        change(7, Operation.UPDATE, row("id", 1L, "b", 17L))),
                Map.of(
                        1L, columns("id", 1L, "b", 17L),
                        2L, columns("id", 2L, "b", 24L),
                        3L, columns("id", 3L, "b", 36L))),
        RENAME_OF_THE_KEY(
                SchemaPolicy.EVOLVE,
                control(SchemaChange.Kind.RENAME_COLUMN, 5, "key", "a"),
                List.of(
                        change(3, Operation.UPDATE, row("id", 1L, "a", 13L)),
                        change(4, Operation.INSERT, row("id", 2L, "a", 24L))),
                List.of(
                        change(6, Operation.DELETE, row("key", 2L)),
                        change(7, Operation.UPDATE, row("key", 1L, "a", 17L))),
                Map.of(1L, columns("key", 1L, "a", 17L))),
        DROP(
                SchemaPolicy.EVOLVE,
                control(SchemaChange.Kind.DROP_COLUMN, 5, "id"),
                List.of(
                        change(3, Operation.UPDATE, row("id", 1L, "a", 13L)),
                        change(4, Operation.INSERT, row("id", 2L, "a", 24L))),
                List.of(
                        change(6, Operation.INSERT, row("id", 3L)),
                        change(7, Operation.DELETE, row("id", 1L))),
                Map.of(2L, columns("id", 2L), 3L, columns("id", 3L))),
        DROP_THAT_IS_KEPT(
                SchemaPolicy.LENIENT,
                control(SchemaChange.Kind.DROP_COLUMN, 5, "id"),
                List.of(change(3, Operation.UPDATE, row("id", 1L, "a", 13L))),
                List.of(change(6, Operation.UPDATE, row("id", 1L))),
                Map.of(1L, columns("id", 1L, "a", 13L))),
        RENAME_THAT_IS_KEPT(
                SchemaPolicy.LENIENT,
                control(SchemaChange.Kind.RENAME_COLUMN, 5, "id", "b"),
                List.of(change(3, Operation.UPDATE, row("id", 1L, "a", 13L))),
                List.of(change(6, Operation.UPDATE, row("id", 1L, "b", 16L))),
                Map.of(1L, columns("id", 1L, "a", 13L, "b", 16L))),
        ADD_THAT_IS_IGNORED(
                SchemaPolicy.IGNORE,
                control(SchemaChange.Kind.ADD_COLUMN, 5, "id", "a", "c"),
                List.of(change(3, Operation.UPDATE, row("id", 1L, "a", 13L))),
                List.of(change(6, Operation.INSERT, row("id", 3L, "a", 36L, "c", 46L))),
                Map.of(1L, columns("id", 1L, "a", 13L), 3L, columns("id", 3L, "a", 36L))),
        WIDEN(
                SchemaPolicy.LENIENT,
                List.of("id", "a INT32"),
                List.of(control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 5, "id", "a INT64")),
                List.of(
                        change(3, Operation.UPDATE, row("id", 1L, "a", 13L)),
                        change(4, Operation.INSERT, row("id", 2L, "a", 24L))),
                List.of(
                        change(6, Operation.INSERT, row("id", 3L, "a", 3_000_000_036L)),
                        change(7, Operation.UPDATE, row("id", 1L, "a", 5_000_000_017L))),
                Map.of(
                        1L, columns("id", 1L, "a", 5_000_000_017L),
                        2L, columns("id", 2L, "a", 24L),
                        3L, columns("id", 3L, "a", 3_000_000_036L))),
        WIDEN_TO_TEXT(
                SchemaPolicy.EVOLVE,
                List.of("id", "a INT32"),
                List.of(control(SchemaChange.Kind.CHANGE_COLUMNS, 5, "id", "a STRING")),
                List.of(
                        change(3, Operation.UPDATE, row("id", 1L, "a", 13L)),
                        change(4, Operation.INSERT, row("id", 2L, "a", 24L))),
                List.of(
                        change(6, Operation.UPDATE, row("id", 2L, "a", null)),
                        change(7, Operation.UPDATE, row("id", 1L, "a", "seven"))),
                Map.of(
                        1L, columns("id", 1L, "a", "seven"),
                        2L, columns("id", 2L, "a", null))),
        WIDEN_TWICE(
                SchemaPolicy.LENIENT,
                List.of("id", "a INT32"),
                List.of(
                        control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 4, "id", "a INT64"),
                        control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 6, "id", "a STRING")),
                List.of(change(3, Operation.INSERT, row("id", 2L, "a", 23L))),
                List.of(
                        change(5, Operation.UPDATE, row("id", 1L, "a", 5_000_000_015L)),
                        change(7, Operation.INSERT, row("id", 3L, "a", "seven"))),
                Map.of(
                        1L, columns("id", 1L, "a", "5000000015"),
                        2L, columns("id", 2L, "a", "23"),
                        3L, columns("id", 3L, "a", "seven"))),
        WIDEN_AND_RENAME(
                SchemaPolicy.EVOLVE,
                List.of("id", "a INT32"),
                List.of(control(SchemaChange.Kind.RENAME_COLUMN, 5, "id", "b INT64")),
                List.of(
                        change(3, Operation.UPDATE, row("id", 1L, "a", 13L)),
                        change(4, Operation.INSERT, row("id", 2L, "a", 24L))),
                List.of(
                        change(6, Operation.INSERT, row("id", 3L, "b", 3_000_000_036L)),
                        change(7, Operation.UPDATE, row("id", 1L, "b", 17L))),
                Map.of(
                        1L, columns("id", 1L, "b", 17L),
                        2L, columns("id", 2L, "b", 24L),
                        3L, columns("id", 3L, "b", 3_000_000_036L))),
        WIDEN_AND_DROP(
                SchemaPolicy.EVOLVE,
                List.of("id", "a INT32"),
                List.of(
                        control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 4, "id", "a INT64"),
                        control(SchemaChange.Kind.DROP_COLUMN, 6, "id")),
                List.of(change(3, Operation.INSERT, row("id", 2L, "a", 23L))),
                List.of(
                        change(5, Operation.UPDATE, row("id", 1L, "a", 5_000_000_015L)),
                        change(7, Operation.INSERT, row("id", 3L))),
                Map.of(1L, columns("id", 1L), 2L, columns("id", 2L), 3L, columns("id", 3L))),
        WIDEN_KEY(
                SchemaPolicy.LENIENT,
                List.of("id INT32", "a"),
                List.of(control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 5, "id INT64", "a")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(4, Operation.UPDATE, row("id", 1L, "a", 14L))),
                List.of(
                        change(6, Operation.INSERT, row("id", 3_000_000_003L, "a", 36L)),
                        change(7, Operation.UPDATE, row("id", 1L, "a", 17L))),
                Map.of(
                        1L, columns("id", 1L, "a", 17L),
                        2L, columns("id", 2L, "a", 23L),
                        3_000_000_003L, columns("id", 3_000_000_003L, "a", 36L))),
        WIDEN_KEY_THEN_DELETE(
                SchemaPolicy.EVOLVE,
                List.of("id INT32", "a"),
                List.of(control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 4, "id INT64", "a")),
                List.of(change(3, Operation.INSERT, row("id", 2L, "a", 23L))),
                List.of(
                        change(5, Operation.INSERT, row("id", 3_000_000_003L, "a", 35L)),
                        change(6, Operation.DELETE, row("id", 3_000_000_003L)),
                        change(7, Operation.DELETE, row("id", 1L))),
                Map.of(2L, columns("id", 2L, "a", 23L))),
        WIDEN_KEY_THEN_CHANGE_IT(
                SchemaPolicy.EVOLVE,
                List.of("id INT32", "a"),
                List.of(control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 4, "id INT64", "a")),
                List.of(change(3, Operation.INSERT, row("id", 2L, "a", 23L))),
                List.of(
                        change(
                                5,
                                Operation.UPDATE,
                                row("id", 3_000_000_003L, "a", 35L),
                                row("id", 2L)),
                        change(
                                6,
                                Operation.UPDATE,
                                row("id", 7L, "a", 36L),
                                row("id", 3_000_000_003L))),
                Map.of(1L, columns("id", 1L, "a", 12L), 7L, columns("id", 7L, "a", 36L))),
        WIDEN_KEY_TWICE(
                SchemaPolicy.LENIENT,
                List.of("id INT16", "a"),
                List.of(
                        control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 4, "id INT32", "a"),
                        control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 6, "id INT64", "a")),
                List.of(change(3, Operation.INSERT, row("id", 2L, "a", 23L))),
                List.of(
                        change(5, Operation.INSERT, row("id", 70_000L, "a", 35L)),
                        change(7, Operation.INSERT, row("id", 3_000_000_003L, "a", 37L))),
                Map.of(
                        1L, columns("id", 1L, "a", 12L),
                        2L, columns("id", 2L, "a", 23L),
                        70_000L, columns("id", 70_000L, "a", 35L),
                        3_000_000_003L, columns("id", 3_000_000_003L, "a", 37L))),
        WIDEN_KEY_AND_COLUMNS(
                SchemaPolicy.EVOLVE,
                List.of("id INT32", "a INT32"),
                List.of(
                        control(SchemaChange.Kind.CHANGE_COLUMNS, 4, "id INT64", "a INT64"),
                        control(SchemaChange.Kind.CHANGE_COLUMNS, 6, "id INT64", "a INT64", "c")),
                List.of(change(3, Operation.INSERT, row("id", 2L, "a", 23L))),
                List.of(
                        change(5, Operation.INSERT, row("id", 3_000_000_003L, "a", 3_000_000_035L)),
                        change(7, Operation.UPDATE, row("id", 1L, "a", 3_000_000_017L, "c", 17L))),
                Map.of(
                        1L, columns("id", 1L, "a", 3_000_000_017L, "c", 17L),
                        2L, columns("id", 2L, "a", 23L, "c", null),
                        3_000_000_003L,
                                columns("id", 3_000_000_003L, "a", 3_000_000_035L, "c", null))),
        WIDEN_KEY_AND_RENAME(
                SchemaPolicy.EVOLVE,
                List.of("id INT32", "a"),
                List.of(control(SchemaChange.Kind.RENAME_COLUMN, 5, "key INT64", "a")),
                List.of(
                        change(3, Operation.INSERT, row("id", 2L, "a", 23L)),
                        change(4, Operation.UPDATE, row("id", 1L, "a", 14L))),
                List.of(
                        change(6, Operation.INSERT, row("key", 3_000_000_003L, "a", 36L)),
                        change(7, Operation.UPDATE, row("key", 1L, "a", 17L))),
                Map.of(
                        1L, columns("key", 1L, "a", 17L),
                        2L, columns("key", 2L, "a", 23L),
                        3_000_000_003L, columns("key", 3_000_000_003L, "a", 36L))),
        NARROW_KEY(
                SchemaPolicy.EVOLVE,
                List.of("id", "a"),
                List.of(control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 5, "id INT32", "a")),
                List.of(change(4, Operation.INSERT, row("id", 3_000_000_003L, "a", 24L))),
                List.of(
                        change(6, Operation.DELETE, row("id", 3_000_000_003L)),
                        change(7, Operation.INSERT, row("id", 2L, "a", 27L))),
                Map.of(1L, columns("id", 1L, "a", 12L), 2L, columns("id", 2L, "a", 27L))),
        NARROW(
                SchemaPolicy.EVOLVE,
                List.of("id", "a INT64"),
                List.of(control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 5, "id", "a INT32")),
                List.of(
                        change(3, Operation.UPDATE, row("id", 1L, "a", 5_000_000_013L)),
                        change(4, Operation.INSERT, row("id", 2L, "a", 5_000_000_024L))),
                List.of(
                        change(6, Operation.INSERT, row("id", 3L, "a", 36L)),
                        change(7, Operation.UPDATE, row("id", 1L, "a", 17L))),
                Map.of(
                        1L, columns("id", 1L, "a", 17L),
                        2L, columns("id", 2L, "a", 5_000_000_024L),
                        3L, columns("id", 3L, "a", 36L))),
        TYPE_THAT_IS_IGNORED(
                SchemaPolicy.IGNORE,
                List.of("id", "a INT32"),
                List.of(control(SchemaChange.Kind.COLUMN_TYPE_CHANGE, 5, "id", "a INT64")),
                List.of(change(3, Operation.UPDATE, row("id", 1L, "a", 13L))),
                List.of(change(6, Operation.INSERT, row("id", 3L, "a", 36L))),
                Map.of(1L, columns("id", 1L, "a", 13L), 3L, columns("id", 3L, "a", 36L)));

        private final SchemaPolicy policy;
        private final String[] created;
        private final List<Object> events = new ArrayList<>();
        private final Map<Object, Map<String, Object>> expected;

        Scenario(
                SchemaPolicy policy,
                SchemaChange control,
                List<RowChange> before,
                List<RowChange> after,
                Map<Object, Map<String, Object>> expected) {
            this(policy, List.of("id", "a"), List.of(control), before, after, expected);
        }

        Scenario(
                SchemaPolicy policy,
                List<String> created,
                List<SchemaChange> controls,
                List<RowChange> before,
                List<RowChange> after,
                Map<Object, Map<String, Object>> expected) {
            this.policy = policy;
            this.created = created.toArray(new String[0]);
            this.expected = expected;
            events.addAll(controls);
            events.addAll(before);
            events.addAll(after);
        }
    }

    /** What a run is made of besides records. */
    enum Step {
        CHECKPOINT,
        COMPLETED,
        A_WHILE
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void anyOrderOfRecordsAndCheckpointsEndsTheSame(Scenario scenario) throws Exception {
        int runs = 0;
        for (List<Object> order : permutations(scenario.events)) {
            for (int place : new int[] {-1, 2, order.size()}) {
                InMemoryDatabase database = database();
                List<Object> script = script(scenario, order, place);
                try (SchemaRoad road =
                        new SchemaRoad(database, database.targets(), options(scenario.policy))) {
                    run(road, script, new Progress());
                    assertThat(road.rows()).as("%s", script).isEqualTo(scenario.expected);
                    assertThat(road.deadLetters()).isZero();
                    assertThat(road.rejected()).as("%s", script).isZero();
                }
                runs++;
            }
        }
        assertThat(runs).isGreaterThan(15);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void crashAtAnyStepEndsTheSame(Scenario scenario) throws Exception {
        for (List<Object> order : List.of(scenario.events, reversed(scenario.events))) {
            List<Object> script = script(scenario, order, order.size());
            for (int crashAfter = 0; crashAfter < script.size(); crashAfter++) {
                InMemoryDatabase database = database();
                Progress progress = new Progress();
                progress.crashAfter = crashAfter;
                try (SchemaRoad road =
                        new SchemaRoad(database, database.targets(), options(scenario.policy))) {
                    run(road, script, progress);
                    assertThat(road.rows())
                            .as("crash after %d of %s", crashAfter, script)
                            .isEqualTo(scenario.expected);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void failureBeforeOrAfterAnyCallOfTheTargetEndsTheSame(Scenario scenario) throws Exception {
        List<Object> script = script(scenario, scenario.events, scenario.events.size());
        for (int call = 1; ; call++) {
            FailingOnce failing = new FailingOnce(call);
            InMemoryDatabase database = database();
            try (SchemaRoad road =
                    new SchemaRoad(database, failing.over(database), options(scenario.policy))) {
                run(road, script, new Progress());
                assertThat(road.rows()).as("failure at call %d", call).isEqualTo(scenario.expected);
            }
            if (!failing.hasFailed()) {
                assertThat(call).isGreaterThan(10);
                return;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Scenario.class, mode = EnumSource.Mode.MATCH_ANY, names = "WIDEN.*")
    void anyOrderWithACheckpointBehindEachRecordEndsTheSame(Scenario scenario) throws Exception {
        for (List<Object> order : permutations(scenario.events)) {
            InMemoryDatabase database = database();
            List<Object> script = settled(scenario, order);
            try (SchemaRoad road =
                    new SchemaRoad(database, database.targets(), options(scenario.policy))) {
                run(road, script, new Progress());
                assertThat(road.rows()).as("%s", script).isEqualTo(scenario.expected);
                assertThat(road.deadLetters()).isZero();
                assertThat(road.rejected()).as("%s", script).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Scenario.class, mode = EnumSource.Mode.MATCH_ANY, names = "WIDEN.*")
    void crashBetweenCheckpointsEndsTheSame(Scenario scenario) throws Exception {
        for (List<Object> order : List.of(scenario.events, reversed(scenario.events))) {
            List<Object> script = settled(scenario, order);
            for (int crashAfter = 0; crashAfter <= script.size(); crashAfter++) {
                InMemoryDatabase database = database();
                Progress progress = new Progress();
                progress.crashAfter = crashAfter;
                try (SchemaRoad road =
                        new SchemaRoad(database, database.targets(), options(scenario.policy))) {
                    run(road, script, progress);
                    assertThat(road.rows())
                            .as("crash after %d of %s", crashAfter, script)
                            .isEqualTo(scenario.expected);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Scenario.class, mode = EnumSource.Mode.MATCH_ANY, names = "WIDEN.*")
    void failureAroundAnyCallOfARunWithManyCheckpointsEndsTheSame(Scenario scenario)
            throws Exception {
        List<Object> script = settled(scenario, scenario.events);
        for (int call = 1; ; call++) {
            FailingOnce failing = new FailingOnce(call);
            InMemoryDatabase database = database();
            try (SchemaRoad road =
                    new SchemaRoad(database, failing.over(database), options(scenario.policy))) {
                run(road, script, new Progress());
                assertThat(road.rows()).as("failure at call %d", call).isEqualTo(scenario.expected);
            }
            if (!failing.hasFailed()) {
                assertThat(call).isGreaterThan(10);
                return;
            }
        }
    }

    /** Its columns hold what their types say, and are copied a row at a time. */
    private static InMemoryDatabase database() {
        InMemoryDatabase database = InMemoryDatabase.typed();
        database.copyAtOnce(1);
        return database;
    }

    /** The table and a row, then the events; behind each of them all is done that can be. */
    private static List<Object> settled(Scenario scenario, List<Object> events) {
        List<Object> script = new ArrayList<>();
        script.add(create(scenario.created));
        script.add(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
        for (Object event : events) {
            script.add(event);
            for (int i = 0; i < 2; i++) {
                script.add(Step.CHECKPOINT);
                script.add(Step.COMPLETED);
                script.add(Step.A_WHILE);
            }
        }
        return script;
    }

    @Test
    void twoHundredColumnsComeOneByOne() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), options(SchemaPolicy.EVOLVE))) {
            List<String> columns = new ArrayList<>(List.of("id", "a"));
            road.control(create());
            for (int i = 0; i < 200; i++) {
                columns.add("c" + i);
                road.row(change(10 + 2 * i, Operation.INSERT, row("id", (long) i, "c" + i, 1L)));
                road.control(
                        control(
                                SchemaChange.Kind.ADD_COLUMN,
                                9 + 2 * i,
                                columns.toArray(new String[0])));
            }
            road.end(1);

            assertThat(database.definition(ITEM).orElseThrow().columns()).hasSize(202);
            assertThat(road.rows()).hasSize(200);
            for (long i = 0; i < 200; i++) {
                assertThat(road.rows().get(i)).containsEntry("c" + i, 1L);
            }
        }
    }

    @Test
    void columnIsRenamedTwiceAndItsNameIsUsedAgain() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), options(SchemaPolicy.EVOLVE))) {
            road.control(create());
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(control(SchemaChange.Kind.RENAME_COLUMN, 5, "id", "b"));
            road.control(control(SchemaChange.Kind.RENAME_COLUMN, 7, "id", "c"));
            road.row(change(6, Operation.INSERT, row("id", 2L, "b", 26L)));
            settle(road, 1);
            road.control(control(SchemaChange.Kind.ADD_COLUMN, 9, "id", "c", "a"));
            road.row(change(3, Operation.INSERT, row("id", 3L, "a", 33L)));
            road.row(change(10, Operation.INSERT, row("id", 4L, "a", 40L, "c", 41L)));
            road.end(9);

            assertThat(road.rows())
                    .isEqualTo(
                            Map.of(
                                    1L, columns("id", 1L, "c", 12L, "a", null),
                                    2L, columns("id", 2L, "c", 26L, "a", null),
                                    3L, columns("id", 3L, "c", 33L, "a", null),
                                    4L, columns("id", 4L, "c", 41L, "a", 40L)));
        }
    }

    @Test
    void columnIsRenamedTwiceAndDroppedBeforeEitherIsDone() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), options(SchemaPolicy.EVOLVE))) {
            road.control(create());
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(control(SchemaChange.Kind.RENAME_COLUMN, 5, "id", "b"));
            road.control(control(SchemaChange.Kind.RENAME_COLUMN, 7, "id", "c"));
            road.control(control(SchemaChange.Kind.DROP_COLUMN, 9, "id"));
            road.row(change(6, Operation.INSERT, row("id", 2L, "b", 26L)));
            road.row(change(8, Operation.INSERT, row("id", 3L, "c", 38L)));
            road.row(change(10, Operation.INSERT, row("id", 4L)));
            road.end(9);

            assertThat(road.rows())
                    .isEqualTo(
                            Map.of(
                                    1L, columns("id", 1L),
                                    2L, columns("id", 2L),
                                    3L, columns("id", 3L),
                                    4L, columns("id", 4L)));
            assertThat(road.deadLetters()).isZero();
        }
    }

    @Test
    void columnIsRenamedTwiceAtOnceAndTheJobDiesBehindIt() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), options(SchemaPolicy.EVOLVE))) {
            road.control(create());
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(control(SchemaChange.Kind.RENAME_COLUMN, 5, "id", "b"));
            road.control(control(SchemaChange.Kind.RENAME_COLUMN, 7, "id", "c"));
            SchemaRoad.Snapshot snapshot = road.checkpoint(1);
            road.completed(1);
            road.crash(snapshot);
            settle(road, 2);
            road.row(change(6, Operation.INSERT, row("id", 2L, "b", 26L)));
            road.end(3);

            assertThat(road.rows())
                    .isEqualTo(
                            Map.of(
                                    1L, columns("id", 1L, "c", 12L),
                                    2L, columns("id", 2L, "c", 26L)));
        }
    }

    @Test
    void renameThatWasDoneBeforeAFailureIsKnownBeforeTheNextRecord() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), options(SchemaPolicy.EVOLVE))) {
            road.control(create());
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(control(SchemaChange.Kind.RENAME_COLUMN, 5, "id", "b"));
            SchemaRoad.Snapshot snapshot = road.checkpoint(1);
            road.completed(1);
            road.crash(snapshot);
            road.control(control(SchemaChange.Kind.ADD_COLUMN, 7, "id", "b", "c"));
            road.row(change(8, Operation.INSERT, row("id", 2L, "b", 28L, "c", 38L)));
            road.end(2);

            assertThat(road.rows())
                    .isEqualTo(
                            Map.of(
                                    1L, columns("id", 1L, "b", 12L, "c", null),
                                    2L, columns("id", 2L, "b", 28L, "c", 38L)));
        }
    }

    @Test
    void noNameChangesBehindTheLastWatermark() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), options(SchemaPolicy.EVOLVE))) {
            road.control(create());
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(control(SchemaChange.Kind.RENAME_COLUMN, 5, "id", "b"));
            road.checkpoint(1);
            road.lastWatermarkOfControlRecords();
            road.completed(1);
            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "a", 12L)));

            road.row(change(6, Operation.INSERT, row("id", 2L, "b", 26L)));
            road.end(9);

            assertThat(road.rows())
                    .isEqualTo(
                            Map.of(
                                    1L, columns("id", 1L, "b", 12L),
                                    2L, columns("id", 2L, "b", 26L)));
        }
    }

    @Test
    void rowWithTheNewColumnOfAnOldNameWaitsForItsRecord() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), options(SchemaPolicy.EVOLVE))) {
            road.control(control(SchemaChange.Kind.CREATE_TABLE, 1, "id", "a", "z"));
            road.control(control(SchemaChange.Kind.RENAME_COLUMN, 3, "id", "b", "z"));
            road.control(control(SchemaChange.Kind.DROP_COLUMN, 4, "id", "b"));
            settle(road, 1);
            road.row(change(6, Operation.INSERT, row("id", 1L, "a", 16L, "b", 26L, "z", 36L)));
            road.row(change(2, Operation.INSERT, row("id", 2L, "a", 12L, "z", 22L)));
            settle(road, 2);
            road.control(control(SchemaChange.Kind.ADD_COLUMN, 5, "id", "b", "a", "z"));
            road.end(9);

            assertThat(road.rows())
                    .isEqualTo(
                            Map.of(
                                    1L, columns("id", 1L, "b", 26L, "a", 16L, "z", 36L),
                                    2L, columns("id", 2L, "b", 12L, "a", null, "z", null)));
        }
    }

    @Test
    void messageOfAnOldShapeThatWasBuiltAnewGoesOnInTheEnd() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), options(SchemaPolicy.EVOLVE))) {
            road.control(create());
            road.control(control(SchemaChange.Kind.RENAME_COLUMN, 3, "id", "b"));
            settle(road, 1);
            road.row(change(6, Operation.INSERT, row("id", 1L, "a", 16L)));
            for (int second = 0; second < 62; second++) {
                road.letTimePass(1000);
            }
            settle(road, 2);

            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "b", 16L)));
        }
    }

    @Test
    void newerPartOfARowStaysUnderItsNewName() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), options(SchemaPolicy.EVOLVE))) {
            road.control(control(SchemaChange.Kind.CREATE_TABLE, 1, "id", "a", "z"));
            road.row(change(4, Operation.UPDATE, row("id", 1L, "a", 14L)));
            road.control(control(SchemaChange.Kind.RENAME_COLUMN, 5, "id", "b", "z"));
            settle(road, 1);
            road.row(change(3, Operation.INSERT, row("id", 1L, "a", 13L, "z", 93L)));
            road.row(change(7, Operation.UPDATE, row("id", 1L, "z", 97L)));
            road.end(9);

            assertThat(road.rows()).isEqualTo(Map.of(1L, columns("id", 1L, "b", 14L, "z", 97L)));
        }
    }

    static void settle(SchemaRoad road, long checkpoint) throws Exception {
        road.checkpoint(checkpoint);
        road.completed(checkpoint);
    }

    static final class Progress {
        int crashAfter = -1;
        int steps;
    }

    /** Runs a script to its end, over every failure. */
    static void run(SchemaRoad road, List<Object> script, Progress progress) throws Exception {
        SchemaRoad.Snapshot last = null;
        int lastAt = 0;
        long checkpoint = 0;
        int at = 0;
        boolean ended = false;
        while (!ended) {
            boolean failed = false;
            try {
                if (at == script.size()) {
                    road.endInput();
                    last = road.checkpoint(++checkpoint);
                    lastAt = at;
                    road.completed(checkpoint);
                    ended = true;
                } else {
                    Object step = script.get(at);
                    if (step == Step.CHECKPOINT) {
                        SchemaRoad.Snapshot taken = road.checkpoint(++checkpoint);
                        last = taken;
                        lastAt = at + 1;
                    } else if (step == Step.COMPLETED) {
                        if (last != null && last.id() == checkpoint) {
                            road.completed(checkpoint);
                        }
                    } else if (step == Step.A_WHILE) {
                        road.letTimePass(1000);
                    } else if (step instanceof RowChange change) {
                        road.row(change);
                    } else {
                        road.control((SchemaEvent) step);
                    }
                    at++;
                }
            } catch (Exception e) {
                if (ExceptionUtils.findThrowable(e, TargetException.class).isEmpty()) {
                    throw e;
                }
                failed = true;
            }
            if (failed || progress.steps++ == progress.crashAfter) {
                ended = false;
                at = lastAt;
                road.crash(last);
            }
        }
    }

    /** The table and a row, then the events, with a checkpoint before one of them; all settles. */
    static List<Object> script(Scenario scenario, List<Object> events, int place) {
        List<Object> script = new ArrayList<>();
        script.add(create(scenario.created));
        script.add(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
        for (int i = 0; i <= events.size(); i++) {
            if (i == place) {
                script.add(Step.CHECKPOINT);
                script.add(i == 0 || i == events.size() ? Step.COMPLETED : Step.A_WHILE);
            }
            if (i < events.size()) {
                script.add(events.get(i));
            }
            if (i == place + 1 && place > 0) {
                script.add(Step.COMPLETED);
                script.add(Step.A_WHILE);
            }
        }
        return script;
    }

    static List<Object> reversed(List<Object> events) {
        List<Object> reversed = new ArrayList<>(events);
        Collections.reverse(reversed);
        return reversed;
    }

    static List<List<Object>> permutations(List<Object> events) {
        if (events.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Object>> all = new ArrayList<>();
        for (Object first : events) {
            List<Object> others = new ArrayList<>(events);
            others.remove(first);
            for (List<Object> rest : permutations(others)) {
                List<Object> one = new ArrayList<>();
                one.add(first);
                one.addAll(rest);
                all.add(one);
            }
        }
        return all;
    }

    /** Targets of which one call fails, before (odd) or after (even) it did what it should. */
    static final class FailingOnce {

        private static final Map<Integer, FailingOnce> ALL = new ConcurrentHashMap<>();

        private final AtomicInteger calls = new AtomicInteger();
        private final int failing;
        private volatile boolean failed;

        FailingOnce(int failing) {
            this.failing = failing;
        }

        boolean hasFailed() {
            return failed;
        }

        TargetFactory over(InMemoryDatabase database) {
            TargetFactory targets = database.targets();
            int mine = System.identityHashCode(this);
            ALL.put(mine, this);
            return () -> ALL.get(mine).failing(targets.open());
        }

        private Target failing(Target target) {
            return (Target)
                    Proxy.newProxyInstance(
                            Target.class.getClassLoader(),
                            new Class<?>[] {Target.class},
                            (proxy, method, arguments) -> {
                                boolean counts = !method.getName().equals("close");
                                if (counts) {
                                    failIfDue();
                                }
                                Object result;
                                try {
                                    result = method.invoke(target, arguments);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                                if (counts) {
                                    failIfDue();
                                }
                                return result;
                            });
        }

        private void failIfDue() {
            if (calls.incrementAndGet() == failing) {
                failed = true;
                throw new TargetException(FailureKind.RETRYABLE, "lost", null);
            }
        }
    }

    static SchemaOptions options(SchemaPolicy policy) {
        return new SchemaOptions(
                policy, SchemaOptions.DropTable.REPLACE, Duration.ofSeconds(60), 100, true);
    }

    private static SchemaChange create(String... columns) {
        return control(SchemaChange.Kind.CREATE_TABLE, 1, columns);
    }

    static SchemaChange create() {
        return control(SchemaChange.Kind.CREATE_TABLE, 1, "id", "a");
    }

    /** The first column is the key. */
    static SchemaChange control(SchemaChange.Kind kind, long timestampMicros, String... columns) {
        TableDefinition definition =
                new TableDefinition(
                        ITEM,
                        List.of(columns).stream().map(SchemaRoadTest::column).toList(),
                        List.of(column(columns[0]).name()));
        return new SchemaChange(
                ITEM.schema(),
                ITEM.name(),
                kind,
                kind.name(),
                Optional.of(definition),
                timestampMicros,
                position(timestampMicros));
    }

    /** A name, and a type behind it if it is not INT64. */
    private static Column column(String words) {
        String[] parts = words.split(" ");
        return Column.of(parts[0], parts.length == 1 ? DmsType.INT64 : DmsType.valueOf(parts[1]));
    }

    static Map<String, Object> columns(Object... namesAndValues) {
        Map<String, Object> values = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values;
    }
}
