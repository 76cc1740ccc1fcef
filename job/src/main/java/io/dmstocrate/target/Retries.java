package io.dmstocrate.target;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dialect.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.postgresql.util.PSQLState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what failed, as far as that may help: at once with a fresh look at the catalog, or after
 * growing pauses until the budget is spent. What remains is a {@link TargetException}.
 */
final class Retries {

    private static final Logger LOG = LoggerFactory.getLogger(Retries.class);

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;

    /** Something that talks to the database, and may be done again. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws SQLException;
    }

    /** The clock and the waiting, so that tests need neither. */
    interface Pauses {
        long nanoTime();

        void pause(Duration time) throws InterruptedException;
    }

    static final Pauses REAL =
            new Pauses() {
                @Override
                public long nanoTime() {
                    return System.nanoTime();
                }

                @Override
                public void pause(Duration time) throws InterruptedException {
                    Thread.sleep(time.toMillis());
                }
            };

    private final Session session;
    private final Duration budget;
    private final Pauses pauses;
    private final Runnable forgetDefinitions;

    Retries(Session session, Duration budget, Runnable forgetDefinitions, Pauses pauses) {
        this.session = session;
        this.budget = budget;
        this.forgetDefinitions = forgetDefinitions;
        this.pauses = pauses;
    }

    /**
     * Does something until it succeeds or nothing will help.
     *
     * @param what is being done, for messages
     */
    <T> T run(String what, Attempt<T> attempt) {
        long start = pauses.nanoTime();
        long pause = FIRST_PAUSE_MILLIS;
        boolean refreshed = false;
        while (true) {
            TargetException failure;
            try {
                return attempt.run();
            } catch (SQLException e) {
                failure = failure(what, e);
            } catch (TargetException e) {
                failure = e;
            }
            forgetDefinitions.run();
            if (failure.kind() == FailureKind.STALE_DEFINITION && !refreshed) {
                refreshed = true;
                // CrateDB keeps a prepared statement tied to the table that it was prepared for,
                // also when another one has its name by now; and the driver keeps it for us.
                session.reset();
                continue;
            }
            Duration spent = Duration.ofNanos(pauses.nanoTime() - start);
            if (failure.kind() != FailureKind.RETRYABLE || spent.compareTo(budget) >= 0) {
                throw failure;
            }
            LOG.warn("{}; trying again in {} ms", failure.getMessage(), pause);
            pause(pause, failure);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    private TargetException failure(String what, SQLException e) {
        String state = SqlStates.of(e);
        FailureKind kind =
                session.knownDialect()
                        .map(dialect -> dialect.classify(e))
                        .orElse(FailureKind.RETRYABLE);
        String remedy = TlsFailures.remedy(e);
        boolean refused =
                state.startsWith("28")
                        || state.startsWith("3D")
                        || isRefusedByDriver(e)
                        || !remedy.isEmpty();
        if (refused) {
            kind = FailureKind.FATAL;
            session.reset();
        } else if (SqlStates.isConnectionLost(state) || session.isBroken()) {
            kind = FailureKind.RETRYABLE;
            session.reset();
        } else if (kind == FailureKind.REJECTED) {
            // What is about no row can't be refused for a row's sake.
            kind = FailureKind.FATAL;
        }
        return new TargetException(
                kind,
                "could not "
                        + what
                        + ": "
                        + Reasons.of(e, Set.of())
                        + (remedy.isEmpty() ? "" : "; " + remedy),
                null);
    }

    /** A server without TLS or a password that is missing: settings, which time does not mend. */
    private static boolean isRefusedByDriver(SQLException e) {
        return SqlStates.server(e) == null
                && SqlStates.of(e).equals(PSQLState.CONNECTION_REJECTED.getState());
    }

    private void pause(long millis, TargetException failure) {
        try {
            pauses.pause(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
