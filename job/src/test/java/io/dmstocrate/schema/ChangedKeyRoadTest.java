package io.dmstocrate.schema;

import static io.dmstocrate.testing.Samples.change;
import static io.dmstocrate.testing.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.testing.InMemoryDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows whose key is changed by records that leave columns out, on the whole road: in any order, and
 * after a failure in another one, when the target knows more than the job. Each value is there in
 * the end, or a dead letter names its column.
 */
class ChangedKeyRoadTest {

    /** For a long night: {@code -Dmoves.cases=100000}. */
    private static final int CASES = Integer.getInteger("moves.cases", 400);

    private static final long FIRST_CASE = Long.getLong("moves.from", 0);

    private static final SchemaChange CREATE =
            SchemaRoadTest.control(SchemaChange.Kind.CREATE_TABLE, 1, "id", "a", "c");

    private static final RowChange INSERT =
            change(3, Operation.INSERT, row("id", 1L, "a", 3L, "c", 3L));
    private static final RowChange MOVE =
            change(5, Operation.UPDATE, row("id", 2L, "a", 5L), row("id", 1L));
    private static final RowChange NEWER = change(6, Operation.UPDATE, row("id", 2L, "c", 6L));

    /** The parcel of the attempt before still says that the row waits for it. */
    @Test
    void aNewerWordThatIsReadFirstBehindAFailureStays() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        try (SchemaRoad road = SchemaRoad.lenient(database)) {
            road.control(CREATE);
            road.playOverFailure(
                    List.of(), List.of(INSERT, MOVE), true, List.of(NEWER, INSERT, MOVE));

            assertThat(road.rows()).isEqualTo(Map.of(2L, Map.of("id", 2L, "a", 5L, "c", 6L)));
            assertThat(database.deadLetters()).isEmpty();
        }
    }

    /** A row that is kept as deleted keeps the older word out, and has not what it says. */
    @Test
    void whatARowThatHasLeftKeepsOutIsTold() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        database.deleteSoftly();
        try (SchemaRoad road = SchemaRoad.lenient(database)) {
            road.control(CREATE);
            road.playOverFailure(List.of(), List.of(MOVE), true, List.of(INSERT, MOVE));

            assertThat(database.deadLetters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.reason()).contains("[c]"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noOrderBeforeAndBehindAFailureIsSilent(boolean softly) throws Exception {
        int carried = 0;
        for (long seed = FIRST_CASE; seed < FIRST_CASE + CASES; seed++) {
            Random random = new Random(seed);
            Map<Long, Map<String, Object>> truth = new TreeMap<>();
            List<RowChange> words = history(random, truth);
            List<RowChange> first = shards(words, random);
            int covered = random.nextInt(first.size());
            int read = covered + random.nextInt(first.size() - covered + 1);
            List<RowChange> second = shards(rest(words, first.subList(0, covered)), random);

            InMemoryDatabase database = new InMemoryDatabase();
            if (softly) {
                database.deleteSoftly();
            }
            try (SchemaRoad road = SchemaRoad.lenient(database)) {
                road.control(CREATE);
                road.playOverFailure(
                        first.subList(0, covered),
                        first.subList(covered, read),
                        random.nextInt(4) > 0,
                        second);

                String order =
                        "case %d: %s then %s, then %s"
                                .formatted(
                                        seed,
                                        text(first.subList(0, covered)),
                                        text(first.subList(covered, read)),
                                        text(second));
                assertThat(road.deadLetters()).as(order).isZero();
                Map<Object, Map<String, Object>> rows = road.rows();
                assertThat(rows.keySet()).as(order).isEqualTo(new TreeSet<Object>(truth.keySet()));
                for (Map.Entry<Long, Map<String, Object>> row : truth.entrySet()) {
                    row.getValue()
                            .forEach(
                                    (column, value) -> {
                                        Object found = rows.get(row.getKey()).get(column);
                                        if (!value.equals(found)) {
                                            assertThat(told(database))
                                                    .as("%s: %s of %s", order, column, row.getKey())
                                                    .contains(column);
                                        }
                                    });
                }
                carried += database.deadLetters().isEmpty() ? 1 : 0;
            }
        }
        assertThat(carried).isGreaterThan(CASES / 2);
    }

    /** Rows that come, change, get other keys and go; the truth is what is left. */
    private static List<RowChange> history(Random random, Map<Long, Map<String, Object>> truth) {
        List<RowChange> words = new ArrayList<>();
        long number = 2;
        while (words.size() < 4 + random.nextInt(4)) {
            number++;
            long key = 1L + random.nextInt(3);
            Map<String, Object> found = truth.get(key);
            long other = 1L + random.nextInt(3);
            if (found == null) {
                truth.put(key, new TreeMap<>(Map.of("id", key, "a", number, "c", number)));
                words.add(
                        change(number, Operation.INSERT, row("id", key, "a", number, "c", number)));
            } else if (random.nextInt(6) == 0) {
                truth.remove(key);
                words.add(change(number, Operation.DELETE, row("id", key)));
            } else {
                boolean isMove = !truth.containsKey(other);
                Row row = update(isMove ? other : key, number, isMove, random);
                for (int i = 0; i < row.size(); i++) {
                    found.put(row.columns().name(i), row.value(i));
                }
                truth.put(isMove ? other : key, truth.remove(key));
                Row before = isMove ? row("id", key) : Row.empty();
                words.add(change(number, Operation.UPDATE, row, before));
            }
        }
        return words;
    }

    /** Of one column or of all; a change of the key mostly of one. */
    private static Row update(long key, long number, boolean isMove, Random random) {
        if (random.nextInt(isMove ? 5 : 3) == 0) {
            return row("id", key, "a", number, "c", number);
        }
        return row("id", key, isMove || random.nextBoolean() ? "a" : "c", number);
    }

    private static List<RowChange> rest(List<RowChange> words, List<RowChange> read) {
        List<RowChange> rest = new ArrayList<>(words);
        rest.removeAll(read);
        return rest;
    }

    /** Two shards, each in order; or every record on a shard of its own. */
    private static List<RowChange> shards(List<RowChange> words, Random random) {
        List<RowChange> read = new ArrayList<>(words);
        if (random.nextInt(3) == 0) {
            Collections.shuffle(read, random);
            return read;
        }
        List<RowChange> one = new ArrayList<>();
        List<RowChange> other = new ArrayList<>();
        words.forEach(word -> (random.nextBoolean() ? one : other).add(word));
        return SchemaRoad.interleaved(one, other, random);
    }

    private static String told(InMemoryDatabase database) {
        StringBuilder told = new StringBuilder();
        database.deadLetters()
                .forEach(
                        letter ->
                                told.append(
                                        letter.reason()
                                                .replaceAll("^[^\\[]*\\[|\\][^\\[]*(\\[|$)", " ")));
        return told.toString();
    }

    private static String text(List<RowChange> words) {
        StringBuilder text = new StringBuilder();
        for (RowChange word : words) {
            text.append(word.timestampMicros()).append(word.operation().name().charAt(0));
            if (word.before().size() > 0) {
                text.append(word.before().value(0)).append('>');
            }
            text.append(word.row().value(0));
            text.append(word.row().columns().names().subList(1, word.row().size())).append(' ');
        }
        return text.toString();
    }
}
