package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The columns and the primary key of a source table.
 *
 * @param primaryKey the names of the key's columns in order; empty if the table has no key
 */
public record TableDefinition(TableId table, List<Column> columns, List<String> primaryKey) {

    public TableDefinition {
        requireNonNull(table, "table is null");
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    public Columns columnNames() {
        return Columns.of(columns.stream().map(Column::name).toList());
    }
}
