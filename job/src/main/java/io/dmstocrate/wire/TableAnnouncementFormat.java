package io.dmstocrate.wire;

import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.flow.TypeNews;
import io.dmstocrate.flow.WideColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the schema operator tells of tables. */
enum TableAnnouncementFormat implements WireFormat<TableAnnouncement> {
    INSTANCE;

    @Override
    public String id() {
        return "table-announcement";
    }

    @Override
    public int version() {
        return 3;
    }

    @Override
    public Class<TableAnnouncement> type() {
        return TableAnnouncement.class;
    }

    @Override
    public void write(TableAnnouncement value, WireOutput output) {
        Parts.writeTable(value.table(), output);
        Parts.writeOptionalDefinition(value.definition(), output);
        output.writeBoolean(value.appendOnly());
        Parts.writeGenerations(value.generations(), output);
        output.writeString(value.refusal());
        Parts.writeFates(value.fates(), output);
        Parts.writeFates(value.pending(), output);
        writeTypes(value.types(), output);
        output.writeUnsigned(value.life());
        output.writeUnsigned(value.expected());
        output.writeBoolean(value.undecided());
        output.writeUnsigned(value.doubted());
    }

    @Override
    public TableAnnouncement read(WireInput input, int version) throws IOException {
        TableId table = input.readTable();
        Optional<TableDefinition> definition = Parts.readOptionalDefinition(input);
        boolean appendOnly = input.readBoolean();
        List<Long> generations = Parts.readGenerations(input);
        return new TableAnnouncement(
                table,
                definition,
                appendOnly,
                generations,
                input.readString(),
                Parts.readFates(input),
                Parts.readFates(input),
                readTypes(input, version),
                input.readUnsigned(),
                input.readUnsigned(),
                version >= 2 && input.readBoolean(),
                version < 3 ? 0 : input.readUnsigned());
    }

    private static void writeTypes(TypeNews types, WireOutput output) {
        output.writeUnsigned(types.revision());
        output.writeUnsigned(types.widening().size());
        for (WideColumn column : types.widening()) {
            output.writeString(column.column());
            output.writeString(column.temporary());
        }
        Parts.writeNames(types.learned(), output);
        Parts.writeAdded(types.added(), output);
    }

    private static TypeNews readTypes(WireInput input, int version) throws IOException {
        long revision = input.readUnsigned();
        int count = input.readCount();
        List<WideColumn> widening = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            widening.add(new WideColumn(input.readString(), input.readString()));
        }
        return new TypeNews(
                revision,
                widening,
                Parts.readNames(input),
                version < 2 ? Map.of() : Parts.readAdded(input));
    }
}
