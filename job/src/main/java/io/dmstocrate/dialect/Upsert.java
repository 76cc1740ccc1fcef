package io.dmstocrate.dialect;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.mapping.TargetColumn;
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
     * @param update what a row that is there gets; empty: what it has
     */
    record Part(String name, String value, String update) {
        Part {
            requireNonNull(name, "name is null");
            requireNonNull(value, "value is null");
            requireNonNull(update, "update is null");
        }

        /** A column whose new value replaces the old one. */
        static Part replacing(String name, String value) {
            return new Part(name, value, "excluded." + name);
        }

        /** A column of the key. */
        static Part key(String name, String value) {
            return new Part(name, value, "");
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

    /**
     * The names of the parameters' columns, for {@code unnest}: one a column, and the version's.
     */
    static List<String> parameters(List<TargetColumn> columns, boolean version) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size() + (version ? 1 : 0); i++) {
            names.add("c" + i);
        }
        return names;
    }
}
