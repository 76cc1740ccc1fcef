package io.dmstocrate.wire;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a savepoint keeps of a {@link WireSerializer}: the format's name, and its version when the
 * savepoint was taken. A format reads all its older versions; going back to a release that knows
 * only older ones is refused.
 */
public final class WireSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

    /** The form of the snapshot itself. */
    private static final int VERSION = 1;

    private WireFormat<T> format;
    private int formatVersion;

    /** For Flink, which calls {@link #readSnapshot} next. */
    public WireSerializerSnapshot() {}

    WireSerializerSnapshot(WireFormat<T> format) {
        this.format = format;
        this.formatVersion = format.version();
    }

    @Override
    public int getCurrentVersion() {
        return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView target) throws IOException {
        target.writeUTF(format.id());
        target.writeInt(formatVersion);
    }

    @Override
    @SuppressWarnings("unchecked") // the id names the type
    public void readSnapshot(int readVersion, DataInputView source, ClassLoader classLoader)
            throws IOException {
        if (readVersion != VERSION) {
            throw new IOException("unknown form of a serializer's snapshot: " + readVersion);
        }
        format = (WireFormat<T>) WireTypes.format(source.readUTF());
        formatVersion = source.readInt();
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
        return new WireSerializer<>(format);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
            TypeSerializerSnapshot<T> before) {
        boolean readable =
                before instanceof WireSerializerSnapshot<T> old
                        && old.format.id().equals(format.id())
                        && old.formatVersion <= formatVersion;
        return readable
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
