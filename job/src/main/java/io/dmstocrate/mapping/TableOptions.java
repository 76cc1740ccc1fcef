package io.dmstocrate.mapping;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.TableId;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the configuration says of one source table, the {@code Table:<schema>.<table>} group.
 *
 * @param primaryKey names of the source columns; empty: the record or the catalog tells
 * @param target the table to write, empty: the same name
 * @param columnTypes by source column, as written in the configuration, for example {@code object}
 *     or {@code numeric(18,4)}
 * @param settings {@code shards}, {@code replicas}, {@code partitioned.by}, {@code column.policy}
 * @param generation when a reload began that announced itself by no {@code drop-table},
 *     microseconds since the epoch
 */
public record TableOptions(
        List<String> primaryKey,
        String target,
        Layout layout,
        Map<String, String> columnTypes,
        Map<String, String> settings,
        OptionalLong generation)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public static final TableOptions DEFAULT =
            new TableOptions(
                    List.of(), "", Layout.DIRECT, Map.of(), Map.of(), OptionalLong.empty());

    public TableOptions {
        primaryKey = List.copyOf(primaryKey);
        requireNonNull(target, "target is null");
        requireNonNull(layout, "layout is null");
        columnTypes = Map.copyOf(columnTypes);
        settings = Map.copyOf(settings);
        requireNonNull(generation, "generation is null");
    }

    /** Where a source table goes by default: {@code awsdms_*} tables to the schema {@code dms}. */
    public static TableId defaultTarget(TableId source) {
        return source.schema().isEmpty() ? new TableId("dms", source.name()) : source;
    }
}
