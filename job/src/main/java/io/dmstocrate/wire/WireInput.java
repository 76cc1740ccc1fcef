package io.dmstocrate.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.TableId;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of one value while it is read; the counterpart of {@link WireOutput}.
 *
 * <p>Names that come again and again (columns, tables, shards) are found by their bytes in caches
 * of this reader, and cost no allocation.
 */
final class WireInput {

    private static final int INITIAL_CAPACITY = 4 * 1024;

    /** What a rare huge value made grow beyond this is given back. */
    private static final int LARGEST_KEPT_CAPACITY = 1024 * 1024;

    private final SharedValues<Columns> shapes = new SharedValues<>(1024);
    private final SharedValues<TableId> tables = new SharedValues<>(1024);
    private final SharedValues<String> texts = new SharedValues<>(256);
    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int next;
    private int end;

    /** Takes the next value's bytes from the source. */
    void begin(DataInputView source) throws IOException {
        next = 0;
        end = source.readInt();
        if (end < 1) {
            throw new IOException("a value of " + end + " bytes");
        }
        if (end > bytes.length) {
            bytes = new byte[end];
        }
        source.readFully(bytes, 0, end);
    }

    /** Hands the value on unread. */
    void copyTo(DataOutputView target) throws IOException {
        // Not with write(DataInputView, int): DataOutputSerializer does not grow for that one.
        target.writeInt(end);
        target.write(bytes, 0, end);
        next = end;
        end();
    }

    /** Checks that the value took what it was given. */
    void end() throws IOException {
        if (next != end) {
            throw new IOException(next + " bytes read of a value of " + end + " bytes");
        }
        if (bytes.length > LARGEST_KEPT_CAPACITY) {
            bytes = new byte[INITIAL_CAPACITY];
        }
    }

    int readByte() throws IOException {
        return bytes[advance(1)];
    }

    boolean readBoolean() throws IOException {
        return readByte() != 0;
    }

    int readInt() throws IOException {
        int at = advance(Integer.BYTES);
        return bytes[at] << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
    }

    long readUnsigned() throws IOException {
        long value = 0;
        int shift = 0;
        byte piece;
        do {
            piece = bytes[advance(1)];
            value |= (piece & 0x7FL) << shift;
            shift += 7;
        } while (piece < 0);
        return value;
    }

    long readSigned() throws IOException {
        long value = readUnsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** A number of things that follow, each of at least one byte. */
    int readCount() throws IOException {
        long count = readUnsigned();
        if (count < 0 || count > end - next) {
            throw new EOFException("a value that is longer than its bytes");
        }
        return (int) count;
    }

    String readString() throws IOException {
        long header = readUnsigned();
        int length = (int) (header >>> 1);
        if ((header & 1) == 0) {
            return new String(bytes, advance(length), length, ISO_8859_1);
        }
        int at = advance(Math.multiplyExact(length, 2));
        char[] characters = new char[length];
        for (int i = 0; i < length; i++) {
            characters[i] = (char) (bytes[at] << 8 | (bytes[at + 1] & 0xFF));
            at += 2;
        }
        return new String(characters);
    }

    byte[] readBytes() throws IOException {
        int length = readCount();
        int at = advance(length);
        return Arrays.copyOfRange(bytes, at, at + length);
    }

    /** A text that probably comes again. */
    String readSharedString() throws IOException {
        int start = next;
        skipString();
        int hash = SharedValues.hash(bytes, start, next);
        String known = texts.find(hash, bytes, start, next);
        if (known != null) {
            return known;
        }
        int after = next;
        next = start;
        String text = readString();
        texts.keep(hash, bytes, start, after, text);
        return text;
    }

    TableId readTable() throws IOException {
        int start = next;
        skipString();
        skipString();
        int hash = SharedValues.hash(bytes, start, next);
        TableId known = tables.find(hash, bytes, start, next);
        if (known != null) {
            return known;
        }
        int after = next;
        next = start;
        TableId table = new TableId(readString(), readString());
        tables.keep(hash, bytes, start, after, table);
        return table;
    }

    /** Column names, as {@link EncodedColumns} writes them. */
    Columns readColumns() throws IOException {
        int hash = readInt();
        int length = readCount();
        int start = next;
        int after = start + length;
        Columns known = shapes.find(hash, bytes, start, after);
        if (known != null) {
            next = after;
            return known;
        }
        String[] names = new String[readCount()];
        for (int i = 0; i < names.length; i++) {
            names[i] = readString();
        }
        Columns columns = Columns.of(names);
        shapes.keep(hash, bytes, start, after, columns);
        return columns;
    }

    private void skipString() throws IOException {
        long header = readUnsigned();
        int length = (int) (header >>> 1);
        advance((header & 1) == 0 ? length : Math.multiplyExact(length, 2));
    }

    /** Steps over bytes and returns where they begin. */
    private int advance(int count) throws IOException {
        int at = next;
        if (count < 0 || count > end - at) {
            throw new EOFException("a value that is longer than its bytes");
        }
        next = at + count;
        return at;
    }
}
