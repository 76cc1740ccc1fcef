package io.dmstocrate.wire;

import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.Transfer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be written to rows of the target.
 *
 * <p>Version 2 has two more kinds of transfers; else it is as version 1.
 */
enum RowWriteFormat implements WireFormat<RowWrite> {
    INSTANCE;

    private static final EnumCodes<RowWrite.Kind> KINDS =
            new EnumCodes<>(
                    RowWrite.Kind.class,
                    List.of(RowWrite.Kind.UPSERT, RowWrite.Kind.DELETE, RowWrite.Kind.CARRY));
    private static final EnumCodes<Transfer.Kind> TRANSFERS =
            new EnumCodes<>(
                    Transfer.Kind.class,
                    List.of(
                            Transfer.Kind.TAKE,
                            Transfer.Kind.GIVE,
                            Transfer.Kind.LOSE,
                            Transfer.Kind.PASS,
                            Transfer.Kind.DROP,
                            Transfer.Kind.WANT,
                            Transfer.Kind.REFILL,
                            Transfer.Kind.LOOK,
                            Transfer.Kind.STRAND));

    @Override
    public String id() {
        return "row-write";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Class<RowWrite> type() {
        return RowWrite.class;
    }

    @Override
    public void write(RowWrite value, WireOutput output) {
        output.writeString(value.key());
        Parts.writeTable(value.table(), output);
        KINDS.write(value.kind(), output);
        output.writeUnsigned(value.keySize());
        Parts.writeRow(value.row(), output);
        writeVersions(value.versions(), output);
        output.writeBoolean(value.counted());
        output.writeSigned(value.timestampMicros());
        Parts.writePosition(value.position(), output);
        output.writeBytes(value.payload());
        output.writeUnsigned(value.revision());
        output.writeUnsigned(value.life());
        output.writeUnsigned(value.transfers().size());
        for (Transfer transfer : value.transfers()) {
            TRANSFERS.write(transfer.kind(), output);
            output.writeString(transfer.parcel());
            Parts.writeStrings(transfer.columns(), output);
            Parts.writeStrings(transfer.ranks(), output);
            output.writeString(transfer.onward());
        }
    }

    @Override
    public RowWrite read(WireInput input, int version) throws IOException {
        return new RowWrite(
                input.readString(),
                input.readTable(),
                KINDS.read(input),
                (int) input.readUnsigned(),
                Parts.readRow(input),
                readVersions(input),
                input.readBoolean(),
                input.readSigned(),
                Parts.readPosition(input),
                input.readBytes(),
                input.readUnsigned(),
                input.readUnsigned(),
                readTransfers(input));
    }

    /** Almost every write is of a whole row and its newest word: then one text says it all. */
    private static void writeVersions(RowVersions versions, WireOutput output) {
        output.writeString(versions.newest());
        output.writeBoolean(versions.isWhole());
        if (!versions.isWhole()) {
            output.writeString(versions.base());
            Parts.writeStrings(List.copyOf(versions.columns().keySet()), output);
            Parts.writeStrings(List.copyOf(versions.columns().values()), output);
        }
    }

    private static RowVersions readVersions(WireInput input) throws IOException {
        String newest = input.readString();
        if (input.readBoolean()) {
            return RowVersions.whole(newest);
        }
        String base = input.readString();
        List<String> columns = Parts.readStrings(input);
        List<String> versions = Parts.readStrings(input);
        Map<String, String> byColumn = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            byColumn.put(columns.get(i), versions.get(i));
        }
        return new RowVersions(newest, base, byColumn);
    }

    private static List<Transfer> readTransfers(WireInput input) throws IOException {
        int count = (int) input.readUnsigned();
        if (count == 0) {
            return List.of();
        }
        List<Transfer> transfers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            transfers.add(
                    new Transfer(
                            TRANSFERS.read(input),
                            input.readString(),
                            Parts.readStrings(input),
                            Parts.readStrings(input),
                            input.readString()));
        }
        return transfers;
    }
}
