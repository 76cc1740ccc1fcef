package io.dmstocrate.schema;

import static io.dmstocrate.testing.Samples.ITEM;
import static io.dmstocrate.testing.Samples.change;
import static io.dmstocrate.testing.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.target.SchemaHistoryEntry;
import io.dmstocrate.target.SchemaHistoryEntry.Outcome;
import io.dmstocrate.testing.InMemoryDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Control records of a table that overtake each other, under {@code evolve}: whatever three changes
 * there are, in whatever order the records of them and of the table itself arrive, and wherever
 * rows, duplicates, checkpoints and a failure fall, the target ends as if all had come in order.
 *
 * <p>More of them: {@code -Dorders=1} plays every order of every history, else one in so many.
 */
class OvertakingRecordsTest {

    private static final int ONE_IN = Integer.getInteger("orders", 100);

    /** A column through its life: the names that it has, and what its rows hold. */
    private static final class Life {
        private String name;
        private boolean wide;
        private final Map<Long, Long> values = new TreeMap<>();

        Life(String name) {
            this.name = name;
        }
    }

    /** Three changes of a table, with rows before, between and behind them. */
    private static final class History {
        private final List<Life> lives = new ArrayList<>(List.of(new Life("a"), new Life("x")));
        private final Set<Long> keys = new TreeSet<>();
        private final List<SchemaChange> controls = new ArrayList<>();
        private final List<Object> rows = new ArrayList<>();
        private final List<String> words = new ArrayList<>();
        private long time;

        History(int number) {
            control(SchemaChange.Kind.CREATE_TABLE);
            writeSome(1);
            int rest = number;
            for (int i = 0; i < 3; i++) {
                rest = alter(rest, "n" + i);
                writeSome(i + 2);
            }
        }

        /** One of the changes that are possible; what is left of the number decides the next. */
        private int alter(int number, String name) {
            int choices = 1 + 3 * lives.size();
            int choice = number % choices;
            if (choice == 0) {
                lives.add(new Life(name));
                control(SchemaChange.Kind.ADD_COLUMN);
            } else {
                Life life = lives.get((choice - 1) / 3);
                switch ((choice - 1) % 3) {
                    case 0 -> {
                        lives.remove(life);
                        control(SchemaChange.Kind.DROP_COLUMN);
                    }
                    case 1 -> {
                        life.name = name;
                        control(SchemaChange.Kind.RENAME_COLUMN);
                    }
                    default -> {
                        life.wide = true;
                        control(SchemaChange.Kind.COLUMN_TYPE_CHANGE);
                    }
                }
            }
            return number / choices;
        }

        private void control(SchemaChange.Kind kind) {
            List<String> columns = new ArrayList<>(List.of("id"));
            lives.forEach(life -> columns.add(life.name + (life.wide ? "" : " INT32")));
            controls.add(SchemaRoadTest.control(kind, ++time, columns.toArray(new String[0])));
            words.add(kind + " " + columns);
        }

        /** A new row, and an update of the one before it. */
        private void writeSome(long key) {
            write(key, Operation.INSERT);
            if (key > 1) {
                write(key - 1, Operation.UPDATE);
            }
        }

        private void write(long key, Operation operation) {
            keys.add(key);
            List<Object> values = new ArrayList<>(List.of("id", key));
            time++;
            for (Life life : lives) {
                long value = (life.wide ? 5_000_000_000L : 0) + 100 * key + time;
                life.values.put(key, value);
                values.addAll(List.of(life.name, value));
            }
            rows.add(change(time, operation, row(values.toArray())));
        }

        Map<Object, Map<String, Object>> expected() {
            Map<Object, Map<String, Object>> expected = new TreeMap<>();
            for (long key : keys) {
                Map<String, Object> row = new TreeMap<>();
                row.put("id", key);
                lives.forEach(life -> row.put(life.name, life.values.get(key)));
                expected.put(key, row);
            }
            return expected;
        }
    }

