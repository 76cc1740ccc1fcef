package io.dmstocrate.target;

import io.dmstocrate.mapping.TargetColumn;
import java.util.List;
import java.util.Set;

/**
 * A table as the catalog of the database has it.
 *
 * @param columns all of them, the version column and the flag of deleted rows included; of a
 *     universal table those in {@code pk} and {@code data}, and its top-level columns otherwise
 * @param primaryKey the names of the key's columns; empty if there is no key
 * @param notNull the names of columns that refuse NULL
 */
record CatalogTable(List<TargetColumn> columns, List<String> primaryKey, Set<String> notNull) {

    CatalogTable {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        notNull = Set.copyOf(notNull);
    }
}
