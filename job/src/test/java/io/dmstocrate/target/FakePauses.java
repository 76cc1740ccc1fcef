package io.dmstocrate.target;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pauses that take no time, and that a test may fill. */
final class FakePauses implements Retries.Pauses {

    /** Something that a test does meanwhile. */
    @FunctionalInterface
    interface Action {
        void run() throws SQLException;
    }

    private final Map<Integer, Action> actions = new HashMap<>();
    private final List<Duration> times = new ArrayList<>();
    private Duration now = Duration.ZERO;

    /** Does something in the given pause, the first being 1. */
    FakePauses in(int number, Action action) {
        actions.put(number, action);
        return this;
    }

    int count() {
        return times.size();
    }

    List<Duration> times() {
        return times;
    }

    @Override
    public long nanoTime() {
        return now.toNanos();
    }

    @Override
    public void pause(Duration time) {
        times.add(time);
        now = now.plus(time);
        Action action = actions.get(times.size());
        if (action != null) {
            try {
                action.run();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
