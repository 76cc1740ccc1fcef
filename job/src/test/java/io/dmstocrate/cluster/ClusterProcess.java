package io.dmstocrate.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One JVM of a cluster; its output lies in a file. */
final class ClusterProcess implements AutoCloseable {

    private final Process process;
    private final Path output;

    private ClusterProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a JVM with the cluster's jars.
     *
     * @param home the cluster's folder: classes of its own, its configuration, its logs
     */
    static ClusterProcess start(Path home, String name, String mainClass, String... jvmArguments)
            throws IOException {
        Path output = Files.createDirectories(home.resolve("log")).resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvmArguments));
        command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
        command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        command.add("-Dlog4j2.configurationFile=" + home.resolve("conf/log4j2.properties"));
        command.addAll(List.of("-cp", classPath(home)));
        command.addAll(List.of(EndsWithParent.class.getName(), mainClass));
        command.addAll(List.of("-c", home.resolve("conf").toString()));
        return new ClusterProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start(),
                output);
    }

    private static String classPath(Path home) {
        List<String> entries = new ArrayList<>();
        entries.add(home.resolve("classes").toString());
        Build.clusterJars().forEach(jar -> entries.add(jar.toString()));
        return String.join(File.pathSeparator, entries);
    }

    /** Fails if the process has ended by itself. */
    void checkAlive() throws IOException {
        if (!process.isAlive()) {
            throw new ClusterException(
                    "a process ended with " + process.exitValue() + ":\n" + output());
        }
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        boolean interrupted = false;
        process.destroyForcibly();
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
