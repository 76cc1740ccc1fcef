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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The control record of a column is late, updates leave the column out, and the job dies before the
 * row that has it was written. Whatever is read first afterwards, its value ends up in the row, and
 * no value of a former life of the row does.
 */
class LateColumnRoadTest {

    private static final int CASES = 100;

    private static final SchemaChange CREATE =
            SchemaRoadTest.control(SchemaChange.Kind.CREATE_TABLE, 1, "id", "a");
    private static final SchemaChange ADD =
            SchemaRoadTest.control(SchemaChange.Kind.ADD_COLUMN, 2, "id", "a", "c");
    private static final RowChange INSERT =
            change(6, Operation.INSERT, row("id", 1L, "a", 6L, "c", 6L));
    private static final RowChange UPDATE = change(8, Operation.UPDATE, row("id", 1L, "a", 8L));

    /** The row was there before, with another value; and it comes again without one. */
    private static final List<Object> LIVES =
            List.of(
                    ADD,
                    change(3, Operation.INSERT, row("id", 1L, "a", 3L, "c", 3L)),
                    change(5, Operation.DELETE, row("id", 1L)),
                    INSERT,
                    change(7, Operation.UPDATE, row("id", 1L, "c", 7L)),
                    UPDATE,
                    change(3, Operation.INSERT, row("id", 2L, "a", 3L, "c", 3L)),
                    change(5, Operation.DELETE, row("id", 2L)),
                    change(6, Operation.INSERT, row("id", 2L, "a", 6L)),
                    change(8, Operation.UPDATE, row("id", 2L, "a", 8L)));

    @Test
    void theLateRowCompletesWhatAnUpdateHasWrittenBeforeTheFailure() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = SchemaRoad.lenient(database)) {
            road.control(CREATE);
            Snapshot before = road.checkpoint(1);
            road.completed(1);
            road.row(INSERT);
            road.row(UPDATE);
            road.checkpoint(2);
            assertThat(road.rows()).isEqualTo(Map.of(1L, Map.of("id", 1L, "a", 8L)));

            road.crash(before);
            road.control(ADD);
            road.row(INSERT);
            road.row(UPDATE);
            road.end(3);

            assertThat(road.rows()).isEqualTo(Map.of(1L, Map.of("id", 1L, "a", 8L, "c", 6L)));
        }
    }

    @Test
    void aColumnThatTheTargetHasIsKnownBeforeItsRecordIsReadAgain() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        database.deleteSoftly();
        try (SchemaRoad road = SchemaRoad.lenient(database)) {
            road.control(CREATE);
            RowChange former = change(3, Operation.INSERT, row("id", 1L, "a", 3L, "c", 3L));
            RowChange deleted = change(5, Operation.DELETE, row("id", 1L));
            RowChange again = change(6, Operation.INSERT, row("id", 1L, "a", 6L));
            road.playOverFailure(
                    List.of(), List.of(ADD, former), true, List.of(deleted, again, ADD, former));

            assertThat(road.rows().get(1L)).containsEntry("a", 6L).containsEntry("c", null);
        }
    }

    /** Any records come before the checkpoint, and any of them between that and the failure. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noOrderBeforeAndBehindAFailureLosesAValueOrBringsOneBack(boolean softly) throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < CASES; i++) {
            List<Object> first = new ArrayList<>(LIVES);
            Collections.shuffle(first, random);
            int covered = random.nextBoolean() ? 0 : random.nextInt(first.size());
            int read = covered + random.nextInt(first.size() - covered + 1);
            List<Object> second = new ArrayList<>(first.subList(covered, first.size()));
            Collections.shuffle(second, random);

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

                assertThat(road.deadLetters()).isZero();
                Map<Object, Map<String, Object>> rows = road.rows();
                assertThat(rows.get(1L))
                        .as("case %d: %d of %s, then %s", i, covered, first, second)
                        .isEqualTo(Map.of("id", 1L, "a", 8L, "c", 7L));
                assertThat(rows.get(2L))
                        .as("case %d: %d of %s, then %s", i, covered, first, second)
                        .containsEntry("a", 8L)
                        .matches(row -> row.get("c") == null, "without a value of c");
            }
        }
    }
}
