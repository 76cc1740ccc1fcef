package io.dmstocrate.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Values by the bytes they were read from, so that equal bytes give the same instance.
 *
 * <p>Holds a fixed number at most, none of more than a few kilobytes. When there is no room, a
 * newcomer takes the place of another only when it is seen twice in a row there: keys of which each
 * comes once neither cost memory nor drive out what comes often.
 */
final class SharedValues<V> {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PLACES = 4;
    private static final int LARGEST_KEY = 64 * 1024;

    private final int mask;
    private final int[] hashes;
    private final byte[][] keys;
    private final V[] values;

    /** By place, the hash of the newcomer that was turned away last. */
    private final int[] newcomers;

    /** Keeps at most this many values, a power of two. */
    @SuppressWarnings("unchecked") // nobody else sees the array
    SharedValues(int capacity) {
        this.mask = capacity - 1;
        this.hashes = new int[capacity];
        this.keys = new byte[capacity][];
        this.values = (V[]) new Object[capacity];
        this.newcomers = new int[capacity];
    }

    /** A hash of the bytes from start to end. */
    static int hash(byte[] bytes, int start, int end) {
        long hash = (long) end - start;
        int at = start;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes[at]) * 0x9E3779B97F4A7C15L;
        }
        return (int) (hash ^ hash >>> 32);
    }

    /** The value that was kept for these bytes, or null. */
    V find(int hash, byte[] bytes, int start, int end) {
        for (int i = 0; i < PLACES; i++) {
            int place = (hash + i) & mask;
            byte[] key = keys[place];
            if (key != null
                    && hashes[place] == hash
                    && Arrays.equals(key, 0, key.length, bytes, start, end)) {
                return values[place];
            }
        }
        return null;
    }

    /** Keeps a value that was not found, if there is room for it. */
    void keep(int hash, byte[] bytes, int start, int end, V value) {
        if (end - start > LARGEST_KEY) {
            return;
        }
        for (int i = 0; i < PLACES; i++) {
            int place = (hash + i) & mask;
            if (keys[place] == null) {
                put(place, hash, bytes, start, end, value);
                return;
            }
        }
        int place = (hash + (hash >>> 30)) & mask;
        if (newcomers[place] == hash) {
            put(place, hash, bytes, start, end, value);
        } else {
            newcomers[place] = hash;
        }
    }

    private void put(int place, int hash, byte[] bytes, int start, int end, V value) {
        hashes[place] = hash;
        keys[place] = Arrays.copyOfRange(bytes, start, end);
        values[place] = value;
    }
}
