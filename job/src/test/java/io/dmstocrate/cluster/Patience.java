package io.dmstocrate.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for other processes, which tell nobody when they are ready. */
final class Patience {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long PAUSE_MILLIS = 100;

    private Patience() {}

    /** Looks at something; may fail as long as it is not there. */
    @FunctionalInterface
    interface Look<T> {
        T look() throws Exception;
    }

    /** What was seen last, once it is as wanted. */
    static <T> T until(String what, Look<T> look, Predicate<T> wanted) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            Exception failure = null;
            T seen = null;
            try {
                seen = look.look();
                if (wanted.test(seen)) {
                    return seen;
                }
            } catch (ClusterException e) {
                throw e;
            } catch (Exception e) {
                failure = e;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no " + what + "; seen last: " + seen, failure);
            }
            if (never.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("never has come");
            }
        }
    }

    static void until(String what, Look<Boolean> look) throws Exception {
        until(what, look, Boolean::booleanValue);
    }
}
