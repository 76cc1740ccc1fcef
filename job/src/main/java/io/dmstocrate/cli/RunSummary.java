package io.dmstocrate.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run did, for each source table and in all.
 *
 * @param tables by the source table's name; records that tell no table count under {@link
 *     io.dmstocrate.source.DecodeFunction#NO_TABLE}
 */
record RunSummary(SortedMap<String, Counts> tables) {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    RunSummary {
        tables = new TreeMap<>(tables);
    }

    Counts total() {
        return tables.values().stream().reduce(Counts.NONE, Counts::plus);
    }

    /** A line for each table. */
    String toTable() {
        TextTable text = new TextTable().addTexts("table");
        Counts.NONE.byName().keySet().forEach(text::addNumbers);
        tables.forEach(
                (table, counts) -> {
                    List<String> cells = new ArrayList<>();
                    cells.add(table);
                    counts.byName().values().forEach(value -> cells.add(value.toString()));
                    text.addRow(cells);
                });
        return text.toString();
    }

    /** The line for programs, {@code summary: {…}}; in ASCII, so that no terminal can spoil it. */
    String toLine() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            write(json, total());
            json.writeObjectFieldStart("tables");
            for (Map.Entry<String, Counts> table : tables.entrySet()) {
                json.writeObjectFieldStart(table.getKey());
                write(json, table.getValue());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "summary: " + text;
    }

    private static void write(JsonGenerator json, Counts counts) throws IOException {
        for (Map.Entry<String, Long> count : counts.byName().entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
    }
}
