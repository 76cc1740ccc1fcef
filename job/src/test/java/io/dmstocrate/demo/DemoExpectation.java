package io.dmstocrate.demo;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;

/**
 * What must come of the demo's stream. Rows are compared as texts in one common form, sorted:
 * numbers without idle zeros, times to the millisecond, which is what CrateDB keeps.
 */
public final class DemoExpectation {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /**
     * A record that must become a dead letter.
     *
     * @param line its number in the file, from 1
     * @param id as {@link io.dmstocrate.dms.RecordPosition#id()}; of no use for a line that is not
     *     whole
     */
    public record Letter(int line, String id, String fault) {}

    private final JsonNode document;

    private DemoExpectation(JsonNode document) {
        this.document = document;
    }

    public static DemoExpectation load() throws IOException {
        try (InputStream file = DemoExpectation.class.getResourceAsStream("shop-expected.json")) {
            return new DemoExpectation(MAPPER.readTree(file));
        }
    }

    /** How many records there are to read, those included that come twice. */
    public long records() {
        return document.get("records").asLong();
    }

    /** How many of them are control records. */
    public long control() {
        return document.get("control").asLong();
    }

    public List<Letter> deadLetters() {
        List<Letter> letters = new ArrayList<>();
        for (JsonNode letter : document.get("deadLetters")) {
            letters.add(
                    new Letter(
                            letter.get("line").asInt(),
                            letter.get("shard").asText()
                                    + "/"
                                    + letter.get("sequenceNumber").asText(),
                            letter.get("fault").asText()));
        }
        return letters;
    }

    /** How many dead letters there must be, by what is wrong with the record. */
    public Map<String, Long> deadLettersByFault() {
        return deadLetters().stream()
                .collect(Collectors.groupingBy(Letter::fault, Collectors.counting()));
    }

    /** The tables that the target must have, as {@code schema.table}. */
    public Set<String> tables() {
        Map<String, Boolean> names = new LinkedHashMap<>();
        document.get("tables").fieldNames().forEachRemaining(name -> names.put(name, true));
        return names.keySet();
    }

    /** The rows that a table must have. */
    public List<List<String>> rows(String table) {
        List<String> types = List.copyOf(columns(table).values());
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode values : document.get("tables").get(table).get("rows")) {
            List<String> row = new ArrayList<>();
            for (int column = 0; column < types.size(); column++) {
                JsonNode value = values.get(column);
                row.add(value.isNull() ? null : canonical(types.get(column), value.asText()));
            }
            rows.add(row);
        }
        return sorted(rows);
    }

    /** The rows that a table has; only the columns that come from the source. */
    public List<List<String>> actualRows(Connection connection, String table) throws SQLException {
        Map<String, String> columns = columns(table);
        String list =
                columns.keySet().stream()
                        .map(DemoExpectation::quoted)
                        .collect(Collectors.joining(", "));
        String name = quoted(table.replace(".", "\".\""));
        List<String> types = List.copyOf(columns.values());
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT " + list + " FROM " + name)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 0; column < types.size(); column++) {
                    row.add(value(result, column + 1, types.get(column)));
                }
                rows.add(row);
            }
        }
        return sorted(rows);
    }

    private Map<String, String> columns(String table) {
        Map<String, String> columns = new LinkedHashMap<>();
        document.get("tables")
                .get(table)
                .get("columns")
                .properties()
                .forEach(column -> columns.put(column.getKey(), column.getValue().asText()));
        return columns;
    }

    private static String value(ResultSet result, int column, String type) throws SQLException {
        if (type.equals("TIMESTAMP") || type.equals("DATE32")) {
            Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
            Timestamp time = result.getTimestamp(column, utc);
            return time == null ? null : canonical(type, time.toInstant().toString());
        }
        String text =
                type.equals("BOOL") && result.getObject(column) != null
                        ? String.valueOf(result.getBoolean(column))
                        : result.getString(column);
        return text == null ? null : canonical(type, text);
    }

    private static String canonical(String type, String text) {
        return switch (type) {
            case "INT16", "INT32", "INT64", "NUMERIC" ->
                    new BigDecimal(text).stripTrailingZeros().toPlainString();
            case "FLOAT" -> Float.toString(Float.parseFloat(text));
            case "DOUBLE" -> Double.toString(Double.parseDouble(text));
            case "TIMESTAMP" -> Instant.parse(text).truncatedTo(ChronoUnit.MILLIS).toString();
            case "DATE32" ->
                    text.indexOf('T') < 0
                            ? LocalDate.parse(text).toString()
                            : LocalDate.ofInstant(Instant.parse(text), ZoneOffset.UTC).toString();
            default -> text;
        };
    }

    private static List<List<String>> sorted(List<List<String>> rows) {
        List<List<String>> sorted = new ArrayList<>(rows);
        Collections.sort(sorted, (left, right) -> left.toString().compareTo(right.toString()));
        return sorted;
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}
