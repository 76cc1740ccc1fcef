package io.dmstocrate.ordering;

import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.flow.VersionText;
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

    /** Comes after every revision: the target has it, and its announcement is yet to come. */
    private static final long TO_COME = Long.MAX_VALUE;

    private final TableDefinition definition;
    private final long revision;
    private final Map<String, Long> since;
    private final List<String> names;
    private final long newest;
    private final String knowing;

    private KnownColumns(TableDefinition definition, long revision, Map<String, Long> since) {
        this.definition = definition;
        this.revision = revision;
        this.since = since;
        this.names = new ArrayList<>();
        if (definition != null) {
            definition.columns().forEach(column -> names.add(column.name()));
        }
        since.forEach(
                (column, first) -> {
                    if (first == TO_COME) {
                        names.add(column);
                    }
                });
        this.newest = since.values().stream().mapToLong(first -> first).max().orElse(0);
        this.knowing = VersionText.knowing(numberAt(revision));
    }

    static KnownColumns of(TableAnnouncement table) {
        return of(table, List.of());
    }

    /**
     * What is known of a table.
     *
     * @param writtenDown columns that were added to the table in the target, by a job before this
     *     one or another
     */
    static KnownColumns of(TableAnnouncement table, List<String> writtenDown) {
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
        for (String column : writtenDown) {
            if (!isRenamed(column, table)) {
                since.putIfAbsent(column, TO_COME);
            }
        }
        return new KnownColumns(definition, table.types().revision(), since);
    }

    /** Whether the name was given up, or is the one that a column is about to get. */
    private static boolean isRenamed(String name, TableAnnouncement table) {
        return table.fates().stream().anyMatch(fate -> fate.column().equals(name))
                || table.pending().stream().anyMatch(fate -> fate.successor().equals(name));
    }

    /** The table's definition; {@code null} if unknown. */
    TableDefinition definition() {
        return definition;
    }

    /** Whether the table's definition has a column. */
    boolean isDefined(String column) {
        return definition != null && definition.column(column).isPresent();
    }

    /** All columns that are there, the definition's first. */
    List<String> names() {
        return names;
    }

    /** Whether no column is there that the definition of a revision had not. */
    boolean hadAll(long other) {
        return newest <= other;
    }

    /** What an update of all columns of a revision knew, as {@link VersionText#knowing} tells. */
    String knowing(long other) {
        return other == revision ? knowing : VersionText.knowing(numberAt(other));
    }

    /** The revision that brought the last column that a revision had. */
    private long numberAt(long other) {
        return since.values().stream()
                .mapToLong(first -> first)
                .filter(first -> first <= other)
                .max()
                .orElse(0);
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
        return hadAll(other) ? new ArrayList<>() : added(other, TO_COME);
    }
}
