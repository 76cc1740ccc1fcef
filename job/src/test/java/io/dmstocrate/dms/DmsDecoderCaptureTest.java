package io.dmstocrate.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A recording of a real stream, which is not ours to ship: {@code shared/captures} beside the
 * project.
 */
class DmsDecoderCaptureTest {

    private static final Path FILE =
            Path.of("shared", "captures", "postgresql-pglogical-dms-kinesis.ndjson");

    private List<String> lines;

    @BeforeEach
    void readCapture() throws Exception {
        Optional<Path> file = capture();
        assumeTrue(file.isPresent(), "there is no " + FILE + " beside the project");
        lines = Files.readAllLines(file.get(), StandardCharsets.UTF_8);
    }

    @Test
    void everyRecordIsRead() throws Exception {
        DmsDecoder decoder = new DmsDecoder(DecoderOptions.defaults());
        Map<String, Integer> counts = new TreeMap<>();
        TreeSet<String> keyed = new TreeSet<>();
        for (String line : lines) {
            DmsEvent event = decoder.decode(record(line));
            if (event instanceof RowChange change) {
                counts.merge(change.operation().name(), 1, Integer::sum);
                assertThat(change.table().schema().isEmpty())
                        .isEqualTo(change.table().name().startsWith("awsdms_"));
            } else if (event instanceof SchemaChange change) {
                counts.merge(change.operation(), 1, Integer::sum);
                assertThat(change.definition().isPresent())
                        .isEqualTo(change.kind() == SchemaChange.Kind.CREATE_TABLE);
                change.definition()
                        .filter(definition -> !definition.primaryKey().isEmpty())
                        .filter(definition -> !definition.table().schema().isEmpty())
                        .ifPresent(definition -> keyed.add(definition.table().toString()));
            }
        }

        assertThat(counts)
                .isEqualTo(
                        Map.of(
                                "LOAD", 82,
                                "create-table", 34,
                                "drop-table", 15,
                                "UPDATE", 3,
                                "INSERT", 2,
                                "DELETE", 1));
        assertThat(keyed).hasSize(1);
    }

    @Test
    void everyValueIsTheOneThatATreeOfTheRecordHolds() throws Exception {
        ObjectMapper json =
                new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        DmsDecoder decoder = new DmsDecoder(DecoderOptions.defaults());
        for (String line : lines) {
            if (decoder.decode(record(line)) instanceof RowChange change) {
                JsonNode node = json.readTree(line);
                assertThat(entries(change.row())).isEqualTo(entries(node.get("data")));
                assertThat(entries(change.before())).isEqualTo(entries(node.path("before-image")));
            }
        }
    }

    private static Map<String, String> entries(Row row) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            entries.put(row.columns().name(i), String.valueOf(row.value(i)));
        }
        return entries;
    }

    private static Map<String, String> entries(JsonNode node) {
        Map<String, String> entries = new LinkedHashMap<>();
        node.properties()
                .forEach(
                        entry ->
                                entries.put(
                                        entry.getKey(),
                                        entry.getValue().isNumber()
                                                ? entry.getValue().numberValue().toString()
                                                : entry.getValue().asText()));
        return entries;
    }

    private static RawRecord record(String line) {
        return new RawRecord(Decoding.POSITION, line.getBytes(StandardCharsets.UTF_8));
    }

    /** In a directory beside the project's root, or beside one that holds it. */
    private static Optional<Path> capture() {
        String start = System.getProperty("basedir", System.getProperty("user.dir"));
        for (Path path = Path.of(start).toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.isRegularFile(path.resolve(FILE))) {
                return Optional.of(path.resolve(FILE));
            }
        }
        return Optional.empty();
    }
}
