package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

/**
 * A row was loaded, inserted, updated or deleted at the source.
 *
 * <p>{@code payload} is the record as it arrived: if the change can't be applied, the dead letter
 * holds it and it can be replayed. The array is shared, nobody changes it.
 */
public final class RowChange implements DmsEvent {

    private final TableId table;
    private final Operation operation;
    private final Row row;
    private final Row before;
    private final long timestampMicros;
    private final SourcePosition source;
    private final RecordPosition position;
    private final byte[] payload;

    /**
     * @param before the values before the change that the record carries; empty if it carries none
     * @param timestampMicros when DMS built the message ({@code metadata.timestamp}), microseconds
     *     since the epoch
     * @param source where the change stands in the source's order
     */
    public RowChange(
            TableId table,
            Operation operation,
            Row row,
            Row before,
            long timestampMicros,
            SourcePosition source,
            RecordPosition position,
            byte[] payload) {
        this.table = requireNonNull(table, "table is null");
        this.operation = requireNonNull(operation, "operation is null");
        this.row = requireNonNull(row, "row is null");
        this.before = requireNonNull(before, "before is null");
        this.timestampMicros = timestampMicros;
        this.source = requireNonNull(source, "source is null");
        this.position = requireNonNull(position, "position is null");
        this.payload = requireNonNull(payload, "payload is null");
    }

    public TableId table() {
        return table;
    }

    public Operation operation() {
        return operation;
    }

    public Row row() {
        return row;
    }

    public Row before() {
        return before;
    }

    public long timestampMicros() {
        return timestampMicros;
    }

    public SourcePosition source() {
        return source;
    }

    @Override
    public RecordPosition position() {
        return position;
    }

    public byte[] payload() {
        return payload;
    }

    @Override
    public String toString() {
        return operation + " of " + table + " at " + position;
    }
}
