package io.dmstocrate.target;

import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.TableOptions;
import java.io.Serializable;
import java.util.function.Function;

/** What the configuration says of each source table; travels with the job. */
@FunctionalInterface
public interface TableLookup extends Function<TableId, TableOptions>, Serializable {}
