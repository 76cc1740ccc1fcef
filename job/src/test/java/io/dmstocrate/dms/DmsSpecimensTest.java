package io.dmstocrate.dms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DmsSpecimensTest {

    static List<Specimen> specimens() {
        return Specimen.all();
    }

    @ParameterizedTest
    @MethodSource("specimens")
    void becomesWhatItShould(Specimen specimen) throws Exception {
        JsonNode expect = specimen.expect();
        if (expect.has("malformed")) {
            assertThat(Decoding.reason(specimen.bytes()))
                    .contains(expect.get("malformed").textValue());
        } else if (expect.has("change")) {
            assertSchemaChange((SchemaChange) Decoding.decode(specimen.bytes()), expect);
        } else {
            assertRowChange((RowChange) Decoding.decode(specimen.bytes()), expect);
        }
    }

    @Test
    void oneDecoderReadsThemAllAsManyDecodersDo() throws Exception {
        DmsDecoder decoder = new DmsDecoder(DecoderOptions.defaults());
        for (int round = 0; round < 3; round++) {
            for (Specimen specimen : Specimen.all()) {
                if (specimen.expect().has("malformed")) {
                    assertThat(Decoding.reason(specimen.bytes())).isNotEmpty();
                    continue;
                }
                DmsEvent event = decoder.decode(new RawRecord(Decoding.POSITION, specimen.bytes()));
                assertThat(Events.describe(event))
                        .isEqualTo(Events.describe(Decoding.decode(specimen.bytes())));
            }
        }
    }

    private static void assertRowChange(RowChange change, JsonNode expect) {
        assertThat(change.table())
                .isEqualTo(
                        new TableId(
                                expect.get("schema").textValue(), expect.get("table").textValue()));
        assertThat(change.operation().name()).isEqualTo(expect.get("operation").textValue());
        assertThat(change.source().ordering().name()).isEqualTo(expect.get("ordering").textValue());
        assertThat(entries(change.row())).containsExactlyEntriesOf(values(expect.get("row")));
        assertThat(entries(change.before())).containsExactlyEntriesOf(values(expect.get("before")));
        assertThat(change.timestampMicros()).isGreaterThan(1_927_857_900_000_000L);
    }

    private static void assertSchemaChange(SchemaChange change, JsonNode expect) {
        assertThat(change.schema()).isEqualTo(expect.get("schema").textValue());
        assertThat(change.tableName()).isEqualTo(expect.get("table").textValue());
        assertThat(change.kind().name()).isEqualTo(expect.get("change").textValue());
        assertThat(change.definition().isPresent()).isEqualTo(expect.has("columns"));
        change.definition()
                .ifPresent(
                        definition -> {
                            Map<String, String> columns = new LinkedHashMap<>();
                            definition
                                    .columns()
                                    .forEach(column -> columns.put(column.name(), words(column)));
                            Map<String, String> expected = new LinkedHashMap<>();
                            expect.get("columns")
                                    .properties()
                                    .forEach(e -> expected.put(e.getKey(), e.getValue().asText()));
                            assertThat(columns).containsExactlyEntriesOf(expected);
                            assertThat(definition.primaryKey())
                                    .isEqualTo(
                                            expect.get("primary-key")
                                                    .valueStream()
                                                    .map(JsonNode::textValue)
                                                    .toList());
                        });
    }

    private static String words(Column column) {
        return column.type()
                + " length "
                + column.length()
                + " precision "
                + column.precision()
                + " scale "
                + column.scale()
                + (column.nullable() ? "" : " not null");
    }

    private static Map<String, Object> entries(Row row) {
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            entries.put(row.columns().name(i), row.value(i));
        }
        return entries;
    }

    private static Map<String, Object> values(JsonNode expected) {
        Map<String, Object> values = new LinkedHashMap<>();
        expected.properties().forEach(e -> values.put(e.getKey(), value(e.getValue().asText())));
        return values;
    }

    /** A value written as its class, a blank, and its text. */
    private static Object value(String words) {
        String text = words.substring(words.indexOf(' ') + 1);
        return switch (words.substring(0, words.length() - text.length()).trim()) {
            case "" -> null;
            case "Long" -> Long.valueOf(text);
            case "BigDecimal" -> new BigDecimal(text);
            case "Boolean" -> Boolean.valueOf(text);
            case "String" -> text;
            case "JsonText" -> new JsonText(text);
            default -> throw new IllegalArgumentException(words);
        };
    }
}