    @Test
    void anyOrderOfControlRecordsEndsAsIfTheyHadComeInOrder() throws Exception {
        Random random = new Random(1);
        int runs = 0;
        int told = 0;
        // 7 choices with two columns, 10 with three, 4 with one.
        for (int number = 0; number < 7 * 10 * 13; number++) {
            List<Object> controls = new ArrayList<>(new History(number).controls);
            for (List<Object> order : SchemaRoadTest.permutations(controls)) {
                if (random.nextInt(ONE_IN) == 0) {
                    runs++;
                    told += play(new History(number), order, random) ? 1 : 0;
                }
            }
        }
        assertThat(runs).isGreaterThan(100);
        assertThat(told).as("runs that say that a record came too late").isLessThan(runs / 50 + 2);
    }

    /** Plays a history; true if the target's history says that it could not be followed. */
    private static boolean play(History history, List<Object> controls, Random random)
            throws Exception {
        List<Object> script = script(history, controls, random);
        SchemaRoadTest.Progress progress = new SchemaRoadTest.Progress();
        if (random.nextInt(3) > 0) {
            progress.crashAfter = random.nextInt(script.size());
        }
        InMemoryDatabase database = InMemoryDatabase.typed();
        try (SchemaRoad road =
                new SchemaRoad(
                        database,
                        database.targets(),
                        SchemaRoadTest.options(SchemaPolicy.EVOLVE))) {
            SchemaRoadTest.run(road, script, progress);
            boolean isTold = tooLate(database);
            if (!isTold) {
                String what = history.words + ", crash " + progress.crashAfter + ": " + script;
                assertThat(road.rows()).as(what).isEqualTo(history.expected());
                assertThat(road.deadLetters()).as(what).isZero();
            }
            return isTold;
        }
    }

    /** Control records in an order, rows anywhere, some of both twice, and checkpoints. */
    private static List<Object> script(History history, List<Object> controls, Random random) {
        List<Object> rows = new ArrayList<>(history.rows);
        if (random.nextBoolean()) {
            Collections.shuffle(rows, random);
        }
        int bias = random.nextInt(3);
        List<Object> script = new ArrayList<>();
        int control = 0;
        int row = 0;
        while (control < controls.size() || row < rows.size()) {
            boolean takesControl =
                    row == rows.size() || (control < controls.size() && random.nextInt(4) <= bias);
            script.add(takesControl ? controls.get(control++) : rows.get(row++));
            if (random.nextInt(8) == 0) {
                Object again =
                        takesControl
                                ? controls.get(random.nextInt(control))
                                : rows.get(random.nextInt(row));
                script.add(again);
            }
            if (random.nextInt(3) == 0) {
                script.add(SchemaRoadTest.Step.CHECKPOINT);
                script.add(SchemaRoadTest.Step.COMPLETED);
                if (random.nextBoolean()) {
                    script.add(SchemaRoadTest.Step.A_WHILE);
                }
            }
        }
        return script;
    }

    private static boolean tooLate(InMemoryDatabase database) {
        return database.history().stream()
                .anyMatch(
                        entry ->
                                entry.outcome() == Outcome.REFUSED
                                        && entry.reason().contains(LateReading.TOO_LATE));
    }

    private static final SchemaChange CREATE =
            SchemaRoadTest.control(SchemaChange.Kind.CREATE_TABLE, 1, "id", "a");
    private static final SchemaChange RENAME =
            SchemaRoadTest.control(SchemaChange.Kind.RENAME_COLUMN, 3, "id", "b");
    private static final SchemaChange ADD =
            SchemaRoadTest.control(SchemaChange.Kind.ADD_COLUMN, 5, "id", "b", "c");

    private static SchemaRoad road(InMemoryDatabase database, SchemaPolicy policy)
            throws Exception {
        return new SchemaRoad(database, database.targets(), SchemaRoadTest.options(policy));
    }

    private static void seconds(SchemaRoad road, int seconds) throws Exception {
        for (int i = 0; i < seconds; i++) {
            road.letTimePass(1000);
        }
    }

    private static Map<String, Outcome> history(InMemoryDatabase database) {
        return database.history().stream()
                .collect(
                        Collectors.toMap(
                                SchemaHistoryEntry::operation,
                                SchemaHistoryEntry::outcome,
                                (one, other) -> other,
                                LinkedHashMap::new));
    }

