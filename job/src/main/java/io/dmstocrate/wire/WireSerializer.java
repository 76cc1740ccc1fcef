package io.dmstocrate.wire;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Flink's serializer over a {@link WireFormat}: a length, the format's version, the value.
 *
 * <p>Each value carries its version. A snapshot alone would not do: an unaligned checkpoint keeps
 * what was on its way as bare bytes, and RocksDB holds values of several versions side by side.
 *
 * <p>The length lets a value be read at once, and copied without being understood. Buffers and
 * caches belong to the instance, which one thread uses at a time; {@link #duplicate()} makes one
 * with its own.
 */
final class WireSerializer<T> extends TypeSerializer<T> {

    private static final long serialVersionUID = 1;

    private final WireFormat<T> format;
    private transient WireOutput output;
    private transient WireInput input;

    WireSerializer(WireFormat<T> format) {
        this.format = format;
    }

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        if (output == null) {
            output = new WireOutput();
        }
        output.begin();
        output.writeByte(format.version());
        format.write(value, output);
        output.flush(target);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        WireInput bytes = input();
        bytes.begin(source);
        int version = bytes.readByte();
        if (version < 1 || version > format.version()) {
            throw new IOException(
                    format.id()
                            + " is written in version "
                            + version
                            + ", this release reads versions 1 to "
                            + format.version()
                            + ": restore with a newer release");
        }
        T value = format.read(bytes, version);
        bytes.end();
        return value;
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        WireInput bytes = input();
        bytes.begin(source);
        bytes.copyTo(target);
    }

    @Override
    public T copy(T from) {
        return from;
    }

    @Override
    public T copy(T from, T reuse) {
        return from;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public TypeSerializer<T> duplicate() {
        return new WireSerializer<>(format);
    }

    /** None: nobody fills an immutable value later. */
    @Override
    public T createInstance() {
        return null;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new WireSerializerSnapshot<>(format);
    }

    private WireInput input() {
        if (input == null) {
            input = new WireInput();
        }
        return input;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireSerializer<?> serializer
                && format.id().equals(serializer.format.id());
    }

    @Override
    public int hashCode() {
        return format.id().hashCode();
    }

    @Override
    public String toString() {
        return "WireSerializer(" + format.id() + ")";
    }
}
