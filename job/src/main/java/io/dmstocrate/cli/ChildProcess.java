package io.dmstocrate.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Another program, which ends when it is closed or this one is interrupted. */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final Thread cleanUp;

    /**
     * Starts it.
     *
     * @param log takes what it prints
     */
    ChildProcess(ProcessBuilder builder, Path log) throws IOException {
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        cleanUp = new Thread(process::destroyForcibly);
        try {
            Runtime.getRuntime().addShutdownHook(cleanUp);
        } catch (IllegalStateException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Waits until it ends, and returns its exit code. */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Waits this long at most, and returns whether it has ended. */
    boolean endsWithin(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        } catch (IllegalStateException e) {
            // This program is ending already, and the hook has run or will.
            return;
        }
    }
}
