package io.dmstocrate.wire;

import java.io.IOException;
import java.io.Serializable;

/**
 * How one type is written, and how all its versions are read.
 *
 * <p>To change a format, count {@link #version()} up, write the new form only, and keep reading the
 * old ones: bytes of them lie in state and in savepoints.
 *
 * @param <T> an immutable type
 */
interface WireFormat<T> extends Serializable {

    /** The name of the format in snapshots; never changes. */
    String id();

    /** The version that is written, from 1. */
    int version();

    Class<T> type();

    void write(T value, WireOutput output);

    /** Reads a value that was written in this version or an older one. */
    T read(WireInput input, int version) throws IOException;

    /** Whether streams may be keyed by such values. */
    default boolean isKeyType() {
        return false;
    }
}
