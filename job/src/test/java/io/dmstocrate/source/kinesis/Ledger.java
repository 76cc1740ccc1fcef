package io.dmstocrate.source.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.core.execution.JobClient;

/** What the jobs of one test have seen; found by its name from within the tasks of this JVM. */
final class Ledger {

    private static final Map<String, Ledger> LEDGERS = new ConcurrentHashMap<>();

    /** How many records of each key are in the state of the job. */
    final Map<String, Integer> inState = new ConcurrentHashMap<>();

    final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /** How many failures are still to be injected. */
    final AtomicInteger failures = new AtomicInteger();

    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger attempts = new AtomicInteger();
    final AtomicInteger completedCheckpoints = new AtomicInteger();

    private Ledger() {}

    static Ledger of(String name) {
        return LEDGERS.computeIfAbsent(name, any -> new Ledger());
    }

    /** Waits until there are so many records of each key, and no fault. */
    void await(JobClient job, int keys, int rounds) throws Exception {
        await(job, () -> inState.size() == keys && total() == (long) keys * rounds);
        assertThat(complaints).isEmpty();
        assertThat(inState)
                .hasSize(keys)
                .allSatisfy((key, count) -> assertThat(count).isEqualTo(rounds));
    }

    void awaitTotal(JobClient job, long records) throws Exception {
        await(job, () -> total() >= records);
    }

    void await(JobClient job, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!condition.holds()) {
            assertThat(complaints).isEmpty();
            if (job.getJobStatus().get().isTerminalState()) {
                job.getJobExecutionResult().get();
            }
            assertThat(System.nanoTime())
                    .as(() -> "missing records, there are " + inState)
                    .isLessThan(deadline);
            awaitChange();
        }
    }

    /** Tells who waits to look again. */
    synchronized void changed() {
        notifyAll();
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    private synchronized void awaitChange() throws InterruptedException {
        wait(50);
    }

    long total() {
        return inState.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Something to wait for. */
    interface Condition {
        boolean holds();
    }
}
