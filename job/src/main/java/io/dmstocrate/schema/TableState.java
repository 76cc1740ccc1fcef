package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.dms.TableSighting;
import io.dmstocrate.dms.TableSighting.SeenColumn;
import io.dmstocrate.dms.TableSighting.ValueKind;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.PendingChange;
import io.dmstocrate.flow.Sweep;
import io.dmstocrate.flow.TableLife;
import io.dmstocrate.flow.TableMemory;
import io.dmstocrate.flow.Widening;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the schema operator knows of one table while it runs; {@link #memory()} lies in state.
 * Changed in place, by {@link SchemaEvolution} and its operator alone.
 */
final class TableState {

    private final TableId table;

    /**
     * The columns that the target has been given, and the key; {@code null} while unknown. Set by
     * {@link #define}, so that it is known since when each column is there.
     */
    TableDefinition definition;

    boolean appendOnly;

    /** Why the table can't be written; empty if it can. */
    String refusal = "";

    final List<Long> generations = new ArrayList<>();
    final List<Sweep> sweeps = new ArrayList<>();

    /** The columns that rows have shown, with the widest kind of their values. */
    final Map<String, ValueKind> seen = new LinkedHashMap<>();

    /** The latest records with a definition that were followed: see {@link ToldOrder}. */
    final List<SchemaChange> told = new ArrayList<>();

    /** What became of columns that the definition does not have any more, oldest first. */
    final List<ColumnFate> fates = new ArrayList<>();

    /** What is to be renamed or dropped in the target yet, in this order. */
    final List<PendingChange> pending = new ArrayList<>();

    /**
     * Names that columns had in the target until they were renamed, each with the first checkpoint
     * taken since, or 0. Until that has completed a failure may bring the rename back: then the
     * target must not have another column of that name. Not kept in state, which knows of the
     * rename.
     */
    private final Map<String, Long> formerNames = new HashMap<>();

    /** Counts what has changed in types and names of columns, and how often there were more. */
    long typeRevision;

    /** Since which revision each column of the definition is there. */
    private final Map<String, Long> since = new HashMap<>();

    /** Columns that are to get wider types yet. */
    final List<Widening> widenings = new ArrayList<>();

    /** Columns whose type was learned from rows; no control record told of them. */
    final Set<String> learned = new LinkedHashSet<>();

    /** Under the definition of which life rows are written, and where to. */
    TableLife life = TableLife.FIRST;

    /** Records with a definition that are not followed yet, by the time of their messages. */
    final List<SchemaChange> held = new ArrayList<>();

    /** How long records are held at most, by the clock of this machine. */
    final Map<SchemaChange, Long> heldUntil = new HashMap<>();

    /**
     * When the first of those was built that may be the definition of a life whose beginning is on
     * its way, or uses a name again that is not free yet; 0 if there is none.
     */
    long doubtedMicros;

    long lastLoadMicros = -1;
    long lastChangeMicros = -1;

    /** By the clock of this machine: when the last word of a load, or of its beginning, came. */
    long loadHeardMillis;

    /** When to stop waiting for the definition of a life; 0 for not at all. */
    long expectUntilMillis;

    /** When to stop waiting for a control record and believe the rows; 0 for not at all. */
    long learnAtMillis;

    /** Whether it was looked whether it lives on where another table stopped. Not kept in state. */
    boolean inherited;

    /** Whether the target's catalog was asked. Not kept in state: it is asked again. */
    boolean catalogAsked;

    TableState(TableId table) {
        this.table = table;
    }

    TableId table() {
        return table;
    }

    /** The table as it was remembered; what it waits for by the clock, it waits for anew. */
    static TableState of(TableMemory memory, long nowMillis) {
        TableState state = new TableState(memory.table());
        state.definition = memory.definition().orElse(null);
        state.appendOnly = memory.appendOnly();
        state.refusal = memory.refusal();
        state.generations.addAll(memory.generations());
        state.sweeps.addAll(memory.sweeps());
        memory.seen().forEach(column -> state.seen.put(column.name(), column.kind()));
        state.lastLoadMicros = memory.lastLoadMicros();
        state.lastChangeMicros = memory.lastChangeMicros();
        state.loadHeardMillis = nowMillis;
        state.told.addAll(memory.told());
        state.fates.addAll(memory.fates());
        state.pending.addAll(memory.pending());
        state.typeRevision = memory.typeRevision();
        state.widenings.addAll(memory.widenings());
        state.learned.addAll(memory.learned());
        state.life = memory.life();
        if (state.definition != null) {
            for (Column column : state.definition.columns()) {
                state.since.put(column.name(), memory.added().getOrDefault(column.name(), 0L));
            }
        }
        state.held.addAll(memory.held());
        state.doubtedMicros = memory.doubted();
        return state;
    }

    TableMemory memory() {
        return new TableMemory(
                table,
                Optional.ofNullable(definition),
                appendOnly,
                refusal,
                generations,
                sweeps,
                seen.entrySet().stream()
                        .map(column -> new SeenColumn(column.getKey(), column.getValue()))
                        .toList(),
                lastLoadMicros,
                lastChangeMicros,
                told,
                fates,
                pending,
                typeRevision,
                widenings,
                List.copyOf(learned),
                life,
                added(),
                held,
                doubtedMicros);
    }

    /** The widening of a column that is under way. */
    Optional<Widening> widening(String column) {
        return widenings.stream().filter(wide -> wide.column().equals(column)).findFirst();
    }

    /** A column as it will be when all that is under way is done. */
    Optional<Column> columnToBe(String name) {
        return widening(name).map(Widening::wide).or(() -> definition.column(name));
    }

    /** The columns that came after the first definition. */
    private Map<String, Long> added() {
        Map<String, Long> added = new HashMap<>(since);
        added.values().removeIf(revision -> revision == 0);
        return added;
    }

    /** Whether there has been a definition, of this life or a former one. */
    boolean isDefined() {
        return !since.isEmpty();
    }

    /**
     * Takes the columns of the first definition.
     *
     * @param numbers those that were added to the target's table; the others are as old as it
     */
    void begin(TableDefinition first, Map<String, Long> numbers) {
        first.columns()
                .forEach(
                        column ->
                                since.put(column.name(), numbers.getOrDefault(column.name(), 0L)));
        numbers.values().forEach(number -> typeRevision = Math.max(typeRevision, number));
    }

    /** Since which revision a column is there. */
    long since(String column) {
        return since.getOrDefault(column, 0L);
    }

    /** The columns of a definition that the one before it had not. */
    List<String> lacking(TableDefinition newer) {
        return newer.columns().stream()
                .map(Column::name)
                .filter(name -> !since.containsKey(name))
                .toList();
    }

    /** Takes columns that are added to the target's table; that is a revision. */
    void add(List<String> columns, long number) {
        columns.forEach(column -> since.put(column, number));
        typeRevision = Math.max(typeRevision, number);
    }

    /** Takes a definition. If it has columns that the one before had not, that is a revision. */
    void define(TableDefinition newer) {
        List<String> names = newer.columns().stream().map(Column::name).toList();
        boolean isFirst = since.isEmpty();
        since.keySet().retainAll(names);
        if (!isFirst && !since.keySet().containsAll(names)) {
            typeRevision++;
        }
        names.forEach(name -> since.putIfAbsent(name, typeRevision));
        definition = newer;
    }

    /**
     * Takes the same definition with a column under another name. That is a revision: by it the
     * names of rows are told apart that were made before and since.
     */
    void defineRenamed(TableDefinition renamed, ColumnFate fate) {
        Long revision = since.remove(fate.column());
        if (revision != null) {
            since.put(fate.successor(), revision);
        }
        formerNames.put(fate.column(), 0L);
        typeRevision++;
        define(renamed);
    }

    /** Gives a column of the definition another type. */
    void replaceColumn(Column column) {
        definition =
                new TableDefinition(
                        table,
                        definition.columns().stream()
                                .map(old -> old.name().equals(column.name()) ? column : old)
                                .toList(),
                        definition.primaryKey());
    }

    void addFate(ColumnFate fate) {
        if (!fates.contains(fate)) {
            fates.add(fate);
            fates.sort(Comparator.comparingLong(ColumnFate::sinceMicros));
        }
    }

    /** The name that the target has for a column, as long as its rename is pending. */
    String nameNow(String name) {
        String now = name;
        for (int i = pending.size() - 1; i >= 0; i--) {
            ColumnFate fate = pending.get(i).fate();
            if (fate.successor().equals(now)) {
                now = fate.column();
            }
        }
        return now;
    }

    /**
     * Whether the target has a name, or may have it again, for a column that is called otherwise.
     */
    boolean isGivenUp(String name) {
        return formerNames.containsKey(name)
                || pending.stream()
                        .map(PendingChange::fate)
                        .anyMatch(fate -> !fate.isGone() && fate.column().equals(name));
    }

    /** A checkpoint was taken. */
    void taken(long checkpoint) {
        sweeps.replaceAll(sweep -> sweep.taken(checkpoint));
        pending.replaceAll(change -> change.taken(checkpoint));
        widenings.replaceAll(widening -> widening.taken(checkpoint));
        formerNames.replaceAll((name, taken) -> taken == 0 ? checkpoint : taken);
    }

    /** A checkpoint has completed. */
    void completed(long checkpoint) {
        pending.replaceAll(change -> change.completed(checkpoint));
        widenings.replaceAll(widening -> widening.completed(checkpoint));
        formerNames.values().removeIf(taken -> taken != 0 && taken <= checkpoint);
    }

    /** No checkpoint will be taken any more that rows could wait for. */
    void freeNames() {
        formerNames.clear();
    }

    /** Takes in what rows have shown. */
    void see(TableSighting sighting, long nowMillis) {
        for (SeenColumn column : sighting.columns()) {
            seen.merge(column.name(), column.kind(), TableSighting::wider);
        }
        if (sighting.lastLoadMicros() > lastLoadMicros) {
            lastLoadMicros = sighting.lastLoadMicros();
            loadHeardMillis = nowMillis;
        }
        lastChangeMicros = Math.max(lastChangeMicros, sighting.lastChangeMicros());
    }

    /** The columns that rows carry, and of which nothing is known. */
    List<String> unknownColumns() {
        return seen.keySet().stream().filter(name -> !isKnown(nameNow(name))).toList();
    }

    private boolean isKnown(String name) {
        return (definition != null && definition.column(name).isPresent())
                || fates.stream().anyMatch(fate -> fate.column().equals(name));
    }
}
