package io.dmstocrate.ordering;

import io.dmstocrate.dms.TableId;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Which columns were added to tables that were there, as it was written down before any row was
 * written with them.
 *
 * <p>A job that goes on from a checkpoint meets columns in the target whose control records it has
 * yet to read again. Without this it would take an update that leaves them out for a word on all of
 * the row, and an insert for one that says nothing of them.
 */
@FunctionalInterface
public interface ColumnLog extends Serializable {

    /** The names of the columns that are there, by source table and life of the table. */
    Map<TableId, Map<Long, List<String>>> read();
}
