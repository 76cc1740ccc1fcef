package io.dmstocrate.wire;

import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.SchemaEvent;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.dms.TableSighting;
import io.dmstocrate.dms.TableSighting.SeenColumn;
import java.io.IOException;
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
        Parts.writeOptionalDefinition(change.definition(), output);
        output.writeSigned(change.timestampMicros());
        Parts.writePosition(change.position(), output);
    }

    private static SchemaChange readChange(WireInput input) throws IOException {
        String schema = input.readString();
        String tableName = input.readString();
        SchemaChange.Kind kind = CHANGE_KINDS.read(input);
        String operation = input.readString();
        Optional<TableDefinition> definition = Parts.readOptionalDefinition(input);
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
        Parts.writeSeenColumns(sighting.columns(), output);
        output.writeSigned(sighting.lastLoadMicros());
        output.writeSigned(sighting.lastChangeMicros());
    }

    private static TableSighting readSighting(WireInput input) throws IOException {
        TableId table = input.readTable();
        List<SeenColumn> columns = Parts.readSeenColumns(input);
        return new TableSighting(table, columns, input.readSigned(), input.readSigned());
    }
}
