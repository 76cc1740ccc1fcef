package io.dmstocrate.dms;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps {@link Shape}s, so that a row of a known shape needs no names of its own. Of bounded size:
 * of the shapes whose hashes meet, the one used least recently goes.
 */
final class Shapes {

    private static final int SETS = 512;
    private static final int WAYS = 4;

    private final Shape[] slots = new Shape[SETS * WAYS];
    private final String prefix;

    /**
     * @param prefix see {@link Shape#of}
     */
    Shapes(String prefix) {
        this.prefix = prefix;
    }

    /** The shape with the first {@code count} of these names; a new one if none is kept. */
    Shape get(String[] names, int count, String where) throws MalformedRecordException {
        int hash = count;
        for (int i = 0; i < count; i++) {
            hash = 31 * hash + names[i].hashCode();
        }
        int first = ((hash ^ hash >>> 15) & (SETS - 1)) * WAYS;
        Shape shape = slots[first];
        if (shape != null && matches(shape, names, count)) {
            return shape;
        }
        int way = 1;
        while (way < WAYS
                && (slots[first + way] == null || !matches(slots[first + way], names, count))) {
            way++;
        }
        shape = way < WAYS ? slots[first + way] : create(names, count, where);
        System.arraycopy(slots, first, slots, first + 1, Math.min(way, WAYS - 1));
        slots[first] = shape;
        return shape;
    }

    private static boolean matches(Shape shape, String[] names, int count) {
        Columns columns = shape.columns();
        if (columns.size() != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!columns.name(i).equals(names[i])) {
                return false;
            }
        }
        return true;
    }

    private Shape create(String[] names, int count, String where) throws MalformedRecordException {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < count; i++) {
            if (!seen.add(names[i])) {
                throw Complaints.columnTwice(where, names[i]);
            }
        }
        return Shape.of(Arrays.asList(names).subList(0, count), prefix);
    }
}
