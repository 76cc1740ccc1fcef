package io.dmstocrate.dms;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of a row's columns, in order, each once. Rows of one shape share one instance, so that
 * a row costs its values only, and whatever is computed for a shape can be kept in a map.
 */
public final class Columns {

    private final String[] names;
    private final int hash;

    private Columns(String[] names) {
        this.names = names;
        this.hash = Arrays.hashCode(names);
    }

    /**
     * The columns with these names, in this order.
     *
     * @throws IllegalArgumentException if a name appears twice
     */
    public static Columns of(List<String> names) {
        Set<String> distinct = new HashSet<>(names);
        if (distinct.size() != names.size()) {
            throw new IllegalArgumentException("a column appears twice");
        }
        return new Columns(names.toArray(new String[0]));
    }

    /** The same for names written out. */
    public static Columns of(String... names) {
        return of(List.of(names));
    }

    public int size() {
        return names.length;
    }

    public String name(int index) {
        return names[index];
    }

    /** The position of a name, or -1. Linear: look shapes up once, not rows. */
    public int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    public boolean contains(String name) {
        return indexOf(name) >= 0;
    }

    public List<String> names() {
        return List.of(names);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Columns columns
                        && hash == columns.hash
                        && Arrays.equals(names, columns.names));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.toString(names);
    }
}
