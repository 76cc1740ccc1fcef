package io.dmstocrate.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells people how far a run is while it goes on: on a terminal in one line that is written again
 * and again, elsewhere in a line now and then.
 */
final class Progress implements AutoCloseable {

    private final Supplier<RunSummary> summary;
    private final PrintWriter out;
    private final boolean terminal;
    private final ScheduledExecutorService timer;

    Progress(Supplier<RunSummary> summary, PrintWriter out, boolean terminal) {
        this.summary = requireNonNull(summary, "summary is null");
        this.out = requireNonNull(out, "out is null");
        this.terminal = terminal;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        work -> {
                            Thread thread = new Thread(work, "progress");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for it; close() ends it.
    Progress start() {
        int seconds = terminal ? 1 : 5;
        timer.scheduleAtFixedRate(this::tell, seconds, seconds, TimeUnit.SECONDS);
        return this;
    }

    /** Writes where the run is now. */
    void tell() {
        Counts total = summary.get().total();
        String line =
                String.format(
                        Locale.ROOT,
                        "read %,d, applied %,d, dead letters %,d",
                        total.records(),
                        total.applied(),
                        total.deadLetters());
        if (terminal) {
            out.print("\r" + line + "   ");
        } else {
            out.println(line);
        }
        out.flush();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (terminal) {
            out.print("\r" + " ".repeat(79) + "\r");
            out.flush();
        }
    }
}
