package io.dmstocrate.accounting;

import io.dmstocrate.dms.TableId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;

/**
 * Counts outcomes per table.
 *
 * <p>Counts survive as bytes, which a checkpoint can hold; tallies of several subtasks add up by
 * {@link #merge}, in any order. Counted by one thread; other threads may read and see a count that
 * is a moment old.
 */
public final class Tally {

    private static final int FORMAT = 1;
    private static final Outcome[] OUTCOMES = Outcome.values();

    /** Told of each table when it is first counted, and of the array that will hold its counts. */
    interface NewTableListener {
        void onNewTable(TableId table, long[] counts);
    }

    private final Map<TableId, long[]> counts = new HashMap<>();
    private NewTableListener listener = (table, found) -> {};
    private TableId lastTable;
    private long[] lastCounts;

    public void count(TableId table, Outcome outcome) {
        count(table, outcome, 1);
    }

    public void count(TableId table, Outcome outcome, long number) {
        if (!table.equals(lastTable)) {
            lastCounts = countsOf(table);
            lastTable = table;
        }
        lastCounts[outcome.place()] += number;
    }

    public long get(TableId table, Outcome outcome) {
        long[] found = counts.get(table);
        return found == null ? 0 : found[outcome.place()];
    }

    /** The tables that were counted. */
    public Set<TableId> tables() {
        return Set.copyOf(counts.keySet());
    }

    /** Hands over every outcome of a table that is not zero. */
    public void forEach(TableId table, ObjLongConsumer<Outcome> consumer) {
        for (Outcome outcome : OUTCOMES) {
            long count = get(table, outcome);
            if (count != 0) {
                consumer.accept(outcome, count);
            }
        }
    }

    /** Adds what another tally has counted. */
    public void merge(Tally other) {
        other.counts.forEach(
                (table, added) -> {
                    long[] sum = countsOf(table);
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] += added[i];
                    }
                });
    }

    /** Sets all counts to zero. */
    public void clear() {
        counts.values().forEach(found -> Arrays.fill(found, 0));
    }

    /** The counts, for a checkpoint or for another process. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeByte(OUTCOMES.length);
            out.writeInt(counts.size());
            for (Map.Entry<TableId, long[]> entry : counts.entrySet()) {
                out.writeUTF(entry.getKey().schema());
                out.writeUTF(entry.getKey().name());
                for (long count : entry.getValue()) {
                    out.writeLong(count);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What {@link #toBytes} wrote, here or in an older release. */
    public static Tally fromBytes(byte[] bytes) {
        Tally tally = new Tally();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalArgumentException("a tally of unknown format " + format);
            }
            // An older release may have known fewer outcomes: new ones are added at the end.
            int outcomes = in.readByte();
            int tables = in.readInt();
            for (int table = 0; table < tables; table++) {
                long[] counts = tally.countsOf(new TableId(in.readUTF(), in.readUTF()));
                for (int i = 0; i < outcomes; i++) {
                    counts[i] = in.readLong();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tally;
    }

    /** Tells of each table that is known already, and of each that comes. */
    void listen(NewTableListener newListener) {
        listener = newListener;
        counts.forEach(newListener::onNewTable);
    }

    private long[] countsOf(TableId table) {
        long[] found = counts.get(table);
        if (found == null) {
            found = new long[OUTCOMES.length];
            counts.put(table, found);
            listener.onNewTable(table, found);
        }
        return found;
    }

    @Override
    public String toString() {
        return "tally of " + counts.size() + " tables";
    }
}
