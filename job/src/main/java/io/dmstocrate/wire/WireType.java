package io.dmstocrate.wire;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Flink's type information for a type that has a {@link WireFormat}. */
final class WireType<T> extends TypeInformation<T> {

    private final WireFormat<T> format;

    WireType(WireFormat<T> format) {
        this.format = format;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return new WireSerializer<>(format);
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<T> getTypeClass() {
        return format.type();
    }

    @Override
    public boolean isKeyType() {
        return format.isKeyType();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof WireType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireType<?> type && format.id().equals(type.format.id());
    }

    @Override
    public int hashCode() {
        return format.id().hashCode();
    }

    @Override
    public String toString() {
        return "WireType(" + format.id() + ")";
    }
}
