package io.dmstocrate.wire;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What several formats have in common: rows, positions, definitions. */
final class Parts {

    private static final EnumCodes<SourcePosition.Ordering> ORDERINGS =
            new EnumCodes<>(
                    SourcePosition.Ordering.class,
                    List.of(
                            SourcePosition.Ordering.POSTGRESQL_LSN,
                            SourcePosition.Ordering.MYSQL_BINLOG,
                            SourcePosition.Ordering.COMMIT_TIMESTAMP,
                            SourcePosition.Ordering.ARRIVAL,
                            SourcePosition.Ordering.LOAD));
    private static final EnumCodes<DmsType> TYPES =
            new EnumCodes<>(
                    DmsType.class,
                    List.of(
                            DmsType.BOOLEAN,
                            DmsType.BYTES,
                            DmsType.DATE,
                            DmsType.TIME,
                            DmsType.TIMESTAMP,
                            DmsType.INT8,
                            DmsType.INT16,
                            DmsType.INT32,
                            DmsType.INT64,
                            DmsType.UINT8,
                            DmsType.UINT16,
                            DmsType.UINT32,
                            DmsType.UINT64,
                            DmsType.NUMERIC,
                            DmsType.REAL,
                            DmsType.DOUBLE,
                            DmsType.STRING,
                            DmsType.UNKNOWN));

    private Parts() {}

    static void writeTable(TableId table, WireOutput output) {
        output.writeString(table.schema());
        output.writeString(table.name());
    }

    static void writePosition(RecordPosition position, WireOutput output) {
        output.writeString(position.shard());
        output.writeString(position.sequenceNumber());
        output.writeString(position.partitionKey());
        output.writeSigned(position.arrivalMillis());
    }

    static RecordPosition readPosition(WireInput input) throws IOException {
        return new RecordPosition(
                input.readSharedString(),
                input.readString(),
                input.readSharedString(),
                input.readSigned());
    }

    static void writeSource(SourcePosition source, WireOutput output) {
        ORDERINGS.write(source.ordering(), output);
        output.writeString(source.text());
    }

    static SourcePosition readSource(WireInput input) throws IOException {
        SourcePosition.Ordering ordering = ORDERINGS.read(input);
        return SourcePosition.of(input.readString(), ordering);
    }

    static void writeRow(Row row, WireOutput output) {
        output.writeColumns(row.columns());
        for (int i = 0; i < row.size(); i++) {
            Values.write(row.value(i), output);
        }
    }

    static Row readRow(WireInput input) throws IOException {
        Columns columns = input.readColumns();
        if (columns.size() == 0) {
            return Row.empty();
        }
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Values.read(input);
        }
        return new Row(columns, values);
    }

    static void writeDefinition(TableDefinition definition, WireOutput output) {
        writeTable(definition.table(), output);
        output.writeUnsigned(definition.columns().size());
        for (Column column : definition.columns()) {
            output.writeString(column.name());
            TYPES.write(column.type(), output);
            output.writeSigned(column.length());
            output.writeSigned(column.precision());
            output.writeSigned(column.scale());
            output.writeBoolean(column.nullable());
        }
        output.writeUnsigned(definition.primaryKey().size());
        for (String name : definition.primaryKey()) {
            output.writeString(name);
        }
    }

    static TableDefinition readDefinition(WireInput input) throws IOException {
        TableId table = input.readTable();
        int columnCount = input.readCount();
        List<Column> columns = new ArrayList<>(columnCount);
        for (int i = 0; i < columnCount; i++) {
            columns.add(
                    new Column(
                            input.readString(),
                            TYPES.read(input),
                            (int) input.readSigned(),
                            (int) input.readSigned(),
                            (int) input.readSigned(),
                            input.readBoolean()));
        }
        int keySize = input.readCount();
        List<String> primaryKey = new ArrayList<>(keySize);
        for (int i = 0; i < keySize; i++) {
            primaryKey.add(input.readString());
        }
        return new TableDefinition(table, columns, primaryKey);
    }
}
