package io.dmstocrate.target;

import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.mapping.ColumnType;
import java.util.List;
import java.util.Map;

/**
 * A target table as the database has it, under the source's names.
 *
 * @param definition its columns and its key, as a source definition that would make such a table
 * @param problems why rows can't be written to it as the configuration wants, each with its remedy;
 *     empty if they can
 * @param types the type of each column that comes from the source
 */
public record ExistingTable(
        TableDefinition definition, List<String> problems, Map<String, ColumnType> types) {

    public ExistingTable {
        problems = List.copyOf(problems);
        types = Map.copyOf(types);
    }
}
