package io.dmstocrate.wire;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.dms.TableSighting.SeenColumn;
import io.dmstocrate.dms.TableSighting.ValueKind;
import io.dmstocrate.flow.ColumnFate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
    private static final EnumCodes<ValueKind> VALUE_KINDS =
            new EnumCodes<>(
                    ValueKind.class,
                    List.of(
                            ValueKind.NULL,
                            ValueKind.BOOLEAN,
                            ValueKind.INTEGER,
                            ValueKind.DECIMAL,
                            ValueKind.JSON,
                            ValueKind.TEXT,
                            ValueKind.LONG,
                            ValueKind.DOUBLE,
                            ValueKind.NUMERIC));

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

    static void writeStrings(List<String> strings, WireOutput output) {
        output.writeUnsigned(strings.size());
        for (int i = 0; i < strings.size(); i++) {
            output.writeString(strings.get(i));
        }
    }

    static List<String> readStrings(WireInput input) throws IOException {
        int count = (int) input.readUnsigned();
        if (count == 0) {
            return List.of();
        }
        List<String> strings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            strings.add(input.readString());
        }
        return strings;
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
            writeColumn(column, output);
        }
        writeNames(definition.primaryKey(), output);
    }

    static void writeColumn(Column column, WireOutput output) {
        output.writeString(column.name());
        TYPES.write(column.type(), output);
        output.writeSigned(column.length());
        output.writeSigned(column.precision());
        output.writeSigned(column.scale());
        output.writeBoolean(column.nullable());
    }

    static void writeNames(List<String> names, WireOutput output) {
        output.writeUnsigned(names.size());
        for (String name : names) {
            output.writeString(name);
        }
    }

    static TableDefinition readDefinition(WireInput input) throws IOException {
        TableId table = input.readTable();
        int columnCount = input.readCount();
        List<Column> columns = new ArrayList<>(columnCount);
        for (int i = 0; i < columnCount; i++) {
            columns.add(readColumn(input));
        }
        return new TableDefinition(table, columns, readNames(input));
    }

    static Column readColumn(WireInput input) throws IOException {
        return new Column(
                input.readString(),
                TYPES.read(input),
                (int) input.readSigned(),
                (int) input.readSigned(),
                (int) input.readSigned(),
                input.readBoolean());
    }

    static List<String> readNames(WireInput input) throws IOException {
        int count = input.readCount();
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            names.add(input.readString());
        }
        return names;
    }

    /** Columns with the revision since which each is there, in a fixed order. */
    static void writeAdded(Map<String, Long> added, WireOutput output) {
        output.writeUnsigned(added.size());
        new TreeMap<>(added)
                .forEach(
                        (column, revision) -> {
                            output.writeString(column);
                            output.writeUnsigned(revision);
                        });
    }

    static Map<String, Long> readAdded(WireInput input) throws IOException {
        int count = input.readCount();
        Map<String, Long> added = new HashMap<>();
        for (int i = 0; i < count; i++) {
            added.put(input.readString(), input.readUnsigned());
        }
        return added;
    }

    static void writeOptionalDefinition(Optional<TableDefinition> definition, WireOutput output) {
        output.writeBoolean(definition.isPresent());
        if (definition.isPresent()) {
            writeDefinition(definition.get(), output);
        }
    }

    static Optional<TableDefinition> readOptionalDefinition(WireInput input) throws IOException {
        return input.readBoolean() ? Optional.of(readDefinition(input)) : Optional.empty();
    }

    static void writeGenerations(List<Long> generations, WireOutput output) {
        output.writeUnsigned(generations.size());
        for (long generation : generations) {
            output.writeSigned(generation);
        }
    }

    static List<Long> readGenerations(WireInput input) throws IOException {
        int count = input.readCount();
        List<Long> generations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            generations.add(input.readSigned());
        }
        return generations;
    }

    static void writeSeenColumns(List<SeenColumn> columns, WireOutput output) {
        output.writeUnsigned(columns.size());
        for (SeenColumn column : columns) {
            output.writeString(column.name());
            VALUE_KINDS.write(column.kind(), output);
        }
    }

    static List<SeenColumn> readSeenColumns(WireInput input) throws IOException {
        int count = input.readCount();
        List<SeenColumn> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            columns.add(new SeenColumn(input.readString(), VALUE_KINDS.read(input)));
        }
        return columns;
    }

    static void writeFates(List<ColumnFate> fates, WireOutput output) {
        output.writeUnsigned(fates.size());
        for (ColumnFate fate : fates) {
            writeFate(fate, output);
        }
    }

    static void writeFate(ColumnFate fate, WireOutput output) {
        output.writeString(fate.column());
        output.writeString(fate.successor());
        output.writeSigned(fate.sinceMicros());
    }

    static List<ColumnFate> readFates(WireInput input) throws IOException {
        int count = input.readCount();
        List<ColumnFate> fates = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fates.add(readFate(input));
        }
        return fates;
    }

    static ColumnFate readFate(WireInput input) throws IOException {
        return new ColumnFate(input.readString(), input.readString(), input.readSigned());
    }
}