    private static List<String> columns(InMemoryDatabase database) {
        return database.definition(ITEM).orElseThrow().columns().stream()
                .map(Column::name)
                .toList();
    }

    @Test
    void rowsOfTheNewShapeWaitAndThoseOfTheOldOneFlow() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database, SchemaPolicy.EVOLVE)) {
            road.control(CREATE);
            road.control(ADD);
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.row(change(6, Operation.INSERT, row("id", 2L, "b", 26L, "c", 36L)));
            SchemaRoadTest.settle(road, 1);

            assertThat(columns(database)).containsExactly("id", "a");
            assertThat(road.rows()).containsOnlyKeys(1L);

            road.control(RENAME);
            road.end(2);
            assertThat(road.rows())
                    .isEqualTo(
                            Map.of(
                                    1L, SchemaRoadTest.columns("id", 1L, "b", 12L, "c", null),
                                    2L, SchemaRoadTest.columns("id", 2L, "b", 26L, "c", 36L)));
        }
    }

    @Test
    void afterHalfOfTheWaitARecordIsBelieved() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database, SchemaPolicy.EVOLVE)) {
            road.control(CREATE);
            road.row(change(6, Operation.INSERT, row("id", 2L, "b", 26L, "c", 36L)));
            seconds(road, 29);
            road.control(ADD);
            seconds(road, 29);
            SchemaRoadTest.settle(road, 1);
            assertThat(columns(database)).containsExactly("id", "a");

            seconds(road, 2);
            SchemaRoadTest.settle(road, 2);
            assertThat(columns(database)).containsExactlyInAnyOrder("id", "b", "c");
            assertThat(history(database)).containsEntry("drop column a", Outcome.DONE);
            assertThat(road.rows())
                    .isEqualTo(Map.of(2L, SchemaRoadTest.columns("id", 2L, "b", 26L, "c", 36L)));
            assertThat(road.deadLetters()).isZero();
        }
    }

    @Test
    void whatWasHeldIsHeldAnewAfterAFailure() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database, SchemaPolicy.EVOLVE)) {
            road.control(CREATE);
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(ADD);
            seconds(road, 20);
            SchemaRoad.Snapshot snapshot = road.checkpoint(1);
            road.crash(snapshot);
            seconds(road, 20);
            road.control(RENAME);
            road.end(2);

            assertThat(road.rows())
                    .isEqualTo(Map.of(1L, SchemaRoadTest.columns("id", 1L, "b", 12L, "c", null)));
        }
    }

    @Test
    void renameThatComesTooLateIsSaidToBe() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database, SchemaPolicy.EVOLVE)) {
            road.control(CREATE);
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(ADD);
            seconds(road, 31);
            SchemaRoadTest.settle(road, 1);
            road.control(RENAME);
            road.row(change(2, Operation.INSERT, row("id", 2L, "a", 22L)));
            road.end(2);

            assertThat(history(database))
                    .containsEntry("drop column a", Outcome.DONE)
                    .containsEntry("rename column a to b", Outcome.REFUSED);
            assertThat(road.rows())
                    .isEqualTo(
                            Map.of(
                                    1L, SchemaRoadTest.columns("id", 1L, "b", null, "c", null),
                                    2L, SchemaRoadTest.columns("id", 2L, "b", 22L, "c", null)));
        }
    }

    @Test
    void columnThatWasToBeDroppedStaysWhenItsRenameComesTooLate() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database, SchemaPolicy.EVOLVE)) {
            road.control(CREATE);
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(ADD);
            seconds(road, 31);
            road.control(RENAME);
            SchemaRoadTest.settle(road, 1);
            road.end(2);

            assertThat(history(database))
                    .doesNotContainKey("drop column a")
                    .containsEntry("rename column a to b", Outcome.REFUSED);
            assertThat(columns(database)).containsExactlyInAnyOrder("id", "a", "b", "c");
            assertThat(road.rows().get(1L)).containsEntry("a", 12L);
        }
    }

    @Test
    void renameOfANewColumnThatOvertakesItsRecordIsSaidToBeMisread() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database, SchemaPolicy.EVOLVE)) {
            road.control(CREATE);
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(SchemaRoadTest.control(SchemaChange.Kind.RENAME_COLUMN, 9, "id", "c"));
            SchemaRoadTest.settle(road, 1);
            road.control(SchemaRoadTest.control(SchemaChange.Kind.DROP_COLUMN, 5, "id"));
            road.control(SchemaRoadTest.control(SchemaChange.Kind.ADD_COLUMN, 7, "id", "b"));
            road.row(change(8, Operation.INSERT, row("id", 2L, "b", 28L)));
            road.row(change(3, Operation.INSERT, row("id", 3L, "a", 33L)));
            road.end(2);

            assertThat(history(database)).containsEntry("drop column a", Outcome.REFUSED);
            assertThat(road.rows())
                    .containsEntry(2L, SchemaRoadTest.columns("id", 2L, "c", 28L))
                    .containsEntry(3L, SchemaRoadTest.columns("id", 3L, "c", null));
        }
    }

    @Test
    void olderRecordBehindOneThatToldNothingNewIsNoNews() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database, SchemaPolicy.EVOLVE)) {
            road.control(CREATE);
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(SchemaRoadTest.control(SchemaChange.Kind.DROP_COLUMN, 7, "id", "a"));
            SchemaRoadTest.settle(road, 1);
            road.control(SchemaRoadTest.control(SchemaChange.Kind.ADD_COLUMN, 5, "id", "a", "b"));
            road.row(change(6, Operation.INSERT, row("id", 2L, "a", 26L, "b", 36L)));
            road.end(2);

            assertThat(road.rows())
                    .isEqualTo(
                            Map.of(
                                    1L, SchemaRoadTest.columns("id", 1L, "a", 12L),
                                    2L, SchemaRoadTest.columns("id", 2L, "a", 26L)));
        }
    }

    @Test
    void nothingIsHeldWhereNothingIsTakenAway() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database, SchemaPolicy.LENIENT)) {
            road.control(CREATE);
            road.row(change(2, Operation.INSERT, row("id", 1L, "a", 12L)));
            road.control(ADD);
            assertThat(columns(database)).containsExactlyInAnyOrder("id", "a", "b", "c");
            road.control(RENAME);
            road.end(1);

            assertThat(road.rows())
                    .isEqualTo(
                            Map.of(
                                    1L,
                                    SchemaRoadTest.columns(
                                            "id", 1L, "a", 12L, "b", null, "c", null)));
        }
    }

    @Test
    void definitionOfAFormerLifeDoesNotTellThatAColumnIsGone() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database, SchemaPolicy.EVOLVE)) {
            road.control(SchemaRoadTest.control(SchemaChange.Kind.ADD_COLUMN, 8, "id", "b", "c"));
            road.control(dropTable(2));
            road.control(CREATE);
            road.row(change(4, Operation.LOAD, row("id", 1L, "a", 14L)));
            road.control(SchemaRoadTest.control(SchemaChange.Kind.CREATE_TABLE, 3, "id", "a"));
            road.control(SchemaRoadTest.control(SchemaChange.Kind.RENAME_COLUMN, 6, "id", "b"));
            road.end(1);

            assertThat(road.rows())
                    .isEqualTo(Map.of(1L, SchemaRoadTest.columns("id", 1L, "b", 14L, "c", null)));
        }
    }

    private static SchemaChange dropTable(long timestampMicros) {
        return new SchemaChange(
                ITEM.schema(),
                ITEM.name(),
                SchemaChange.Kind.DROP_TABLE,
                "drop-table",
                Optional.empty(),
                timestampMicros,
                CREATE.position());
    }

    @Test
    void definitionOfAReloadIsNotHeld() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = road(database, SchemaPolicy.EVOLVE)) {
            road.control(CREATE);
            road.control(SchemaRoadTest.control(SchemaChange.Kind.CREATE_TABLE, 6, "id", "b", "c"));
            assertThat(columns(database)).containsExactly("id", "a");
            road.control(dropTable(5));
            road.row(change(7, Operation.LOAD, row("id", 1L, "b", 17L, "c", 18L)));
            SchemaRoadTest.settle(road, 1);

            assertThat(road.rows())
                    .isEqualTo(Map.of(1L, SchemaRoadTest.columns("id", 1L, "b", 17L, "c", 18L)));
        }
    }
}
