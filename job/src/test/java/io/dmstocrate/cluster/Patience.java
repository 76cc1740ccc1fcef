package io.dmstocrate.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for what tells nobody when it is ready: other processes, databases. */
public final class Patience {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long PAUSE_MILLIS = 100;

    private Patience() {}

    /** Looks at something; may fail as long as it is not there. */
    @FunctionalInterface
    public interface Look<T> {
        T look() throws Exception;
    }

    /** What was seen last, once it is as wanted. */
    public static <T> T until(String what, Look<T> look, Predicate<T> wanted) throws Exception {
        return until(what, LIMIT, look, wanted);
    }

    /** The same with a patience of one's own. */
    public static <T> T until(String what, Duration limit, Look<T> look, Predicate<T> wanted)
            throws Exception {
        long end = System.nanoTime() + limit.toNanos();
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

    public static void until(String what, Look<Boolean> look) throws Exception {
        until(what, look, Boolean::booleanValue);
    }
}
