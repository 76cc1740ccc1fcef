package io.dmstocrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.accounting.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code job/docs/metrics.md} true: it has a row for each metric that the sources register,
 * and for no other.
 */
class MetricsPageTest {

    private static final Path PAGE = Path.of("docs", "metrics.md");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern REGISTRATION =
            Pattern.compile("\\.(counter|gauge|meter|histogram)\\(\\s*([^,)]+)");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\|.*");

    @Test
    void rowsOfThePageAreTheMetrics() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(documented.put(row.group(1), row.group(2)))
                        .as("the rows for %s", row.group(1))
                        .isNull();
            }
        }

        assertThat(documented).isEqualTo(registered());
    }

    /** The kind of each metric, by its name. */
    private static Map<String, String> registered() throws IOException {
        Map<String, String> metrics = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher registration = REGISTRATION.matcher(Files.readString(file));
                while (registration.find()) {
                    put(metrics, registration.group(1), registration.group(2).trim(), file);
                }
            }
        }
        return metrics;
    }

    private static void put(Map<String, String> metrics, String kind, String name, Path file) {
        if (name.startsWith("\"")) {
            metrics.put(name.replace("\"", ""), kind);
        } else if (name.equals("outcome.metric(")) {
            for (Outcome outcome : Outcome.values()) {
                metrics.put(outcome.metric(), kind);
            }
        } else {
            throw new AssertionError(
                    file + " registers a metric whose name this test can't read: " + name);
        }
    }
}
