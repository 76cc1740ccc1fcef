package io.dmstocrate.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;

/**
 * The job's counters of a run in this JVM, across restarts.
 *
 * <p>A restarted subtask begins where its checkpoint ends and counts from there, so what an earlier
 * attempt counted is forgotten as soon as a newer one of the same subtask shows up. The last value
 * of a counter stays when its task has ended.
 */
final class RunCounters {

    private record Subtask(String vertex, String index) {}

    private record Key(String operator, String table, String name) {}

    private static final class Attempt {
        private final int number;
        private final Map<Key, Counter> running = new HashMap<>();
        private final Map<Key, Long> ended = new HashMap<>();

        private Attempt(int number) {
            this.number = number;
        }
    }

    private final Map<Subtask, Attempt> attempts = new HashMap<>();

    /** Takes note that an attempt of a subtask is at work. */
    synchronized void sawAttempt(Map<String, String> variables) {
        attempt(variables);
    }

    synchronized void added(Counter counter, String name, Map<String, String> variables) {
        Attempt attempt = attempt(variables);
        if (attempt != null) {
            attempt.running.put(key(name, variables), counter);
        }
    }

    synchronized void removed(Counter counter, String name, Map<String, String> variables) {
        Attempt attempt = attempt(variables);
        if (attempt != null && attempt.running.remove(key(name, variables)) != null) {
            attempt.ended.put(key(name, variables), counter.getCount());
        }
    }

    /** What was counted so far. */
    synchronized RunSummary summary() {
        Map<String, Map<String, Long>> values = new HashMap<>();
        for (Attempt attempt : attempts.values()) {
            attempt.running.forEach((key, counter) -> add(values, key, counter.getCount()));
            attempt.ended.forEach((key, value) -> add(values, key, value));
        }
        TreeMap<String, Counts> tables = new TreeMap<>();
        values.forEach(
                (table, byName) -> {
                    Counts counts = Counts.of(byName);
                    if (counts.isAnything()) {
                        tables.put(table, counts);
                    }
                });
        return new RunSummary(tables);
    }

    private static void add(Map<String, Map<String, Long>> values, Key key, long value) {
        values.computeIfAbsent(key.table(), any -> new HashMap<>())
                .merge(key.name(), value, Long::sum);
    }

    /** The attempt that the variables tell of; null if a newer one is known. */
    private Attempt attempt(Map<String, String> variables) {
        Subtask subtask = new Subtask(variables.get("<task_id>"), variables.get("<subtask_index>"));
        int number = Integer.parseInt(variables.get("<task_attempt_num>"));
        Attempt known = attempts.get(subtask);
        if (known == null || known.number < number) {
            known = new Attempt(number);
            attempts.put(subtask, known);
        }
        return known.number == number ? known : null;
    }

    private static Key key(String name, Map<String, String> variables) {
        return new Key(variables.get("<operator_id>"), variables.get("<table>"), name);
    }
}
