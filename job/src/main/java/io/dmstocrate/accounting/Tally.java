package io.dmstocrate.accounting;

import io.dmstocrate.dms.TableId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts records by table and outcome. Lies in the state of each operator that decides over
 * records, so that a record which is read again after a failure is counted once.
 *
 * <p>Over all operators, {@code records = applied + superseded + duplicates + control + skipped +
 * dead letters}. Used by one thread; the counters may be read by any.
 */
public final class Tally {

    /** What can become of a record. */
    public enum Outcome {
        /** Not an outcome: the record came. */
        RECORDS(0, "records"),
        /** It changed something in the target. */
        APPLIED(1, "applied"),
        /** A newer change had been there before. */
        SUPERSEDED(2, "superseded"),
        /** The same change had been there before. */
        DUPLICATES(3, "duplicates"),
        /** A control record. */
        CONTROL(4, "control"),
        /** Its table is not wanted. */
        SKIPPED(5, "skipped"),
        /** It could not be applied and is kept with its reason. */
        DEAD_LETTERS(6, "deadLetters");

        /** Its place among the counts, also in state: never changes. */
        private final int place;

        private final String metric;

        Outcome(int place, String metric) {
            this.place = place;
            this.metric = metric;
        }

        /** The name of the counter. */
        public String metric() {
            return metric;
        }
    }

    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final int VERSION = 1;

    private final Map<TableId, TableCounts> tables = new HashMap<>();
    private MetricGroup group;
    private TableId lastTable;
    private TableCounts lastCounts;

    /** The counts of one table, shown as counters once there is a group to show them in. */
    private static final class TableCounts {
        private final long[] counts = new long[OUTCOMES.length];
        private final Counter[] counters = new Counter[OUTCOMES.length];

        private void add(Outcome outcome, long number) {
            counts[outcome.place] += number;
            Counter counter = counters[outcome.place];
            if (counter != null) {
                counter.inc(number);
            }
        }
    }

    /** Counts so many records of a table. */
    public void count(TableId table, Outcome outcome, long number) {
        if (!table.equals(lastTable)) {
            lastTable = table;
            lastCounts = counts(table);
        }
        if (group != null && lastCounts.counters[outcome.place] == null) {
            show(table, lastCounts, outcome);
        }
        lastCounts.add(outcome, number);
    }

    /** How many records of a table had this outcome. */
    public long get(TableId table, Outcome outcome) {
        TableCounts counts = tables.get(table);
        return counts == null ? 0 : counts.counts[outcome.place];
    }

    /** Adds what another tally has counted. */
    public void merge(Tally other) {
        other.tables.forEach(
                (table, counts) -> {
                    for (Outcome outcome : OUTCOMES) {
                        if (counts.counts[outcome.place] != 0) {
                            count(table, outcome, counts.counts[outcome.place]);
                        }
                    }
                });
    }

    /**
     * Shows the counts as counters, {@code table.<schema.table>.<outcome>}; they start at what has
     * been counted already.
     */
    public void showIn(MetricGroup metrics) {
        group = metrics;
        tables.forEach(
                (table, counts) -> {
                    for (Outcome outcome : OUTCOMES) {
                        if (counts.counts[outcome.place] != 0) {
                            show(table, counts, outcome);
                        }
                    }
                });
    }

    private void show(TableId table, TableCounts counts, Outcome outcome) {
        Counter counter = group.addGroup("table", table.toString()).counter(outcome.metric());
        counter.inc(counts.counts[outcome.place]);
        counts.counters[outcome.place] = counter;
    }

    private TableCounts counts(TableId table) {
        return tables.computeIfAbsent(table, unknown -> new TableCounts());
    }

    /** The counts as bytes, for state. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream output = new DataOutputStream(bytes)) {
            output.writeInt(VERSION);
            output.writeInt(tables.size());
            for (Map.Entry<TableId, TableCounts> table : tables.entrySet()) {
                output.writeUTF(table.getKey().schema());
                output.writeUTF(table.getKey().name());
                output.writeInt(OUTCOMES.length);
                for (long count : table.getValue().counts) {
                    output.writeLong(count);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The counts that {@link #toBytes} wrote; outcomes of a later release are left out. */
    public static Tally fromBytes(byte[] bytes) {
        Tally tally = new Tally();
        try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = input.readInt();
            if (version != VERSION) {
                throw new IOException("counters of version " + version + " can't be read");
            }
            int count = input.readInt();
            for (int i = 0; i < count; i++) {
                TableCounts counts = tally.counts(new TableId(input.readUTF(), input.readUTF()));
                int outcomes = input.readInt();
                for (int outcome = 0; outcome < outcomes; outcome++) {
                    long number = input.readLong();
                    if (outcome < counts.counts.length) {
                        counts.counts[outcome] = number;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tally;
    }
}
