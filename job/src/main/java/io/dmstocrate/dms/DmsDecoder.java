package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

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

    private final RecordReader reader;
    private final RecordMetadata metadata;
    private final RowReader data;
    private final RowReader before;
    private final SourcePositions positions = new SourcePositions();

    public DmsDecoder(DecoderOptions options) {
        reader = new RecordReader(requireNonNull(options, "options is null"));
        metadata = reader.metadata();
        data = reader.data();
        before = reader.before();
    }

    /** What the record says. */
    public DmsEvent decode(RawRecord record) throws MalformedRecordException {
        try {
            reader.read(record.data());
            return event(record);
        } catch (RuntimeException e) {
            throw Complaints.internal(e);
        }
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
        reader.settleDocuments(record.data());
        long timestampMicros = timestampMicros(record.position());
        Shape shape = data.shape();
        boolean split = operation == Operation.UPDATE && shape.hasBefore() && !before.isPresent();
        return new RowChange(
                reader.table(metadata.schemaName, metadata.tableName),
                operation,
                split ? shape.after(data.values()) : data.toRow(shape),
                split ? shape.before(data.values()) : before.toRow(before.shape()),
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
                reader.definition(record.data(), schema, table),
                timestampMicros(record.position()),
                record.position());
    }
}
