package io.dmstocrate.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes what must come of the demo's stream, taken from the source's database and not the stream.
 */
final class DemoExpectationWriter {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private DemoExpectationWriter() {}

    /**
     * Writes the expectation.
     *
     * @param read the records in the order of the stream's lines
     */
    static String write(DemoShop shop, List<DemoRecord> read) throws JsonProcessingException {
        StringJoiner tables = new StringJoiner(",\n", "  \"tables\": {\n", "\n  }\n");
        for (DemoTable table : DemoTables.SHOP) {
            DemoTable last = table.equals(DemoTables.CUSTOMER) ? shop.customerTable() : table;
            tables.add(table(last, table.qualifiedName(), shop.database().rows(table)));
        }
        for (DemoTable table : DemoTables.CONTROL) {
            List<Map<String, Object>> rows =
                    table.equals(DemoTables.STATUS) ? List.of(lastStatus(read)) : List.of();
            tables.add(table(table, "dms." + table.name(), rows));
        }
        return "{\n  \"records\": "
                + read.size()
                + ",\n  \"control\": "
                + read.stream().filter(DemoRecord::isControl).count()
                + ",\n"
                + deadLetters(read)
                + tables
                + "}\n";
    }

    private static String deadLetters(List<DemoRecord> read) throws JsonProcessingException {
        StringJoiner letters =
                new StringJoiner(",\n    ", "  \"deadLetters\": [\n    ", "\n  ],\n");
        for (int index = 0; index < read.size(); index++) {
            DemoRecord record = read.get(index);
            if (record.isFaulty()) {
                ObjectNode letter = MAPPER.createObjectNode();
                letter.put("line", index + 1);
                letter.put("shard", DemoStream.shardId(record));
                letter.put("sequenceNumber", record.sequenceNumber());
                letter.put("fault", record.fault());
                letters.add(MAPPER.writeValueAsString(letter));
            }
        }
        return letters.toString();
    }

    private static String table(
            DemoTable table, String target, Collection<Map<String, Object>> rows)
            throws JsonProcessingException {
        Map<String, String> types = new LinkedHashMap<>();
        table.columns().forEach((column, type) -> types.put(column, type.type()));
        StringJoiner lines = new StringJoiner(",\n      ", "[\n      ", "\n    ]}");
        lines.setEmptyValue("[]}");
        for (Map<String, Object> row : rows) {
            List<Object> values = new ArrayList<>();
            table.columns().keySet().forEach(column -> values.add(row.get(column)));
            lines.add(MAPPER.writeValueAsString(values));
        }
        return "    "
                + MAPPER.writeValueAsString(target)
                + ": {\"columns\": "
                + MAPPER.writeValueAsString(types)
                + ", \"rows\": "
                + lines;
    }

    private static Map<String, Object> lastStatus(List<DemoRecord> read) {
        JsonNode last = null;
        long built = 0;
        for (DemoRecord record : read) {
            JsonNode metadata = record.body().path("metadata");
            if (metadata.path("table-name").asText().equals(DemoTables.STATUS.name())
                    && !record.isControl()
                    && record.builtMicros() > built) {
                last = record.body().path("data");
                built = record.builtMicros();
            }
        }
        return MAPPER.convertValue(
                last,
                MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
    }
}
