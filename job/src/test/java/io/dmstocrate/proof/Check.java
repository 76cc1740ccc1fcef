package io.dmstocrate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.TableId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;

/** Compares what a run has left with what the story says. */
final class Check {

    private final Played played;
    private final TargetView target;

    Check(Played played, TargetView target) {
        this.played = played;
        this.target = target;
    }

    /**
     * Each table holds the rows that were told, and no others.
     *
     * @param mayKeepColumns whether columns that the source has no more may still be there
     */
    void rows(boolean mayKeepColumns) throws Exception {
        for (SourceTable table : played.tables()) {
            Map<String, Map<String, Object>> expected = expected(table);
            Map<String, Map<String, Object>> actual = actual(table);
            for (int key : played.told().get(table).spoilt()) {
                String name = key(table, key);
                expected.remove(name);
                actual.remove(name);
            }
            if (mayKeepColumns) {
                Set<String> columns = played.told().get(table).columns();
                actual.values().forEach(row -> row.keySet().retainAll(columns));
            }
            assertThat(actual).as("rows of %s", table.id()).isEqualTo(expected);
        }
    }

    private Map<String, Map<String, Object>> expected(SourceTable table) {
        Told told = played.told().get(table);
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        told.rows().forEach((key, row) -> rows.put(key(table, key), comparable(table, row)));
        told.appended()
                .forEach(
                        (sent, row) -> {
                            for (String id : played.shards().recordIds(sent)) {
                                rows.put(List.of(id).toString(), comparable(table, row));
                            }
                        });
        return rows;
    }

    private static String key(SourceTable table, int key) {
        return table.keyCells(key, new Dice(0)).values().stream()
                .map(Cell::value)
                .toList()
                .toString();
    }

    private Map<String, Map<String, Object>> actual(SourceTable table) throws Exception {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        Set<String> key = new HashSet<>(table.key());
        key.add("dms_record_id");
        target.rows(table)
                .forEach(
                        (values, row) -> {
                            Map<String, Object> plain = new TreeMap<>();
                            row.forEach(
                                    (name, value) -> {
                                        if (value != null && !key.contains(name)) {
                                            plain.put(name, Cell.canonical(value));
                                        }
                                    });
                            rows.put(
                                    values.stream().map(Cell::canonical).toList().toString(),
                                    comparable(table, plain));
                        });
        return rows;
    }

    /** The values as what they are, not as the target's types have them. */
    private Map<String, Object> comparable(SourceTable table, Map<String, Object> row) {
        Map<String, Object> values = new TreeMap<>();
        row.forEach(
                (name, value) -> values.put(name, target.held(table.kind(name).comparable(value))));
        return values;
    }

    /** Each record that nobody could use is a dead letter that says why, and no other is. */
    void deadLetters() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        Set<String> rejectable = new HashSet<>();
        for (Sent sent : played.messages()) {
            for (String id : played.shards().recordIds(sent)) {
                switch (sent.fate()) {
                    case FINE -> {}
                    case MOVED, REJECTED -> rejectable.add(id);
                    case UNREADABLE -> expected.put(id, "DECODE");
                    case UNRESOLVABLE -> expected.put(id, "RESOLVE " + sent.reason());
                }
            }
        }
        Map<String, String> actual = new TreeMap<>();
        Set<String> rejected = new HashSet<>();
        for (TargetView.Letter letter : target.deadLetters()) {
            String id = letter.record();
            String wanted = expected.getOrDefault(id, "");
            if (letter.stage() == DeadLetter.Stage.WRITE) {
                rejected.add(id);
            } else if (wanted.startsWith("RESOLVE ")
                    && letter.reason().contains(wanted.substring("RESOLVE ".length()))) {
                actual.put(id, wanted);
            } else if (letter.stage() == DeadLetter.Stage.DECODE) {
                actual.put(id, "DECODE");
            } else {
                actual.put(id, letter.stage() + ": " + letter.reason());
            }
        }
        assertThat(actual).as("dead letters").isEqualTo(expected);
        assertThat(rejectable).as("records that the target may reject").containsAll(rejected);
        for (Told told : played.told().values()) {
            for (Word word : told.lastRejected().values()) {
                assertThat(recordIds(word)).as("last words, rejected").anyMatch(rejected::contains);
            }
        }
    }

    private List<String> recordIds(Word word) {
        List<String> ids = new ArrayList<>();
        for (Sent sent : played.messages()) {
            if (word.equals(sent.word())) {
                ids.addAll(played.shards().recordIds(sent));
            }
        }
        return ids;
    }

    /** The counters that a job ended with account for each record once. */
    void sum(Tally tally) {
        Map<Outcome, Long> total = new EnumMap<>(Outcome.class);
        for (TableId table : tally.tables()) {
            Map<Outcome, Long> counts = new HashMap<>();
            tally.forEach(table, (outcome, count) -> counts.merge(outcome, count, Long::sum));
            counts.forEach((outcome, count) -> total.merge(outcome, count, Long::sum));
            long records = counts.getOrDefault(Outcome.RECORDS, 0L);
            counts.remove(Outcome.RECORDS);
            long sum = counts.values().stream().mapToLong(Long::longValue).sum();
            assertThat(sum).as("%s: %d records are %s", table, records, counts).isEqualTo(records);
        }
        assertThat(total.getOrDefault(Outcome.RECORDS, 0L))
                .as("records read")
                .isEqualTo(played.shards().records());
    }

    /** State is kept for rows only, one entry each. */
    void state(Attempt attempt) {
        int rows = 0;
        for (OperatorNode<?> ordering : attempt.orderings()) {
            rows += entries(ordering);
        }
        int records = played.shards().records();
        assertThat(rows).as("entries in the state of rows").isLessThanOrEqualTo(records + 1);
        for (OperatorNode<?> account : attempt.accounts()) {
            assertThat(entries(account)).as("unmatched parts of changed keys").isZero();
        }
    }

    private static int entries(OperatorNode<?> node) {
        return ((HeapKeyedStateBackend<?>) node.operator().getKeyedStateBackend())
                .numKeyValueStateEntries();
    }
}
