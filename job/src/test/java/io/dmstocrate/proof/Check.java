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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;

/** Compares what a run has left with what the story says. */
final class Check {

    /** In a letter that tells which values have stayed behind with an old key, or were lost. */
    private static final Pattern MISSING =
            Pattern.compile("the columns \\[(.*?)\\](?: were known|, and their values)");

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
        Map<SourceTable, Map<Integer, Set<String>>> missing = missing();
        for (SourceTable table : played.tables()) {
            Map<String, Map<String, Object>> expected = expected(table);
            Map<String, Map<String, Object>> actual = actual(table);
            missing.getOrDefault(table, Map.of())
                    .forEach(
                            (key, columns) -> {
                                String name = key(table, key);
                                without(columns, expected.get(name));
                                without(columns, actual.get(name));
                            });
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

    private static void without(Set<String> columns, Map<String, Object> row) {
        if (row != null) {
            row.keySet().removeAll(columns);
        }
    }

    /** The values of which letters tell that rows may lack them, by the rows' keys. */
    private Map<SourceTable, Map<Integer, Set<String>>> missing() throws Exception {
        Map<SourceTable, Map<Integer, Set<String>>> missing = new HashMap<>();
        Map<String, Word> words = new HashMap<>();
        for (Sent sent : played.messages()) {
            played.shards().recordIds(sent).forEach(id -> words.put(id, sent.word()));
        }
        for (TargetView.Letter letter : target.deadLetters()) {
            Word word = words.get(letter.record());
            if (!tellsWhatIsMissing(letter) || word == null) {
                continue;
            }
            Integer key = played.told().get(word.table()).end(word);
            Matcher columns = MISSING.matcher(letter.reason());
            while (key != null && columns.find()) {
                missing.computeIfAbsent(word.table(), none -> new HashMap<>())
                        .computeIfAbsent(key, none -> new HashSet<>())
                        .addAll(List.of(columns.group(1).split(", ")));
            }
        }
        return missing;
    }

    private boolean tellsWhatIsMissing(TargetView.Letter letter) {
        return played.story().style().mayStrand()
                && letter.stage() == DeadLetter.Stage.WRITE
                && MISSING.matcher(letter.reason()).find();
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
        Set<String> over = new HashSet<>();
        Set<String> rejectable = new HashSet<>();
        for (Sent sent : played.messages()) {
            for (String id : played.shards().recordIds(sent)) {
                switch (sent.fate()) {
                    case FINE -> {}
                    case MOVED, REJECTED -> rejectable.add(id);
                    case UNREADABLE -> expected.put(id, "DECODE");
                    case UNRESOLVABLE -> expected.put(id, "RESOLVE " + sent.reason());
                }
                if (sent.isOver()) {
                    over.add(id);
                }
            }
        }
        Map<String, String> actual = new TreeMap<>();
        Set<String> rejected = new HashSet<>();
        for (TargetView.Letter letter : target.deadLetters()) {
            String id = letter.record();
            String wanted = expected.getOrDefault(id, "");
            if (tellsWhatIsMissing(letter)) {
                assertThat(expected).as("records that are no dead letters").doesNotContainKey(id);
            } else if (letter.stage() == DeadLetter.Stage.WRITE) {
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
        over.removeAll(actual.keySet());
        expected.keySet()
                .removeIf(id -> expected.get(id).startsWith("RESOLVE ") && over.contains(id));
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
