package io.dmstocrate.wire;

import io.dmstocrate.flow.KeyedChange;
import java.io.IOException;
import java.util.List;

/** Changes of rows whose key is known. */
enum KeyedChangeFormat implements WireFormat<KeyedChange> {
    INSTANCE;

    private static final EnumCodes<KeyedChange.Word> WORDS =
            new EnumCodes<>(
                    KeyedChange.Word.class,
                    List.of(
                            KeyedChange.Word.WHOLE,
                            KeyedChange.Word.PARTIAL,
                            KeyedChange.Word.DELETE));
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
        return 1;
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
    }

    @Override
    public KeyedChange read(WireInput input, int version) throws IOException {
        return new KeyedChange(
                input.readString(),
                input.readTable(),
                WORDS.read(input),
                PHASES.read(input),
                PARTS.read(input),
                (int) input.readUnsigned(),
                Parts.readRow(input),
                input.readSigned(),
                Parts.readSource(input),
                Parts.readPosition(input),
                input.readBytes(),
                input.readUnsigned(),
                input.readUnsigned());
    }
}
