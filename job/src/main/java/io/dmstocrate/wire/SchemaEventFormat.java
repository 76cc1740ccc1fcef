package io.dmstocrate.wire;

import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.SchemaEvent;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.dms.TableSighting;
import io.dmstocrate.dms.TableSighting.SeenColumn;
import io.dmstocrate.dms.TableSighting.ValueKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Control records, and what rows tell of their tables. */
enum SchemaEventFormat implements WireFormat<SchemaEvent> {
    INSTANCE;

    private static final int CHANGE = 0;
    private static final int SIGHTING = 1;

    private static final EnumCodes<SchemaChange.Kind> CHANGE_KINDS =
            new EnumCodes<>(
                    SchemaChange.Kind.class,
                    List.of(
                            SchemaChange.Kind.OTHER,
                            SchemaChange.Kind.CREATE_TABLE,
                            SchemaChange.Kind.DROP_TABLE,
                            SchemaChange.Kind.RENAME_TABLE,
                            SchemaChange.Kind.ADD_COLUMN,
                            SchemaChange.Kind.DROP_COLUMN,
                            SchemaChange.Kind.RENAME_COLUMN,
                            SchemaChange.Kind.COLUMN_TYPE_CHANGE,
                            SchemaChange.Kind.CHANGE_COLUMNS));
    private static final EnumCodes<ValueKind> VALUE_KINDS =
            new EnumCodes<>(
                    ValueKind.class,
                    List.of(
                            ValueKind.NULL,
                            ValueKind.BOOLEAN,
                            ValueKind.INTEGER,
                            ValueKind.DECIMAL,
                            ValueKind.JSON,
                            ValueKind.TEXT));

    @Override
    public String id() {
        return "schema-event";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Class<SchemaEvent> type() {
        return SchemaEvent.class;
    }

    @Override
    public void write(SchemaEvent value, WireOutput output) {
        if (value instanceof SchemaChange change) {
            output.writeByte(CHANGE);
            writeChange(change, output);
        } else {
            output.writeByte(SIGHTING);
            writeSighting((TableSighting) value, output);
        }
    }

    @Override
    public SchemaEvent read(WireInput input, int version) throws IOException {
        int kind = input.readByte();
        return switch (kind) {
            case CHANGE -> readChange(input);
            case SIGHTING -> readSighting(input);
            default -> throw new IOException("no schema event has the code " + kind);
        };
    }

    private static void writeChange(SchemaChange change, WireOutput output) {
        output.writeString(change.schema());
        output.writeString(change.tableName());
        CHANGE_KINDS.write(change.kind(), output);
        output.writeString(change.operation());
        output.writeBoolean(change.definition().isPresent());
        if (change.definition().isPresent()) {
            Parts.writeDefinition(change.definition().get(), output);
        }
        output.writeSigned(change.timestampMicros());
        Parts.writePosition(change.position(), output);
    }

    private static SchemaChange readChange(WireInput input) throws IOException {
        String schema = input.readString();
        String tableName = input.readString();
        SchemaChange.Kind kind = CHANGE_KINDS.read(input);
        String operation = input.readString();
        Optional<TableDefinition> definition =
                input.readBoolean() ? Optional.of(Parts.readDefinition(input)) : Optional.empty();
        return new SchemaChange(
                schema,
                tableName,
                kind,
                operation,
                definition,
                input.readSigned(),
                Parts.readPosition(input));
    }

    private static void writeSighting(TableSighting sighting, WireOutput output) {
        Parts.writeTable(sighting.table(), output);
        output.writeUnsigned(sighting.columns().size());
        for (SeenColumn column : sighting.columns()) {
            output.writeString(column.name());
            VALUE_KINDS.write(column.kind(), output);
        }
        output.writeSigned(sighting.lastLoadMicros());
        output.writeSigned(sighting.lastChangeMicros());
    }

    private static TableSighting readSighting(WireInput input) throws IOException {
        TableId table = input.readTable();
        int count = input.readCount();
        List<SeenColumn> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            columns.add(new SeenColumn(input.readString(), VALUE_KINDS.read(input)));
        }
        return new TableSighting(table, columns, input.readSigned(), input.readSigned());
    }
}
