package io.dmstocrate.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.wire.WireTypes;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * How many row changes one core writes and reads in a second, as they cross the network: ten
 * columns, a payload of about 600 bytes, a key of its own for each.
 */
public final class WireBenchmark {

    private static final int CHANGES = 10_000;
    private static final int ROUNDS = 150;
    private static final int SHOWN_EVERY = 30;

    private final RowChange[] changes = new RowChange[CHANGES];
    private final TypeSerializer<RowChange> serializer =
            WireTypes.ROW_CHANGE.createSerializer(new SerializerConfigImpl());
    private final DataOutputSerializer output = new DataOutputSerializer(16 * 1024 * 1024);
    private final DataInputDeserializer input = new DataInputDeserializer();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PrintStream out;

    private WireBenchmark(PrintStream out) {
        this.out = out;
        byte[] payload = "x".repeat(600).getBytes(UTF_8);
        Columns columns =
                Columns.of(
                        "id",
                        "customer",
                        "status",
                        "price",
                        "currency",
                        "created",
                        "changed",
                        "note",
                        "paid",
                        "quantity");
        for (int i = 0; i < CHANGES; i++) {
            Object[] values = {
                1_000_000L + i,
                "customer " + i,
                "shipped",
                new BigDecimal("1234.56"),
                "EUR",
                "2025-06-21T12:06:46.087663Z",
                "2025-06-21T12:06:46.087663Z",
                i % 3 == 0 ? null : "a note of some length that people write",
                true,
                17L
            };
            changes[i] =
                    new RowChange(
                            new TableId("shop", "orders"),
                            Operation.UPDATE,
                            new Row(columns, values),
                            Row.empty(),
                            1_750_507_606_087_663L + i,
                            SourcePosition.of(
                                    "0YqQcW5-nPP5123450" + i,
                                    SourcePosition.Ordering.POSTGRESQL_LSN),
                            new RecordPosition(
                                    "shardId-000000000000",
                                    "496644592132145060492720299281360463945542407329" + i,
                                    "shop.orders." + i,
                                    1_750_507_606_091L),
                            payload);
        }
    }

    /** Prints figures to stdout. */
    public static void main(String[] arguments) throws IOException {
        new WireBenchmark(System.out).run();
    }

    private void run() throws IOException {
        out.println("Changes of rows by one thread, after warming up round by round");
        long writing = 0;
        long reading = 0;
        long allocated = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            long start = System.nanoTime();
            output.clear();
            for (RowChange change : changes) {
                serializer.serialize(change, output);
            }
            long middle = System.nanoTime();
            long before = threads.getCurrentThreadAllocatedBytes();
            input.setBuffer(output.getSharedBuffer(), 0, output.length());
            for (RowChange change : changes) {
                if (serializer.deserialize(input).timestampMicros() != change.timestampMicros()) {
                    throw new IllegalStateException("read something else than was written");
                }
            }
            writing += middle - start;
            reading += System.nanoTime() - middle;
            allocated += threads.getCurrentThreadAllocatedBytes() - before;
            if (round % SHOWN_EVERY == 0) {
                show(writing, reading, allocated);
                writing = 0;
                reading = 0;
                allocated = 0;
            }
        }
    }

    private void show(long writing, long reading, long allocated) {
        long count = (long) SHOWN_EVERY * CHANGES;
        out.printf(
                "write %,d/s, read %,d/s, both %,d/s; %d bytes each, %d allocated to read%n",
                count * 1_000_000_000L / writing,
                count * 1_000_000_000L / reading,
                count * 1_000_000_000L / (writing + reading),
                output.length() / CHANGES,
                allocated / count);
    }
}
