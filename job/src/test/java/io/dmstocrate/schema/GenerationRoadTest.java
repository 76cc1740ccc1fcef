package io.dmstocrate.schema;

import static io.dmstocrate.testing.Samples.ITEM;
import static io.dmstocrate.testing.Samples.change;
import static io.dmstocrate.testing.Samples.position;
import static io.dmstocrate.testing.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.schema.SchemaOptions.DropTable;
import io.dmstocrate.schema.SchemaRoad.Snapshot;
import io.dmstocrate.testing.InMemoryDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A job that begins again meets rows in the target which carry a life of the table whose record it
 * has yet to read. Whatever it reads first, nothing that is newer than those rows is kept out.
 */
class GenerationRoadTest {

    /** What the job knows when it begins again. */
    private enum Start {
        WITHOUT_STATE,
        FROM_BEFORE_THE_RELOAD,
        FROM_BEHIND_THE_RELOAD
    }

    private static final SchemaChange CREATE = control(SchemaChange.Kind.CREATE_TABLE, 1);
    private static final SchemaChange DROP = control(SchemaChange.Kind.DROP_TABLE, 10);
    private static final SchemaChange CREATE_AGAIN = control(SchemaChange.Kind.CREATE_TABLE, 11);

    private static final List<Object> FIRST =
            List.of(
                    change(3, Operation.INSERT, row("id", 1L, "a", 3L)),
                    change(4, Operation.INSERT, row("id", 2L, "a", 4L)));

    private static final List<Object> RELOAD =
            List.of(
                    DROP,
                    CREATE_AGAIN,
                    change(12, Operation.LOAD, row("id", 1L, "a", 12L)),
                    change(13, Operation.LOAD, row("id", 3L, "a", 13L)),
                    change(14, Operation.UPDATE, row("id", 1L, "a", 14L)));

    private static final List<Object> BEHIND =
            List.of(
                    change(15, Operation.UPDATE, row("id", 1L, "a", 15L)),
                    change(16, Operation.UPDATE, row("id", 3L, "a", 16L)));

    private static final Map<Object, Map<String, Object>> EXPECTED =
            Map.of(1L, Map.of("id", 1L, "a", 15L), 3L, Map.of("id", 3L, "a", 16L));

    @ParameterizedTest
    @EnumSource(Start.class)
    void noOrderOfASecondReadingKeepsOutWhatIsNewer(Start start) throws Exception {
        // The drop-table and its create-table come by one shard, rows by two others.
        List<List<Object>> shards =
                List.of(
                        List.of(DROP, CREATE_AGAIN),
                        List.of(RELOAD.get(2), RELOAD.get(3), RELOAD.get(4)),
                        BEHIND);
        List<List<Object>> orders = new ArrayList<>();
        interleave(shards, new int[shards.size()], new ArrayList<>(), orders);
        assertThat(orders).hasSize(210);
        for (List<Object> order : orders) {
            assertThat(again(start, order)).as("order %s", order).isEqualTo(EXPECTED);
        }
    }

    private static Map<Object, Map<String, Object>> again(Start start, List<Object> order)
            throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        SchemaOptions options =
                new SchemaOptions(
                        SchemaPolicy.LENIENT,
                        DropTable.REPLACE,
                        Duration.ofSeconds(60),
                        1000,
                        true);
        try (SchemaRoad road = new SchemaRoad(database, database.targets(), options)) {
            road.control(CREATE);
            play(road, FIRST);
            Snapshot before = road.checkpoint(1);
            road.completed(1);
            play(road, RELOAD);
            Snapshot behind = road.checkpoint(2);
            road.completed(2);
            switch (start) {
                case WITHOUT_STATE -> {
                    road.crash(null);
                    road.control(CREATE);
                    play(road, FIRST);
                }
                case FROM_BEFORE_THE_RELOAD -> road.crash(before);
                case FROM_BEHIND_THE_RELOAD -> road.crash(behind);
            }
            play(road, order);
            road.end(3);
            assertThat(road.deadLetters()).isZero();
            return road.rows();
        }
    }

    private static void play(SchemaRoad road, List<Object> events) throws Exception {
        for (Object event : events) {
            if (event instanceof SchemaChange control) {
                road.control(control);
            } else {
                road.row((RowChange) event);
            }
        }
    }

    private static void interleave(
            List<List<Object>> shards, int[] next, List<Object> order, List<List<Object>> orders) {
        boolean more = false;
        for (int shard = 0; shard < next.length; shard++) {
            if (next[shard] < shards.get(shard).size()) {
                more = true;
                order.add(shards.get(shard).get(next[shard]++));
                interleave(shards, next, order, orders);
                next[shard]--;
                order.remove(order.size() - 1);
            }
        }
        if (!more) {
            orders.add(List.copyOf(order));
        }
    }

    private static SchemaChange control(SchemaChange.Kind kind, long time) {
        Optional<TableDefinition> definition =
                kind == SchemaChange.Kind.DROP_TABLE
                        ? Optional.empty()
                        : Optional.of(
                                new TableDefinition(
                                        ITEM,
                                        List.of(
                                                new Column("id", DmsType.INT64, -1, -1, -1, false),
                                                new Column("a", DmsType.INT64, -1, -1, -1, true)),
                                        List.of("id")));
        return new SchemaChange(
                ITEM.schema(),
                ITEM.name(),
                kind,
                kind.name(),
                definition,
                time,
                position(1000 + time));
    }
}
