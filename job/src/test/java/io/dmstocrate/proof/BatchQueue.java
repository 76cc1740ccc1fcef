package io.dmstocrate.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The thread of a writer, without a thread: a batch is written when somebody says so, at the latest
 * when its writer waits for it.
 */
final class BatchQueue extends AbstractExecutorService {

    private final Deque<Runnable> batches = new ArrayDeque<>();
    private boolean shutdown;

    boolean isIdle() {
        return batches.isEmpty();
    }

    /** Writes the next batch. */
    void step() {
        batches.remove().run();
    }

    /** Takes out what was never written. */
    List<Runnable> abandon() {
        List<Runnable> left = List.copyOf(batches);
        batches.clear();
        return left;
    }

    @Override
    public void execute(Runnable batch) {
        batches.add(batch);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> batch) {
        return new FutureTask<>(batch) {
            @Override
            public T get() throws InterruptedException, ExecutionException {
                if (batches.remove(this)) {
                    run();
                }
                return super.get();
            }
        };
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        List<Runnable> left = new ArrayList<>(batches);
        batches.clear();
        return left;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
