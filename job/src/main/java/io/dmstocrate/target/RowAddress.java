package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Names one row of the target.
 *
 * @param table the table that it lies in
 * @param key the source columns of its primary key
 * @param values the key, as text that {@link Target#stored} makes
 */
public record RowAddress(WrittenTable table, List<String> key, List<String> values) {

    public RowAddress {
        requireNonNull(table, "table is null");
        key = List.copyOf(key);
        values = List.copyOf(values);
    }
}
