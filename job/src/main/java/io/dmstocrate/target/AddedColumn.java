package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A column that was added to a table which was there.
 *
 * @param source the table whose rows have it
 * @param life the life of the table, see {@link Target#enter}
 * @param column its name at the source
 * @param number what was written with less than this knew nothing of the column
 */
public record AddedColumn(TableId source, long life, String column, long number) {

    public AddedColumn {
        requireNonNull(source, "source is null");
        requireNonNull(column, "column is null");
    }

    /** The names of columns, by table and life. */
    public static Map<TableId, Map<Long, List<String>>> names(List<AddedColumn> columns) {
        Map<TableId, Map<Long, List<String>>> names = new HashMap<>();
        for (AddedColumn added : columns) {
            names.computeIfAbsent(added.source, none -> new HashMap<>())
                    .computeIfAbsent(added.life, none -> new ArrayList<>())
                    .add(added.column);
        }
        return names;
    }
}
