package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.dms.TableSighting.SeenColumn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the schema operator remembers of a table over restarts.
 *
 * @param definition the columns that the target has been given, and the key; empty while unknown
 * @param appendOnly whether the table has no key of its own
 * @param refusal why the table can't be written, with the remedy; empty if it can
 * @param generations when each life of the table began, microseconds since the epoch, ascending
 * @param sweeps what is to be swept yet
 * @param seen the columns that rows have shown
 * @param lastLoadMicros the latest {@code metadata.timestamp} of a loaded row; -1 if none was seen
 * @param lastChangeMicros the same of a captured change
 * @param told the latest control records with a definition, by the time of their messages
 * @param fates what became of columns that the definition does not have any more
 * @param pending what is to be renamed or dropped yet
 * @param typeRevision counts what has changed in the types and names of columns, and how often
 *     there were more of them
 * @param widenings columns that are to get wider types yet
 * @param learned columns whose type was learned from rows
 * @param life under the definition of which life its rows are written, and where to
 * @param added columns that came after the first definition, with the revision of each
 * @param held control records with a definition that are not followed yet, by the time of their
 *     messages: what they mean depends on others that may be on their way
 * @param doubted when the first of those was built that the table can't hold: it may be the
 *     definition of a life whose beginning is on its way, or it uses a name again that is not free
 *     yet; 0 if there is none
 */
public record TableMemory(
        TableId table,
        Optional<TableDefinition> definition,
        boolean appendOnly,
        String refusal,
        List<Long> generations,
        List<Sweep> sweeps,
        List<SeenColumn> seen,
        long lastLoadMicros,
        long lastChangeMicros,
        List<SchemaChange> told,
        List<ColumnFate> fates,
        List<PendingChange> pending,
        long typeRevision,
        List<Widening> widenings,
        List<String> learned,
        TableLife life,
        Map<String, Long> added,
        List<SchemaChange> held,
        long doubted) {

    public TableMemory {
        requireNonNull(table, "table is null");
        requireNonNull(definition, "definition is null");
        requireNonNull(refusal, "refusal is null");
        generations = List.copyOf(generations);
        sweeps = List.copyOf(sweeps);
        seen = List.copyOf(seen);
        told = List.copyOf(told);
        fates = List.copyOf(fates);
        pending = List.copyOf(pending);
        widenings = List.copyOf(widenings);
        learned = List.copyOf(learned);
        requireNonNull(life, "life is null");
        added = Map.copyOf(added);
        held = List.copyOf(held);
    }

    /** What everyone needs to know of it. */
    public TableAnnouncement announcement() {
        return new TableAnnouncement(
                table,
                definition,
                appendOnly,
                generations,
                refusal,
                fates,
                renames(),
                types(),
                life.openedMicros(),
                life.expectedMicros(),
                !held.isEmpty(),
                doubted);
    }

    /** A column that takes another's place is renamed, too. */
    private List<ColumnFate> renames() {
        return Stream.concat(
                        pending.stream().map(PendingChange::fate).filter(fate -> !fate.isGone()),
                        widenings.stream()
                                .filter(Widening::copied)
                                .map(wide -> new ColumnFate(wide.temporary(), wide.column(), 0)))
                .toList();
    }

    private TypeNews types() {
        return new TypeNews(
                typeRevision,
                widenings.stream()
                        .map(wide -> new WideColumn(wide.column(), wide.temporary()))
                        .toList(),
                learned,
                added);
    }
}
