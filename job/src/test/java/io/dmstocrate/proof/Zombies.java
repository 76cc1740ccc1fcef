package io.dmstocrate.proof;

import io.dmstocrate.target.TargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Batches that their writers have given up, and that are written later all the same. */
final class Zombies implements AutoCloseable {

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Future<?>> all = new ArrayList<>();

    /** Has a batch written after so many milliseconds. */
    synchronized void rise(Runnable batch, int millis) {
        all.add(thread.schedule(() -> write(batch), millis, TimeUnit.MILLISECONDS));
    }

    private static void write(Runnable batch) {
        try {
            batch.run();
        } catch (TargetException e) {
            // Then it was never written.
        }
    }

    /** Waits until all that were to rise have risen. */
    void riseAll() throws Exception {
        List<Future<?>> left;
        synchronized (this) {
            left = List.copyOf(all);
        }
        for (Future<?> one : left) {
            one.get();
        }
    }

    static void pause(long millis) throws InterruptedException {
        if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody counts it down");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
