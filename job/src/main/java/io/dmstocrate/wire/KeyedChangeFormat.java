package io.dmstocrate.wire;

import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.KeyedChange;
import java.io.IOException;
import java.util.List;

/**
 * Changes of rows whose key is known.
 *
 * <p>In version 1 an update with every column was written as a whole row. It is read as that: of
 * which columns it really told is not known any more.
 */
enum KeyedChangeFormat implements WireFormat<KeyedChange> {
    INSTANCE;

    private static final EnumCodes<KeyedChange.Word> WORDS =
            new EnumCodes<>(
                    KeyedChange.Word.class,
                    List.of(
                            KeyedChange.Word.WHOLE,
                            KeyedChange.Word.PARTIAL,
                            KeyedChange.Word.DELETE,
                            KeyedChange.Word.WHOLE_UPDATE));
    private static final EnumCodes<KeyedChange.Phase> PHASES =
            new EnumCodes<>(
                    KeyedChange.Phase.class,
                    List.of(KeyedChange.Phase.LOAD, KeyedChange.Phase.CHANGE));
    static final EnumCodes<KeyedChange.Part> PARTS =
            new EnumCodes<>(
                    KeyedChange.Part.class,
                    List.of(
                            KeyedChange.Part.ALL,
                            KeyedChange.Part.OLD_KEY,
                            KeyedChange.Part.NEW_KEY));

    @Override
    public String id() {
        return "keyed-change";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public Class<KeyedChange> type() {
        return KeyedChange.class;
    }

    @Override
    public void write(KeyedChange value, WireOutput output) {
        output.writeString(value.key());
        Parts.writeTable(value.table(), output);
        WORDS.write(value.word(), output);
        PHASES.write(value.phase(), output);
        PARTS.write(value.part(), output);
        output.writeUnsigned(value.keySize());
        Parts.writeRow(value.row(), output);
        output.writeSigned(value.timestampMicros());
        Parts.writeSource(value.source(), output);
        Parts.writePosition(value.position(), output);
        output.writeBytes(value.payload());
        output.writeUnsigned(value.revision());
        output.writeUnsigned(value.life());
        Parts.writeStrings(value.leftOut(), output);
        if (!value.leftOut().isEmpty()) {
            output.writeString(value.newKey());
        }
    }

    @Override
    public KeyedChange read(WireInput input, int version) throws IOException {
        String key = input.readString();
        TableId table = input.readTable();
        KeyedChange.Word word = WORDS.read(input);
        KeyedChange.Phase phase = PHASES.read(input);
        KeyedChange.Part part = PARTS.read(input);
        int keySize = (int) input.readUnsigned();
        Row row = Parts.readRow(input);
        long timestampMicros = input.readSigned();
        SourcePosition source = Parts.readSource(input);
        RecordPosition position = Parts.readPosition(input);
        byte[] payload = input.readBytes();
        long revision = input.readUnsigned();
        long life = input.readUnsigned();
        List<String> leftOut = Parts.readStrings(input);
        return new KeyedChange(
                key,
                table,
                word,
                phase,
                part,
                keySize,
                row,
                timestampMicros,
                source,
                position,
                payload,
                revision,
                life,
                leftOut.isEmpty() ? "" : input.readString(),
                leftOut);
    }
}
