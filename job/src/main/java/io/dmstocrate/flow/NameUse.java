package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.TableId;
import java.util.List;

/**
 * The newest row of a table, of those that were tied to their rows by one subtask, that carried
 * columns of these names.
 *
 * @param timestampMicros when its message was built, microseconds since the epoch
 */
public record NameUse(
        TableId table, List<String> names, long timestampMicros, RecordPosition position) {

    public NameUse {
        requireNonNull(table, "table is null");
        names = List.copyOf(names);
        requireNonNull(position, "position is null");
    }
}
