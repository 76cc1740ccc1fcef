package io.dmstocrate.target;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.TableDefinition;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Writes a definition as JSON, in the words of a {@code table-def}. */
final class DefinitionText {

    private static final JsonFactory JSON = new JsonFactory();

    private DefinitionText() {}

    static String of(TableDefinition definition) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeObjectFieldStart("columns");
            for (Column column : definition.columns()) {
                write(column, json);
            }
            json.writeEndObject();
            json.writeArrayFieldStart("primary-key");
            for (String name : definition.primaryKey()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(Column column, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(column.name());
        json.writeStringField("type", column.type().name());
        writeIfKnown("length", column.length(), json);
        writeIfKnown("precision", column.precision(), json);
        writeIfKnown("scale", column.scale(), json);
        json.writeBooleanField("nullable", column.nullable());
        json.writeEndObject();
    }

    private static void writeIfKnown(String name, int number, JsonGenerator json)
            throws IOException {
        if (number >= 0) {
            json.writeNumberField(name, number);
        }
    }
}
