package io.dmstocrate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;

/** A folder that goes with everything in it, when it is closed or the program is interrupted. */
final class TemporaryFolder implements AutoCloseable {

    private final Path path;
    private final Thread cleanUp;

    TemporaryFolder() throws IOException {
        path = Files.createTempDirectory("dms-to-crate-");
        cleanUp = new Thread(() -> FileUtils.deleteDirectoryQuietly(path.toFile()));
        Runtime.getRuntime().addShutdownHook(cleanUp);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        FileUtils.deleteDirectoryQuietly(path.toFile());
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUp);
        } catch (IllegalStateException e) {
            // The program is ending already, and the hook has run or will.
            return;
        }
    }
}
