package io.dmstocrate.dialect;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of an upsert, as both dialects write them: each with the value to insert and, unless
 * it is the key, the value that replaces what is there.
 */
final class Upsert {

    /**
     * A column of the target table.
     *
     * @param name in quotes
     * @param value what a new row gets
     * @param update what a row that is there gets, unless the guard keeps what it has; empty: what
     *     it has
     * @param guard whether what is there is newer; empty: it never is
     */
    record Part(String name, String value, String update, String guard) {
        Part {
            requireNonNull(name, "name is null");
            requireNonNull(value, "value is null");
            requireNonNull(update, "update is null");
            requireNonNull(guard, "guard is null");
        }

        /** A column whose new value replaces the old one. */
        static Part replacing(String name, String value, String guard) {
            return new Part(name, value, "excluded." + name, guard);
        }

        /** A column of the key. */
        static Part key(String name, String value) {
            return new Part(name, value, "", "");
        }

        /**
         * How a row that is there is updated.
         *
         * @param row what stands before the columns of that row
         */
        String assignment(String row) {
            String guarded =
                    guard.isEmpty()
                            ? update
                            : "CASE WHEN "
                                    + guard
                                    + " THEN "
                                    + row
                                    + name
                                    + " ELSE "
                                    + update
                                    + " END";
            return name + " = " + guarded;
        }
    }

    private final List<Part> parts = new ArrayList<>();

    Upsert add(Part part) {
        parts.add(part);
        return this;
    }

    /** The columns of the insert, with commas. */
    String names() {
        return SqlText.list(parts, Part::name);
    }

    /** The values of the insert, with commas. */
    String values() {
        return SqlText.list(parts, Part::value);
    }

    /** The columns that an update sets. */
    List<Part> updated() {
        return parts.stream().filter(part -> !part.update().isEmpty()).toList();
    }

    /** The names of the parameters' columns, for {@code unnest}. */
    static List<String> parameters(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("c" + i);
        }
        return names;
    }
}
