package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the schema operator tells everyone of a table. Each announcement replaces the one before it.
 *
 * @param definition the columns that the target has now, under the source's names, and the key; for
 *     a table without a key, its record id column is the key. Empty while the table can't be
 *     written yet.
 * @param appendOnly whether the table has no key of its own
 * @param generations when each life of the table began, microseconds since the epoch, ascending;
 *     empty for a table that was never dropped
 * @param refusal why rows of this table can't be written, with the remedy; empty if they can
 * @param fates what became of columns that the definition does not have any more
 * @param pending renames that are announced and not done: until they are, the definition and the
 *     target have the old name
 * @param types what is told of the columns' types
 * @param life when the life of the table began under whose definition rows are written now,
 *     microseconds since the epoch; 0 for the first. Rows that were built earlier belong to a
 *     former life and are superseded; those of this life go to a table of their own as long as it
 *     is not swapped in
 * @param expected a life has begun at this time whose definition is on its way: rows that were
 *     built since wait for it; 0 if there is none
 * @param undecided whether a record of the table is held, because what it means depends on records
 *     that may be on their way: rows with columns that nobody knows wait for that
 * @param doubted among those is one of this time that the table can't hold, so that rows that were
 *     built since wait: the record that says that a life of the table began may be on its way, or a
 *     name is used again that another column has until its rename is done; 0 if there is none
 */
public record TableAnnouncement(
        TableId table,
        Optional<TableDefinition> definition,
        boolean appendOnly,
        List<Long> generations,
        String refusal,
        List<ColumnFate> fates,
        List<ColumnFate> pending,
        TypeNews types,
        long life,
        long expected,
        boolean undecided,
        long doubted) {

    public TableAnnouncement {
        requireNonNull(table, "table is null");
        requireNonNull(definition, "definition is null");
        generations = List.copyOf(generations);
        requireNonNull(refusal, "refusal is null");
        fates = List.copyOf(fates);
        pending = List.copyOf(pending);
        requireNonNull(types, "types is null");
    }

    /**
     * The renames that are done behind the next checkpoint. A column that is being copied is not
     * renamed before that is done.
     */
    public List<ColumnFate> awaited() {
        if (types.widening().isEmpty()) {
            return pending;
        }
        Set<String> blocked = new HashSet<>();
        types.widening().forEach(wide -> blocked.add(wide.column()));
        List<ColumnFate> awaited = new ArrayList<>();
        for (ColumnFate fate : pending) {
            if (blocked.contains(fate.column())) {
                blocked.add(fate.successor());
            } else {
                awaited.add(fate);
            }
        }
        return awaited;
    }

    /** A table of which no record is held. */
    public TableAnnouncement(
            TableId table,
            Optional<TableDefinition> definition,
            boolean appendOnly,
            List<Long> generations,
            String refusal,
            List<ColumnFate> fates,
            List<ColumnFate> pending,
            TypeNews types,
            long life,
            long expected) {
        this(
                table,
                definition,
                appendOnly,
                generations,
                refusal,
                fates,
                pending,
                types,
                life,
                expected,
                false,
                0);
    }

    /** A table none of whose columns ever had another type. */
    public TableAnnouncement(
            TableId table,
            Optional<TableDefinition> definition,
            boolean appendOnly,
            List<Long> generations,
            String refusal,
            List<ColumnFate> fates,
            List<ColumnFate> pending) {
        this(
                table,
                definition,
                appendOnly,
                generations,
                refusal,
                fates,
                pending,
                TypeNews.NONE,
                0,
                0);
    }

    /** A table none of whose columns was ever renamed or dropped. */
    public TableAnnouncement(
            TableId table,
            Optional<TableDefinition> definition,
            boolean appendOnly,
            List<Long> generations,
            String refusal) {
        this(table, definition, appendOnly, generations, refusal, List.of(), List.of());
    }
}
