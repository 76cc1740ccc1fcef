package io.dmstocrate.schema;

import static io.dmstocrate.testing.Samples.change;
import static io.dmstocrate.testing.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.schema.SchemaRoad.Snapshot;
import io.dmstocrate.testing.InMemoryDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The control record of a column is late, and the row that has a value in it gets another key by a
 * record that leaves the column out. The value is there in the end, or a dead letter names it.
 */
class LateColumnOfChangedKeyRoadTest {

    private static final int CASES = 300;

    private static final SchemaChange CREATE =
            SchemaRoadTest.control(SchemaChange.Kind.CREATE_TABLE, 1, "id", "a");
    private static final SchemaChange ADD =
            SchemaRoadTest.control(SchemaChange.Kind.ADD_COLUMN, 2, "id", "a", "c");

    private static final RowChange INSERT =
            change(3, Operation.INSERT, row("id", 1L, "a", 3L, "c", 3L));
    private static final RowChange UPDATE = change(4, Operation.UPDATE, row("id", 1L, "c", 4L));
    private static final RowChange MOVE =
            change(5, Operation.UPDATE, row("id", 2L, "a", 5L), row("id", 1L));
    private static final RowChange WITHOUT = change(6, Operation.UPDATE, row("id", 2L, "a", 6L));
    private static final RowChange WITH =
            change(7, Operation.UPDATE, row("id", 2L, "a", 7L, "c", 7L));
    private static final RowChange ANOTHER =
            change(8, Operation.INSERT, row("id", 1L, "a", 8L, "c", 8L));

    @Test
    void whatComesBehindTheChangedKeyIsTold() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = SchemaRoad.lenient(database)) {
            road.control(CREATE);
            road.row(INSERT);
            road.row(MOVE);
            road.control(ADD);
            road.end(1);

            assertThat(road.rows().keySet()).containsExactly(2L);
            assertToldOfC(database);
            assertThat(database.deadLetters())
                    .extracting(letter -> letter.position().sequenceNumber())
                    .containsExactly("3");
        }
    }

    /** The target knows the column before its record is read again. */
    @Test
    void whatTheTargetHasIsToldBehindAFailure() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = SchemaRoad.lenient(database)) {
            road.control(CREATE);
            Snapshot before = road.checkpoint(1);
            road.completed(1);
            road.control(ADD);
            road.row(INSERT);
            road.checkpoint(2);

            road.crash(before);
            road.row(MOVE);
            road.checkpoint(3);

            assertToldOfC(database);
        }
    }

    @Test
    void whatIsKnownInTimeGoesAlong() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = SchemaRoad.lenient(database)) {
            road.control(CREATE);
            road.row(INSERT);
            road.control(ADD);
            road.row(MOVE);
            road.row(WITHOUT);
            road.end(1);

            assertThat(road.rows()).isEqualTo(Map.of(2L, Map.of("id", 2L, "a", 6L, "c", 3L)));
            assertThat(database.deadLetters()).isEmpty();
        }
    }

    /** Two shards, one of them slow, in any order against each other; and a failure. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noOrderBeforeAndBehindAFailureIsSilent(boolean softly) throws Exception {
        Random random = new Random(1);
        int told = 0;
        int carried = 0;
        for (int i = 0; i < CASES; i++) {
            List<RowChange> words = new ArrayList<>(List.of(INSERT, UPDATE, MOVE, WITHOUT));
            boolean isWrittenAgain = random.nextInt(3) == 0;
            if (isWrittenAgain) {
                words.add(WITH);
            }
            boolean isUsedAgain = random.nextInt(3) == 0;
            if (isUsedAgain) {
                words.add(ANOTHER);
            }
            List<Object> first = merged(words, random);
            int covered = random.nextBoolean() ? 0 : random.nextInt(first.size());
            int read = covered + random.nextInt(first.size() - covered + 1);
            List<Object> left = first.subList(covered, first.size());
            List<Object> second = shards(left, random);

            InMemoryDatabase database = new InMemoryDatabase();
            if (softly) {
                database.deleteSoftly();
            }
            try (SchemaRoad road = SchemaRoad.lenient(database)) {
                road.control(CREATE);
                road.playOverFailure(
                        first.subList(0, covered),
                        first.subList(covered, read),
                        random.nextBoolean(),
                        second);

                String order = "case %d: %d of %s, then %s".formatted(i, covered, first, second);
                assertThat(road.deadLetters()).as(order).isZero();
                Map<Object, Map<String, Object>> rows = road.rows();
                long a = isWrittenAgain ? 7 : 6;
                Object c = isWrittenAgain ? 7L : 4L;
                assertThat(rows.get(2L)).as(order).containsEntry("a", a);
                if (c.equals(rows.get(2L).get("c"))) {
                    carried++;
                } else {
                    assertThat(database.deadLetters()).as(order).isNotEmpty();
                    told++;
                }
                database.deadLetters()
                        .forEach(letter -> assertThat(letter.reason()).contains("columns [c]"));
                assertThat(rows.get(1L))
                        .as(order)
                        .isEqualTo(isUsedAgain ? Map.of("id", 1L, "a", 8L, "c", 8L) : null);
            }
        }
        assertThat(told).isPositive();
        assertThat(carried).isPositive();
    }

    /** The control record lies on a shard with some of the rows; the other rows on another one. */
    private static List<Object> merged(List<RowChange> words, Random random) {
        List<Object> all = new ArrayList<>(List.of(ADD));
        all.addAll(words);
        return shards(all, random);
    }

    private static List<Object> shards(List<Object> events, Random random) {
        List<Object> one = new ArrayList<>();
        List<Object> other = new ArrayList<>();
        for (Object event : events) {
            (event == ADD || random.nextBoolean() ? one : other).add(event);
        }
        return SchemaRoad.interleaved(one, other, random);
    }

    private static void assertToldOfC(InMemoryDatabase database) {
        assertThat(database.deadLetters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.reason())
                                        .contains("read before the columns [c] were known"));
    }
}
