package io.dmstocrate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The jar that users give to a cluster. */
class FatJarITCase {

    private static final List<String> NAMES = new ArrayList<>();

    @BeforeAll
    static void list() throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(Build.fatJar()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    NAMES.add(entry.getName());
                }
            }
        }
    }

    @Test
    void bringsWhatNoClusterHas() {
        assertThat(NAMES)
                .contains(
                        "io/dmstocrate/cli/Main.class",
                        "io/dmstocrate/demo/shop.ndjson",
                        "META-INF/services/java.sql.Driver",
                        "org/postgresql/Driver.class",
                        "com/fasterxml/jackson/databind/ObjectMapper.class",
                        "com/amazonaws/services/kinesisanalytics/runtime/KinesisAnalyticsRuntime.class",
                        "org/apache/flink/connector/jdbc/JdbcConnectionOptions.class",
                        "picocli/CommandLine.class",
                        "software/amazon/awssdk/services/kinesis/KinesisClient.class",
                        "software/amazon/awssdk/services/sts/StsClient.class",
                        "software/amazon/awssdk/http/urlconnection/UrlConnectionHttpClient.class");
    }

    @Test
    void bringsNothingOfFlink() {
        assertThat(NAMES)
                .filteredOn(name -> name.contains("org/apache/flink/"))
                .allMatch(name -> name.startsWith("org/apache/flink/connector/jdbc/"));
    }

    /** Two copies of a logger's API quarrel, and the managed service brings its own. */
    @Test
    void bringsNoLogger() {
        assertThat(NAMES)
                .noneMatch(
                        name ->
                                name.startsWith("org/slf4j/")
                                        || name.startsWith("org/apache/logging/")
                                        || name.startsWith("org/apache/log4j/")
                                        || name.startsWith("log4j"));
    }

    /** The demo's database is for the sources: it would make the jar ten times as large. */
    @Test
    void bringsNoDatabase() {
        assertThat(NAMES).noneMatch(name -> name.startsWith("io/zonky/"));
    }

    /** A build without a network has no list. */
    @Test
    void listsWhatItBrings() throws IOException {
        Path list = Build.billOfMaterials();
        assumeTrue(Files.exists(list), "the list of components is made online only");
        Set<String> listed = new TreeSet<>();
        for (JsonNode component : new ObjectMapper().readTree(list.toFile()).get("components")) {
            listed.add(component.get("group").asText() + "/" + component.get("name").asText());
        }
        Set<String> brought = new TreeSet<>();
        for (String name : NAMES) {
            String[] parts = name.split("/", -1);
            if (name.startsWith("META-INF/maven/") && !parts[2].equals("io.dmstocrate")) {
                brought.add(parts[2] + "/" + parts[3]);
            }
        }
        assertThat(brought).isNotEmpty();
        assertThat(listed).containsAll(brought).contains("org.postgresql/postgresql");
    }

    /** A signature would not fit what was put together from many jars. */
    @Test
    void bringsNoSignatures() {
        assertThat(NAMES)
                .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)"))
                .noneMatch(name -> name.endsWith("module-info.class"));
    }

    /** One file {@code config.properties} tells where the managed service puts its properties. */
    @Test
    void bringsEachFileOnce() {
        assertThat(NAMES).doesNotHaveDuplicates().contains("config.properties");
    }

    @Test
    void namesItsMainClass() throws IOException {
        try (JarFile jar = new JarFile(Build.fatJar().toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("io.dmstocrate.cli.Main");
        }
    }
}
