package io.dmstocrate.sink;

import io.dmstocrate.accounting.Tally;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.target.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when to write: when the batch is large enough, when its first change has waited for the
 * flush interval, and always before a checkpoint completes.
 *
 * <p>One batch is under way at a time, on a thread of its own, while the next is built; so the
 * writes of a row reach the target in their order. A failure of a batch fails the writer at the
 * next call, and Flink goes back to the last checkpoint.
 */
final class DmsSinkWriter implements StatefulSinkWriter<RowWrite, byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(DmsSinkWriter.class);

    /** Less than the three minutes after which Flink gives up on a task that does not end. */
    private static final long LONGEST_STATEMENT_SECONDS = 60;

    private final SinkOptions options;
    private final Target target;
    private final BatchWriter batchWriter;
    private final ProcessingTimeService timers;
    private final Tally tally;
    private final SinkMetrics metrics;
    private final ExecutorService executor;
    private ChangeBuffer buffer;
    private Future<Tally> underWay;
    private boolean timerIsSet;

    DmsSinkWriter(
            SinkOptions options,
            Duration parcelLife,
            Target target,
            ProcessingTimeService timers,
            Tally tally,
            SinkMetrics metrics) {
        this(
                options,
                parcelLife,
                target,
                timers,
                tally,
                metrics,
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread thread = new Thread(task, "dms-to-crate batch writer");
                            thread.setDaemon(true);
                            return thread;
                        }));
    }

    /** The same, with the thread that writes batches. */
    DmsSinkWriter(
            SinkOptions options,
            Duration parcelLife,
            Target target,
            ProcessingTimeService timers,
            Tally tally,
            SinkMetrics metrics,
            ExecutorService executor) {
        this.options = options;
        this.target = target;
        this.batchWriter = new BatchWriter(target, options, parcelLife, System::currentTimeMillis);
        this.timers = timers;
        this.tally = tally;
        this.metrics = metrics;
        this.executor = executor;
        this.buffer = newBuffer();
    }

    @Override
    public void write(RowWrite write, Context context) throws IOException, InterruptedException {
        if (!write.transfers().isEmpty()) {
            // In order with all others, and on its own: it has to do with two rows.
            if (!buffer.isEmpty()) {
                startBatch();
            }
            buffer.add(write);
            startBatch();
            return;
        }
        buffer.add(write);
        if (buffer.rows() >= options.flushRows() || buffer.bytes() >= options.flushBytes()) {
            startBatch();
        } else if (!timerIsSet) {
            setTimer();
        }
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        if (!buffer.isEmpty()) {
            startBatch();
        }
        finishBatch();
    }

    @Override
    public List<byte[]> snapshotState(long checkpointId) {
        return List.of(tally.toBytes());
    }

    private void setTimer() {
        timerIsSet = true;
        ScheduledFuture<?> unused =
                timers.registerTimer(
                        timers.getCurrentProcessingTime() + options.flushInterval().toMillis(),
                        time -> {
                            timerIsSet = false;
                            if (buffer.isEmpty()) {
                                return;
                            }
                            if (underWay == null || underWay.isDone()) {
                                startBatch();
                            } else {
                                // The batch under way will make room; until then this one grows.
                                setTimer();
                            }
                        });
    }

    private void startBatch() throws IOException, InterruptedException {
        finishBatch();
        ChangeBuffer batch = buffer;
        buffer = newBuffer();
        underWay =
                executor.submit(
                        () -> metrics.measure(batch, target, () -> batchWriter.write(batch)));
    }

    private void finishBatch() throws IOException, InterruptedException {
        if (underWay == null) {
            return;
        }
        Future<Tally> batch = underWay;
        underWay = null;
        try {
            tally.merge(batch.get());
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    private ChangeBuffer newBuffer() {
        return new ChangeBuffer(options.deletes() == SinkOptions.Deletes.SOFT);
    }

    /** When this returns, nothing is written any more: the rows' next writer may begin. */
    @Override
    public void close() throws InterruptedException {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(LONGEST_STATEMENT_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A batch is still under way; its connection is closed.");
            }
        } finally {
            target.close();
        }
    }
}
