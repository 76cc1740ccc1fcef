package io.dmstocrate.wire;

import io.dmstocrate.dms.Columns;

/**
 * Writes the names of a row's columns, and keeps the bytes of each shape, as rows of few shapes
 * share their {@link Columns}.
 *
 * <p>The form: a hash of the names' bytes, which spares the reader computing one, the length of
 * those bytes, and they themselves.
 */
final class EncodedColumns {

    private static final int CAPACITY = 1024;
    private static final int PLACES = 4;

    private final Columns[] shapes = new Columns[CAPACITY];
    private final byte[][] encoded = new byte[CAPACITY][];
    private int evicted;

    byte[] of(Columns columns) {
        int hash = columns.hashCode();
        int home = (hash ^ hash >>> 16) * PLACES & CAPACITY - 1;
        for (int place = home; place < home + PLACES; place++) {
            if (shapes[place] == null) {
                return keep(place, columns);
            }
            if (shapes[place].equals(columns)) {
                return encoded[place];
            }
        }
        return keep(home + (evicted++ & PLACES - 1), columns);
    }

    private byte[] keep(int place, Columns columns) {
        shapes[place] = columns;
        encoded[place] = encode(columns);
        return encoded[place];
    }

    private static byte[] encode(Columns columns) {
        WireOutput names = new WireOutput();
        names.writeUnsigned(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            names.writeString(columns.name(i));
        }
        byte[] bytes = names.toByteArray();
        WireOutput all = new WireOutput();
        all.writeInt(SharedValues.hash(bytes, 0, bytes.length));
        all.writeBytes(bytes);
        return all.toByteArray();
    }
}
