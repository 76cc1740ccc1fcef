package io.dmstocrate.wire;

import io.dmstocrate.flow.RowWrite;
import java.io.IOException;
import java.util.List;

/** What is to be written to rows of the target. */
enum RowWriteFormat implements WireFormat<RowWrite> {
    INSTANCE;

    private static final EnumCodes<RowWrite.Kind> KINDS =
            new EnumCodes<>(
                    RowWrite.Kind.class, List.of(RowWrite.Kind.UPSERT, RowWrite.Kind.DELETE));

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
                input.readUnsigned());
    }
}
