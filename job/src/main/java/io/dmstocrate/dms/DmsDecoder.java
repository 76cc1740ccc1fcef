package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the records of the stream: bytes in, {@link DmsEvent} out.
 *
 * <p>Guarantees that a record either becomes the event that DMS meant, with each value exactly as
 * it was written, or a {@link MalformedRecordException} that says why not; nothing else is thrown,
 * whatever the bytes. One pass over the bytes; rows of one shape share their {@link Columns}, and
 * all events of a table its {@link TableId}.
 *
 * <p>Keeps buffers between records: one thread at a time.
 */
public final class DmsDecoder {

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
    private final SourcePositions positions = new SourcePositions();

    private int controlStart;
    private int controlEnd;

    public DmsDecoder(DecoderOptions options) {
        requireNonNull(options, "options is null");
        this.beforeImageField = options.beforeImageField();
        ValueReader values = new ValueReader(text);
        this.data = new RowReader("data", new Shapes(options.beforeImagePrefix()), values);
        this.before = new RowReader(beforeImageField, new Shapes(""), values);
    }

    /** What the record says. */
    public DmsEvent decode(RawRecord record) throws MalformedRecordException {
        metadata.clear();
        data.clear();
        before.clear();
        controlStart = -1;
        try {
            readDocument(record.data());
            return event(record);
        } catch (RuntimeException e) {
            throw Complaints.internal(e);
        }
    }

    private void readDocument(byte[] bytes) throws MalformedRecordException {
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

    private DmsEvent event(RawRecord record) throws MalformedRecordException {
        if (!metadata.isPresent()) {
            throw Complaints.missing("metadata");
        }
        if (metadata.recordType == null) {
            throw Complaints.missing("metadata.record-type");
        }
        if (metadata.operation == null || metadata.operation.isEmpty()) {
            throw Complaints.missing("metadata.operation");
        }
        return switch (metadata.recordType) {
            case "data" -> rowChange(record);
            case "control" -> schemaChange(record);
            default -> throw Complaints.unknownWord("metadata.record-type", metadata.recordType);
        };
    }

    private RowChange rowChange(RawRecord record) throws MalformedRecordException {
        Operation operation = operation();
        if (!data.isPresent()) {
            throw Complaints.missing("data");
        }
        if (metadata.schemaName == null) {
            throw Complaints.missing("metadata.schema-name");
        }
        if (metadata.tableName == null || metadata.tableName.isEmpty()) {
            throw Complaints.missing("metadata.table-name");
        }
        settleDocuments(record.data());
        long timestampMicros = timestampMicros(record.position());
        Shape shape = data.shape();
        boolean split = operation == Operation.UPDATE && shape.hasBefore() && !before.isPresent();
        return new RowChange(
                tables.get(metadata.schemaName, metadata.tableName),
                operation,
                split ? shape.after(data.values()) : data.toRow(),
                split ? shape.before(data.values()) : before.toRow(),
                timestampMicros,
                source(operation, timestampMicros, record.position().sequenceNumber()),
                record.position(),
                record.data());
    }

    private Operation operation() throws MalformedRecordException {
        return switch (metadata.operation) {
            case "load", "read" -> Operation.LOAD;
            case "insert" -> Operation.INSERT;
            case "update" -> Operation.UPDATE;
            case "delete" -> Operation.DELETE;
            default -> throw Complaints.unknownWord("metadata.operation", metadata.operation);
        };
    }

    private void settleDocuments(byte[] bytes) throws MalformedRecordException {
        if (data.hasColumnsInDocument()) {
            data.openDocument(factory, bytes);
            before.openDocument(factory, bytes);
        } else {
            data.keepDocument(bytes);
            before.keepDocument(bytes);
        }
    }

    private long timestampMicros(RecordPosition position) throws MalformedRecordException {
        if (metadata.timestampMicros >= 0) {
            return metadata.timestampMicros;
        }
        if (position.arrivalMillis() < 0) {
            throw Complaints.noTime();
        }
        return position.arrivalMillis() * 1000;
    }

    private SourcePosition source(Operation operation, long timestampMicros, String sequence) {
        if (operation == Operation.LOAD) {
            return positions.ofLoad(timestampMicros, sequence);
        }
        return positions.ofChange(
                metadata.commitMicros,
                metadata.transactionId == null ? "" : metadata.transactionId,
                metadata.transactionRecordId,
                metadata.streamPosition == null ? "" : metadata.streamPosition,
                timestampMicros,
                sequence);
    }

    private SchemaChange schemaChange(RawRecord record) throws MalformedRecordException {
        String schema = metadata.schemaName == null ? "" : metadata.schemaName;
        String table = metadata.tableName == null ? "" : metadata.tableName;
        return new SchemaChange(
                schema,
                table,
                SchemaChange.Kind.of(metadata.operation),
                metadata.operation,
                definition(record.data(), schema, table),
                timestampMicros(record.position()),
                record.position());
    }

    private Optional<TableDefinition> definition(byte[] bytes, String schema, String table)
            throws MalformedRecordException {
        if (controlStart < 0 || table.isEmpty()) {
            return Optional.empty();
        }
        return definitions.read(bytes, controlStart, controlEnd, tables.get(schema, table));
    }
}
