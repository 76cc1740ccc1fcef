package io.dmstocrate.wire;

import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.ordering.TableAnnouncement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
        return 1;
    }

    @Override
    public Class<TableAnnouncement> type() {
        return TableAnnouncement.class;
    }

    @Override
    public void write(TableAnnouncement value, WireOutput output) {
        Parts.writeTable(value.table(), output);
        output.writeBoolean(value.definition().isPresent());
        if (value.definition().isPresent()) {
            Parts.writeDefinition(value.definition().get(), output);
        }
        output.writeBoolean(value.appendOnly());
        output.writeUnsigned(value.generations().size());
        for (long generation : value.generations()) {
            output.writeSigned(generation);
        }
        output.writeString(value.refusal());
    }

    @Override
    public TableAnnouncement read(WireInput input, int version) throws IOException {
        TableId table = input.readTable();
        Optional<TableDefinition> definition =
                input.readBoolean() ? Optional.of(Parts.readDefinition(input)) : Optional.empty();
        boolean appendOnly = input.readBoolean();
        int count = input.readCount();
        List<Long> generations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            generations.add(input.readSigned());
        }
        return new TableAnnouncement(
                table, definition, appendOnly, generations, input.readString());
    }
}
