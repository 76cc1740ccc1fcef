package io.dmstocrate.wire;

import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.dms.TableSighting.SeenColumn;
import io.dmstocrate.flow.PendingChange;
import io.dmstocrate.flow.Sweep;
import io.dmstocrate.flow.TableLife;
import io.dmstocrate.flow.TableMemory;
import io.dmstocrate.flow.Widening;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the schema operator remembers of a table. */
enum TableMemoryFormat implements WireFormat<TableMemory> {
    INSTANCE;

    @Override
    public String id() {
        return "table-memory";
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public Class<TableMemory> type() {
        return TableMemory.class;
    }

    @Override
    public void write(TableMemory value, WireOutput output) {
        Parts.writeTable(value.table(), output);
        Parts.writeOptionalDefinition(value.definition(), output);
        output.writeBoolean(value.appendOnly());
        output.writeString(value.refusal());
        Parts.writeGenerations(value.generations(), output);
        output.writeUnsigned(value.sweeps().size());
        for (Sweep sweep : value.sweeps()) {
            output.writeSigned(sweep.openedMicros());
            output.writeSigned(sweep.coveredBy());
            output.writeBoolean(sweep.covered());
        }
        Parts.writeSeenColumns(value.seen(), output);
        output.writeSigned(value.lastLoadMicros());
        output.writeSigned(value.lastChangeMicros());
        writeRecords(value.told(), output);
        Parts.writeFates(value.fates(), output);
        output.writeUnsigned(value.pending().size());
        for (PendingChange pending : value.pending()) {
            Parts.writeFate(pending.fate(), output);
            output.writeString(pending.cause());
            output.writeSigned(pending.coveredBy());
            output.writeBoolean(pending.covered());
        }
        output.writeUnsigned(value.typeRevision());
        output.writeUnsigned(value.widenings().size());
        for (Widening widening : value.widenings()) {
            output.writeString(widening.temporary());
            Parts.writeColumn(widening.wide(), output);
            output.writeString(widening.cause());
            output.writeBoolean(widening.copied());
            output.writeSigned(widening.coveredBy());
            output.writeBoolean(widening.covered());
        }
        Parts.writeNames(value.learned(), output);
        output.writeUnsigned(value.life().openedMicros());
        output.writeBoolean(value.life().beside());
        Parts.writeGenerations(value.life().abandoned(), output);
        output.writeUnsigned(value.life().expectedMicros());
        Parts.writeAdded(value.added(), output);
        writeRecords(value.held(), output);
        output.writeUnsigned(value.doubted());
    }

    private static void writeRecords(List<SchemaChange> records, WireOutput output) {
        output.writeUnsigned(records.size());
        for (SchemaChange change : records) {
            SchemaEventFormat.INSTANCE.write(change, output);
        }
    }

    @Override
    public TableMemory read(WireInput input, int version) throws IOException {
        TableId table = input.readTable();
        Optional<TableDefinition> definition = Parts.readOptionalDefinition(input);
        boolean appendOnly = input.readBoolean();
        String refusal = input.readString();
        List<Long> generations = Parts.readGenerations(input);
        int sweepCount = input.readCount();
        List<Sweep> sweeps = new ArrayList<>(sweepCount);
        for (int i = 0; i < sweepCount; i++) {
            sweeps.add(new Sweep(input.readSigned(), input.readSigned(), input.readBoolean()));
        }
        List<SeenColumn> seen = Parts.readSeenColumns(input);
        return new TableMemory(
                table,
                definition,
                appendOnly,
                refusal,
                generations,
                sweeps,
                seen,
                input.readSigned(),
                input.readSigned(),
                readRecords(input),
                Parts.readFates(input),
                readPending(input),
                input.readUnsigned(),
                readWidenings(input),
                Parts.readNames(input),
                new TableLife(
                        input.readUnsigned(),
                        input.readBoolean(),
                        Parts.readGenerations(input),
                        input.readUnsigned()),
                version < 2 ? Map.of() : Parts.readAdded(input),
                version >= 2 ? readRecords(input) : List.of(),
                version < 3 ? 0 : input.readUnsigned());
    }

    private static List<SchemaChange> readRecords(WireInput input) throws IOException {
        int count = input.readCount();
        List<SchemaChange> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            records.add(
                    (SchemaChange)
                            SchemaEventFormat.INSTANCE.read(
                                    input, SchemaEventFormat.INSTANCE.version()));
        }
        return records;
    }

    private static List<Widening> readWidenings(WireInput input) throws IOException {
        int count = input.readCount();
        List<Widening> widenings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            widenings.add(
                    new Widening(
                            input.readString(),
                            Parts.readColumn(input),
                            input.readString(),
                            input.readBoolean(),
                            input.readSigned(),
                            input.readBoolean()));
        }
        return widenings;
    }

    private static List<PendingChange> readPending(WireInput input) throws IOException {
        int count = input.readCount();
        List<PendingChange> pending = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pending.add(
                    new PendingChange(
                            Parts.readFate(input),
                            input.readString(),
                            input.readSigned(),
                            input.readBoolean()));
        }
        return pending;
    }
}
