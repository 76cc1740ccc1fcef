package io.dmstocrate.cli;

import io.dmstocrate.source.SourceOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * How often a run in this JVM takes a checkpoint. Each one writes down the state of all rows, so
 * the more there is to read the rarer they are; and a run waits for its last one, so a small run
 * takes them often.
 */
final class LocalCheckpoints {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /** A second between checkpoints for each so many bytes there are to read. */
    private static final long BYTES_FOR_A_SECOND = 40_000_000L;

    private LocalCheckpoints() {}

    static Duration interval(SourceOptions source) {
        return switch (source.kind()) {
            case KINESIS -> LONGEST;
            case FILE -> interval(size(Path.of(source.path())));
        };
    }

    static Duration interval(long bytes) {
        Duration interval = Duration.ofMillis(bytes / (BYTES_FOR_A_SECOND / 1000));
        if (interval.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return interval.compareTo(LONGEST) > 0 ? LONGEST : interval;
    }

    /** 0 for what is no local file; the source tells what is wrong with it. */
    private static long size(Path path) {
        if (!Files.exists(path)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.mapToLong(LocalCheckpoints::fileSize).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static long fileSize(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
