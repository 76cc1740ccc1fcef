package io.dmstocrate.dms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Optional;

/**
 * Takes a record apart into its metadata, its rows and its definition, whichever order they come
 * in. Holds the parts of one record at a time.
 */
final class RecordReader {

    private static final int LONGEST_TEXT = 20_000_000;
    private static final int DEEPEST_NESTING = 500;

    private final JsonFactory factory =
            JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(LONGEST_TEXT)
                                    .maxNestingDepth(DEEPEST_NESTING)
                                    .build())
                    .build();
    private final String beforeImageField;
    private final TextCheck text = new TextCheck();
    private final RecordMetadata metadata = new RecordMetadata(text);
    private final RowReader data;
    private final RowReader before;
    private final DefinitionReader definitions = new DefinitionReader(factory, text);
    private final TableIds tables = new TableIds();

    private int controlStart;
    private int controlEnd;

    RecordReader(DecoderOptions options) {
        this.beforeImageField = options.beforeImageField();
        ValueReader values = new ValueReader(text);
        this.data = new RowReader("data", new Shapes(options.beforeImagePrefix()), values);
        this.before = new RowReader(beforeImageField, new Shapes(""), values);
    }

    RecordMetadata metadata() {
        return metadata;
    }

    RowReader data() {
        return data;
    }

    RowReader before() {
        return before;
    }

    TableId table(String schema, String name) {
        return tables.get(schema, name);
    }

    /** Reads the whole record, and forgets the one before. */
    void read(byte[] bytes) throws MalformedRecordException {
        metadata.clear();
        data.clear();
        before.clear();
        controlStart = -1;
        int invalid = text.firstInvalid(bytes);
        if (invalid >= 0) {
            throw Complaints.notUtf8(invalid);
        }
        int start = firstCharacter(bytes);
        JsonParser parser = null;
        try (JsonParser opened = factory.createParser(bytes, start, bytes.length - start)) {
            parser = opened;
            readFields(opened, bytes, start);
            if (opened.nextToken() != null) {
                throw Complaints.moreThanOne(ValueReader.start(opened, start));
            }
        } catch (IOException e) {
            throw parser == null ? Complaints.notAnObject() : Complaints.notJson(e, parser, start);
        }
    }

    /** Also keeps the parser from guessing at UTF-16, as that would have a zero near the brace. */
    private static int firstCharacter(byte[] bytes) throws MalformedRecordException {
        int start = 0;
        while (start < bytes.length && isWhitespace(bytes[start])) {
            start++;
        }
        if (start == bytes.length) {
            throw Complaints.empty();
        }
        if (bytes[start] != '{' || (start + 1 < bytes.length && bytes[start + 1] == 0)) {
            throw Complaints.notAnObject();
        }
        return start;
    }

    private static boolean isWhitespace(byte character) {
        return character == ' ' || character == '\n' || character == '\t' || character == '\r';
    }

    private void readFields(JsonParser parser, byte[] bytes, int base)
            throws IOException, MalformedRecordException {
        parser.nextToken();
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "data" -> data.read(parser, bytes, base);
                case "metadata" -> metadata.read(parser);
                case "control" -> skipControl(parser, token, base);
                default -> {
                    if (name.equals(beforeImageField) && !name.isEmpty()) {
                        before.read(parser, bytes, base);
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        }
    }

    /** Remembers where the control object lies: what it means depends on the metadata. */
    private void skipControl(JsonParser parser, JsonToken token, int base)
            throws IOException, MalformedRecordException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.START_OBJECT) {
            throw Complaints.notAnObject("control");
        }
        if (controlStart >= 0) {
            throw Complaints.fieldTwice("control");
        }
        controlStart = ValueReader.start(parser, base);
        parser.skipChildren();
        controlEnd = base + (int) parser.currentLocation().getByteOffset();
    }

    /** Makes up, now that all is known, what a {@code _doc} is. */
    void settleDocuments(byte[] bytes) throws MalformedRecordException {
        if (data.hasColumnsInDocument()) {
            data.openDocument(factory, bytes);
            before.openDocument(factory, bytes);
        } else {
            data.keepDocument(bytes);
            before.keepDocument(bytes);
        }
    }

    /** The definition in the control object; empty if there is none. */
    Optional<TableDefinition> definition(byte[] bytes, String schema, String table)
            throws MalformedRecordException {
        if (controlStart < 0 || table.isEmpty()) {
            return Optional.empty();
        }
        return definitions.read(bytes, controlStart, controlEnd, tables.get(schema, table));
    }
}
