package io.dmstocrate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.target.SchemaHistoryEntry;
import io.dmstocrate.testing.InMemoryDatabase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** Compares what a run has left with what the story says. */
final class Check {

    private static final List<String> COUNTING =
            List.of("decode", "resolve-key", "order", "account-splits");

    private final Played played;
    private final InMemoryDatabase database;

    Check(Played played, InMemoryDatabase database) {
        this.played = played;
        this.database = database;
    }

    /**
     * Each table holds the rows that were told, and no others.
     *
     * @param beganAgain whether a job had to begin again without its state: then columns that the
     *     source has no more may still be there, and a change that this makes impossible is refused
     */
    void rows(boolean beganAgain) {
        for (SourceTable table : played.tables()) {
            if (beganAgain && isRefused(table)) {
                continue;
            }
            Map<String, Map<String, Object>> expected = expected(table);
            Map<String, Map<String, Object>> actual = actual(table);
            for (int key : played.told().get(table).spoilt()) {
                String name = key(table, key);
                expected.remove(name);
                actual.remove(name);
            }
            if (beganAgain) {
                Set<String> columns = played.told().get(table).columns();
                actual.values().forEach(row -> row.keySet().retainAll(columns));
            }
            assertThat(actual).as("rows of %s", table.id()).isEqualTo(expected);
        }
    }

    private boolean isRefused(SourceTable table) {
        return database.history().stream()
                .anyMatch(
                        entry ->
                                entry.table().equals(table.id())
                                        && entry.outcome() == SchemaHistoryEntry.Outcome.REFUSED);
    }

    private Map<String, Map<String, Object>> expected(SourceTable table) {
        Told told = played.told().get(table);
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        told.rows().forEach((key, row) -> rows.put(key(table, key), new TreeMap<>(row)));
        told.appended()
                .forEach(
                        (sent, row) -> {
                            for (String id : played.shards().recordIds(sent)) {
                                rows.put(List.of(id).toString(), new TreeMap<>(row));
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

    private Map<String, Map<String, Object>> actual(SourceTable table) {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        Set<String> key = new HashSet<>(table.key());
        key.add("dms_record_id");
        database.rows(table.id())
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
                                    plain);
                        });
        return rows;
    }

    /** Each record that nobody could use is a dead letter that says why, and no other is. */
    void deadLetters() {
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
        for (DeadLetter letter : database.deadLetters()) {
            String id = letter.position().id();
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
    void sum(Checkpoint last) throws Exception {
        Tally tally = new Tally();
        for (byte[] bytes : last.tallies()) {
            tally.merge(Tally.fromBytes(bytes));
        }
        for (String operator : COUNTING) {
            tally.merge(tally(last.operator(operator)));
        }
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

    private static Tally tally(List<OperatorSubtaskState> states) throws Exception {
        TallyReader reader = new TallyReader();
        for (OperatorSubtaskState state : states) {
            try (OneInputStreamOperatorTestHarness<Object, Object> harness =
                    new OneInputStreamOperatorTestHarness<>(reader)) {
                harness.setup();
                harness.initializeState(
                        OperatorSubtaskState.builder()
                                .setManagedOperatorState(state.getManagedOperatorState())
                                .build());
            }
        }
        return reader.tally;
    }

    /** Reads the counters out of an operator's state. */
    private static final class TallyReader extends AbstractStreamOperator<Object>
            implements OneInputStreamOperator<Object, Object> {

        private static final long serialVersionUID = 1;

        private final transient Tally tally = new Tally();

        @Override
        public void initializeState(StateInitializationContext context) throws Exception {
            for (byte[] bytes :
                    context.getOperatorStateStore()
                            .getListState(
                                    new ListStateDescriptor<>(
                                            "tally", BytePrimitiveArraySerializer.INSTANCE))
                            .get()) {
                tally.merge(Tally.fromBytes(bytes));
            }
        }

        @Override
        public void processElement(StreamRecord<Object> element) {}
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
