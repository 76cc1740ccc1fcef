package io.dmstocrate.wire;

import io.dmstocrate.dms.Columns;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of one value while they are put together; they leave in one piece, their length first.
 *
 * <p>Text takes one byte a character as long as it is Latin-1, else two. Any text passes unchanged,
 * also with halves of surrogate pairs, as no character set is involved.
 */
final class WireOutput {

    private static final int INITIAL_CAPACITY = 4 * 1024;

    /** What a rare huge value made grow beyond this is given back. */
    private static final int LARGEST_KEPT_CAPACITY = 1024 * 1024;

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int size;
    private EncodedColumns columns;

    void begin() {
        size = 0;
    }

    void flush(DataOutputView target) throws IOException {
        target.writeInt(size);
        target.write(bytes, 0, size);
        if (bytes.length > LARGEST_KEPT_CAPACITY) {
            bytes = new byte[INITIAL_CAPACITY];
        }
    }

    /** The bytes so far. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** Column names, as {@link EncodedColumns} writes them. */
    void writeColumns(Columns shape) {
        if (columns == null) {
            columns = new EncodedColumns();
        }
        writeRaw(columns.of(shape));
    }

    void writeByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    void writeInt(int value) {
        reserve(Integer.BYTES);
        bytes[size++] = (byte) (value >>> 24);
        bytes[size++] = (byte) (value >>> 16);
        bytes[size++] = (byte) (value >>> 8);
        bytes[size++] = (byte) value;
    }

    /** Seven bits a byte, the low ones first: small numbers are short. */
    void writeUnsigned(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** The same with the sign in the lowest bit: numbers near zero are short. */
    void writeSigned(long value) {
        writeUnsigned(value << 1 ^ value >> 63);
    }

    void writeString(String text) {
        int length = text.length();
        int start = size;
        writeUnsigned((long) length << 1);
        reserve(length);
        byte[] target = bytes;
        int next = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c > 0xFF) {
                size = start;
                writeWideString(text);
                return;
            }
            target[next++] = (byte) c;
        }
        size = next;
    }

    private void writeWideString(String text) {
        int length = text.length();
        writeUnsigned((long) length << 1 | 1);
        reserve(Math.multiplyExact(length, 2));
        byte[] target = bytes;
        int next = size;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            target[next++] = (byte) (c >>> 8);
            target[next++] = (byte) c;
        }
        size = next;
    }

    /** An array with its length. */
    void writeBytes(byte[] array) {
        writeUnsigned(array.length);
        writeRaw(array);
    }

    private void writeRaw(byte[] array) {
        reserve(array.length);
        System.arraycopy(array, 0, bytes, size, array.length);
        size += array.length;
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            int needed = Math.addExact(size, more);
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(2L * size, 1 << 30)));
        }
    }
}
