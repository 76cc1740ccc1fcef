package io.dmstocrate.ordering;

import io.dmstocrate.flow.KeyedChange.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes the state of a row in few bytes: about forty for a row without partial updates.
 *
 * <p>The first byte is the version of the form; every form that was ever written is read.
 */
final class RowHistorySerializer extends TypeSerializerSingleton<RowHistory> {

    static final RowHistorySerializer INSTANCE = new RowHistorySerializer();

    private static final long serialVersionUID = 1;
    private static final int FORM = 1;
    private static final int HAS_BASE = 1;
    private static final int DELETED = 2;

    @Override
    public void serialize(RowHistory history, DataOutputView target) throws IOException {
        target.writeByte(FORM);
        target.writeByte((history.base == null ? 0 : HAS_BASE) | (history.deleted ? DELETED : 0));
        if (history.base != null) {
            writeVersion(history.base, target);
        }
        target.writeShort(history.columns().size());
        for (Map.Entry<String, ChangeVersion> column : history.columns().entrySet()) {
            target.writeUTF(column.getKey());
            writeVersion(column.getValue(), target);
        }
    }

    @Override
    public RowHistory deserialize(DataInputView source) throws IOException {
        int form = source.readByte();
        if (form != FORM) {
            throw new IOException(
                    "The state of rows was written in form "
                            + form
                            + ", which this release can't read; restore with a newer one.");
        }
        int flags = source.readByte();
        RowHistory history = new RowHistory();
        history.deleted = (flags & DELETED) != 0;
        if ((flags & HAS_BASE) != 0) {
            history.base = readVersion(source);
        }
        int columns = source.readUnsignedShort();
        for (int i = 0; i < columns; i++) {
            history.put(source.readUTF(), readVersion(source));
        }
        return history;
    }

    /** Positions are ASCII and short, but for what a source may call its transactions. */
    private static void writeVersion(ChangeVersion version, DataOutputView target)
            throws IOException {
        target.writeByte(version.phase() == Phase.LOAD ? 0 : 1);
        target.writeLong(version.timestampMicros());
        byte[] position = version.position().getBytes(StandardCharsets.UTF_8);
        target.writeShort(position.length);
        target.write(position);
    }

    private static ChangeVersion readVersion(DataInputView source) throws IOException {
        Phase phase = source.readByte() == 0 ? Phase.LOAD : Phase.CHANGE;
        long timestampMicros = source.readLong();
        byte[] position = new byte[source.readUnsignedShort()];
        source.readFully(position);
        return new ChangeVersion(
                timestampMicros, phase, new String(position, StandardCharsets.UTF_8));
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public RowHistory createInstance() {
        return new RowHistory();
    }

    @Override
    public RowHistory copy(RowHistory from) {
        return from.copy();
    }

    @Override
    public RowHistory copy(RowHistory from, RowHistory reuse) {
        return from.copy();
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public RowHistory deserialize(RowHistory reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<RowHistory> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint keeps of the serializer: its name is enough. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RowHistory> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
