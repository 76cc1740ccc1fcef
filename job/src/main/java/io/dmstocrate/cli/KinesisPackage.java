package io.dmstocrate.cli;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.util.FileUtils;

/**
 * The npm package with the demo's Kinesis, in its pinned version, in a cache of the user.
 *
 * <p>Either all of it is in the cache or nothing, also when several programs install it at once or
 * one is interrupted.
 */
final class KinesisPackage {

    private static final String VERSION = "kinesis-local-0.6.2";
    private static final String RESOURCES = "/io/dmstocrate/demo/kinesis/";

    private final Map<String, String> environment;
    private final Path node;
    private final Path npm;
    private final Path cache;

    /**
     * Looks for what it needs.
     *
     * @param environment where PATH tells where programs are, and the cache's place may be told
     * @throws IllegalStateException with the way out, if Node is missing
     */
    KinesisPackage(Map<String, String> environment) {
        this.environment = requireNonNull(environment, "environment is null");
        this.node = program("node");
        this.npm = program("npm");
        String folder = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches =
                folder.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(folder);
        this.cache = caches.resolve("dms-to-crate").toAbsolutePath();
    }

    private Path program(String name) {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path program = Path.of(folder, name);
            if (!folder.isEmpty() && Files.isRegularFile(program) && Files.isExecutable(program)) {
                return program.toAbsolutePath();
            }
        }
        throw new IllegalStateException(
                "demo --kinesis needs "
                        + name
                        + ", which is not on the PATH; install Node.js 20 or newer with npm, or leave"
                        + " --kinesis out");
    }

    /** The program that runs it. */
    Path node() {
        return node;
    }

    /** Where its log goes. */
    Path log() {
        return cache.resolve("kinesis-local.log");
    }

    /**
     * Installs it, if it is not there yet.
     *
     * @param messages is told if that is so
     * @return its folder
     */
    Path install(Consumer<String> messages) throws IOException, InterruptedException {
        Path home = cache.resolve(VERSION);
        if (!Files.isDirectory(home)) {
            messages.accept(
                    "installing " + VERSION + " into " + cache + " (only the first time) …");
            Files.createDirectories(cache);
            Path half = Files.createTempDirectory(cache, "installing-");
            try {
                installInto(half);
                moveTo(home, half);
            } finally {
                FileUtils.deleteDirectoryQuietly(half.toFile());
            }
        }
        return home.resolve("node_modules").resolve("kinesis-local");
    }

    private void installInto(Path folder) throws IOException, InterruptedException {
        for (String name : List.of("package.json", "package-lock.json")) {
            try (InputStream file =
                    requireNonNull(
                            KinesisPackage.class.getResourceAsStream(RESOURCES + name),
                            name + " is missing")) {
                Files.copy(file, folder.resolve(name));
            }
        }
        ProcessBuilder builder =
                new ProcessBuilder(
                        npm.toString(),
                        "ci",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--prefer-offline");
        builder.directory(folder.toFile());
        Path log = cache.resolve("npm.log");
        try (ChildProcess process = new ChildProcess(builder, log)) {
            int code = process.await();
            if (code != 0) {
                throw new IllegalStateException(
                        "npm could not install "
                                + VERSION
                                + " (exit code "
                                + code
                                + "); see "
                                + log);
            }
        }
    }

    private static void moveTo(Path home, Path half) throws IOException {
        try {
            Files.move(half, home);
        } catch (FileSystemException e) {
            // Somebody else may have been faster.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }
}
