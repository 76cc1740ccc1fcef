package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.TableId;
import java.util.List;

/**
 * Names one row of the target.
 *
 * @param table the source table
 * @param key the source columns of its primary key
 * @param values the key, as text that {@link Target#stored} makes
 */
public record RowAddress(TableId table, List<String> key, List<String> values) {

    public RowAddress {
        requireNonNull(table, "table is null");
        key = List.copyOf(key);
        values = List.copyOf(values);
    }
}
