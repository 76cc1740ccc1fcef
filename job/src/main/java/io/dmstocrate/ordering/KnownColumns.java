package io.dmstocrate.ordering;

import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.TableAnnouncement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a table, and since which revision of its definition each is there.
 *
 * <p>An update that carried every column of its revision says nothing of those that came later,
 * although the control record that adds them may have been built long before it.
 */
final class KnownColumns {

    /** Nothing was announced. */
    static final KnownColumns NONE = new KnownColumns(null, -1, Map.of());

    private final TableDefinition definition;
    private final long revision;
    private final Map<String, Long> since;

    private KnownColumns(TableDefinition definition, long revision, Map<String, Long> since) {
        this.definition = definition;
        this.revision = revision;
        this.since = since;
    }

    static KnownColumns of(TableAnnouncement table) {
        if (table.definition().isEmpty()) {
            return NONE;
        }
        Map<String, Long> since = new HashMap<>();
        // Nobody writes what is gone any more, so no word on it has to be remembered.
        table.fates().stream()
                .filter(ColumnFate::isGone)
                .forEach(fate -> since.put(fate.column(), 0L));
        TableDefinition definition = table.definition().get();
        Map<String, Long> added = table.types().added();
        definition
                .columns()
                .forEach(column -> since.put(column.name(), added.getOrDefault(column.name(), 0L)));
        return new KnownColumns(definition, table.types().revision(), since);
    }

    /** The table's definition; {@code null} if unknown. */
    TableDefinition definition() {
        return definition;
    }

    /** Whether it is known which columns a revision had. */
    boolean knows(long other) {
        return other <= revision;
    }

    /**
     * Whether the definition of a revision had a column; one that nobody knows yet came later. What
     * says something of any column says that the row is there.
     */
    boolean had(long other, String column) {
        Long first = since.get(column);
        return first == null ? column.equals(RowRegister.EXISTENCE) : first <= other;
    }

    /** The columns that came after one revision, up to another; a list of the caller's own. */
    List<String> added(long after, long upTo) {
        List<String> added = new ArrayList<>();
        since.forEach(
                (column, first) -> {
                    if (first > after && first <= upTo) {
                        added.add(column);
                    }
                });
        return added;
    }

    /** The columns that came after a revision; a list of the caller's own. */
    List<String> addedSince(long other) {
        return other < revision ? added(other, revision) : new ArrayList<>();
    }
}
