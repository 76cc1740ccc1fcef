package io.dmstocrate.wire;

import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.Transfer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is to be written to rows of the target. */
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
                            Transfer.Kind.REFILL));

    @Override
    public String id() {
        return "row-write";
    }

    @Override
    public int version() {
        return 1;
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
        output.writeString(value.version());
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
                input.readString(),
                input.readBoolean(),
                input.readSigned(),
                Parts.readPosition(input),
                input.readBytes(),
                input.readUnsigned(),
                input.readUnsigned(),
                readTransfers(input));
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
