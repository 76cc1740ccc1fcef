package io.dmstocrate.mapping;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.TableId;
import java.util.List;
import java.util.Map;

/**
 * A table as it is, or is to be, in the target.
 *
 * @param columns the columns that come from the source, key included
 * @param primaryKey names in the target of the key's columns, in order; never empty
 * @param versionColumn the column with the row's version; empty if there is none
 * @param deletedColumn the flag of softly deleted rows; empty if rows are really deleted
 * @param settings what a new table is created with: {@code shards}, {@code replicas}, {@code
 *     partitioned.by}, {@code column.policy}; absent ones are left to the database
 */
public record TargetTable(
        TableId id,
        Layout layout,
        List<TargetColumn> columns,
        List<String> primaryKey,
        String versionColumn,
        String deletedColumn,
        Map<String, String> settings) {

    public TargetTable {
        requireNonNull(id, "id is null");
        requireNonNull(layout, "layout is null");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        requireNonNull(versionColumn, "versionColumn is null");
        requireNonNull(deletedColumn, "deletedColumn is null");
        settings = Map.copyOf(settings);
    }

    /** The same table under another name. */
    public TargetTable at(TableId other) {
        return new TargetTable(
                other, layout, columns, primaryKey, versionColumn, deletedColumn, settings);
    }

    /** The same table with other columns. */
    public TargetTable with(List<TargetColumn> others) {
        return new TargetTable(
                id, layout, others, primaryKey, versionColumn, deletedColumn, settings);
    }

    /**
     * The column with the versions of single columns, which partial updates have written; empty if
     * the table has no versions.
     */
    public String columnVersions() {
        return versionColumn.isEmpty() ? "" : TableMapper.COLUMN_VERSIONS;
    }

    /** Whether a column, by its name in the target, is part of the key. */
    public boolean isKey(String name) {
        return primaryKey.contains(name);
    }

    /** The columns of the key, in the key's order. */
    public List<TargetColumn> keyColumns() {
        return primaryKey.stream().map(this::column).toList();
    }

    /** The columns that are not part of the key. */
    public List<TargetColumn> otherColumns() {
        return columns.stream().filter(column -> !isKey(column.name())).toList();
    }

    private TargetColumn column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "table " + id + " lacks its key column " + name));
    }
}
