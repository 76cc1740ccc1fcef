package io.dmstocrate.target;

import io.dmstocrate.dms.TableDefinition;
import java.util.List;

/**
 * A target table as the database has it, under the source's names.
 *
 * @param definition its columns and its key, as a source definition that would make such a table
 * @param problems why rows can't be written to it as the configuration wants, each with its remedy;
 *     empty if they can
 */
public record ExistingTable(TableDefinition definition, List<String> problems) {

    public ExistingTable {
        problems = List.copyOf(problems);
    }
}
