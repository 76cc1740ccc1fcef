package io.dmstocrate.resolving;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.ColumnLineage;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.flow.WideColumn;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.ValueRoom;
import io.dmstocrate.ordering.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Ties the changes of one table to rows, by one announced definition.
 *
 * <p>Deterministic: the same change and definition give the same result. A record whose key is not
 * whole is never widened to more rows than one; it is refused.
 */
final class TableResolver {

    /**
     * So many shapes of rows are remembered; a table whose rows vary more gets slower, not wrong.
     */
    private static final int SHAPES = 1000;

    private final boolean versioned;
    private final TableAnnouncement announcement;
    private final TableDefinition definition;
    private final Columns whole;
    private final Columns key;
    private final RowKey keyTexts;
    private final ColumnLineage lineage;
    private final Map<String, ValueRoom> rooms = new HashMap<>();
    private final UsedNames used;
    private final Map<ColumnFate, Long> doubts = new HashMap<>();
    private final Map<Integer, Map<Columns, RowPlan>> plansOfEras = new HashMap<>();
    private Map<Columns, RowPlan> plans = new HashMap<>();
    private int era;

    /**
     * Makes a resolver for an announcement that has a definition.
     *
     * @param versioned whether rows of the target carry their versions
     * @param used takes in which names rows carried: see {@link #rememberNames}
     */
    TableResolver(TableAnnouncement announcement, boolean versioned, UsedNames used) {
        this.versioned = versioned;
        this.used = used;
        this.announcement = announcement;
        this.definition = announcement.definition().orElseThrow();
        this.lineage = ColumnLineage.of(announcement);
        Set<String> names = new LinkedHashSet<>(definition.primaryKey());
        this.key = Columns.of(new ArrayList<>(names));
        this.keyTexts = new RowKey(definition);
        definition.columns().forEach(column -> names.add(column.name()));
        this.whole = Columns.of(new ArrayList<>(names));
        definition.columns().forEach(this::makeRoom);
    }

    private void makeRoom(Column column) {
        boolean isKey = definition.primaryKey().contains(column.name());
        boolean isLearned = announcement.types().learned().contains(column.name());
        ValueRoom room = ValueRoom.of(ColumnTypes.of(column, isKey), isLearned);
        if (room != null) {
            rooms.put(column.name(), room);
        }
    }

    /**
     * Whether the columns have room for a row, and for its key as it was before. If not, they may
     * get wider: a control record that says so may be on its way, or the rows tell.
     */
    boolean hasRoomFor(RowChange change) {
        RowPlan plan = plan(change.row().columns(), change.timestampMicros());
        boolean hasRoom =
                change.operation() == Operation.DELETE
                        ? plan.hasRoomForKey(change.row())
                        : plan.hasRoomFor(change.row());
        Row before = change.before();
        return hasRoom
                && (before.size() == 0
                        || plan(before.columns(), change.timestampMicros()).hasRoomForKey(before));
    }

    /**
     * Whether a row may have values of new columns, under names that others had before: a control
     * record that tells of them may be on its way.
     */
    boolean mayHaveNewColumns(RowChange change) {
        return !lineage.isEmpty()
                && plan(change.row().columns(), change.timestampMicros()).mayHaveNewColumns();
    }

    /** Whether a column that lacks room is about to get it. */
    boolean isWidenedFor(RowChange change) {
        List<WideColumn> widening = announcement.types().widening();
        if (widening.isEmpty()) {
            return false;
        }
        return isWidenedFor(change.row(), change, widening)
                || isWidenedFor(change.before(), change, widening);
    }

    private boolean isWidenedFor(Row row, RowChange change, List<WideColumn> widening) {
        Columns shape = row.columns();
        RowPlan plan = plan(shape, change.timestampMicros());
        for (int misfit : plan.misfits(row)) {
            String name = lineage.conform(shape.name(misfit), era);
            if (widening.stream().anyMatch(wide -> wide.column().equals(name))) {
                return true;
            }
        }
        return false;
    }

    /** Writes down the newest rows that carried each name. Until then each plan has its own. */
    void rememberNames() {
        plansOfEras.values().forEach(this::rememberNames);
        rememberNames(plans);
    }

    private void rememberNames(Map<Columns, RowPlan> some) {
        some.forEach((shape, plan) -> plan.handOver(shape, used));
    }

    /**
     * Tells by which names rows were misread, as it turns out by what is announced now, and forgets
     * these rows: of each it is told once.
     *
     * @param before what was announced before, with its names {@link #rememberNames written down}
     */
    List<DeadLetter> tellMisread(TableResolver before, long nowMillis) {
        List<DeadLetter> letters = new ArrayList<>();
        used.forgetBefore(announcement.life());
        used.newest()
                .forEach(
                        (name, use) ->
                                misread(name, use.timestampMicros(), before)
                                        .ifPresent(
                                                misread -> {
                                                    used.forget(name);
                                                    letters.add(
                                                            misread.letter(
                                                                    announcement.table(),
                                                                    use.position(),
                                                                    nowMillis));
                                                }));
        return letters;
    }

    private Optional<MisreadName> misread(String name, long timestampMicros, TableResolver before) {
        boolean stays =
                before.definition.column(name).isPresent() && definition.column(name).isPresent();
        return MisreadName.find(name, timestampMicros, before.lineage, lineage, stays);
    }

    /**
     * Takes in renames by which rows are doubtful that are read again: see {@link
     * FatesAfterFailure}.
     */
    void doubt(Map<ColumnFate, Long> fates) {
        doubts.putAll(fates);
        doubts.keySet().removeAll(used.doubtsTold());
    }

    boolean hasDoubts() {
        return !doubts.isEmpty();
    }

    /** Tells if a row is the first that is doubtful by a name. */
    Optional<DeadLetter> tellDoubt(RowChange change, long nowMillis) {
        if (change.operation() != Operation.UPDATE) {
            return Optional.empty();
        }
        Optional<ColumnFate> doubtful = FatesAfterFailure.doubtful(change, doubts);
        doubtful.ifPresent(
                fate -> {
                    doubts.remove(fate);
                    used.doubtsTold().add(fate);
                });
        return doubtful.map(fate -> MisreadName.of(fate, lineage))
                .filter(misread -> misread.column() != null)
                .map(
                        misread ->
                                misread.letterOfDoubt(
                                        change.table(), change.position(), nowMillis));
    }

    /** Why rows of this table can't be written; empty if they can. */
    String refusal() {
        return announcement.refusal();
    }

    /** Whether a change belongs to a life of the table before the one that the definition is of. */
    boolean isOfFormerLife(RowChange change) {
        return change.timestampMicros() < announcement.life();
    }

    /** Whether a change belongs to a life whose definition is on its way. */
    boolean isOfExpectedLife(RowChange change) {
        return announcement.expected() != 0 && change.timestampMicros() >= announcement.expected();
    }

    /** Whether a change may belong to a life whose definition is held. */
    boolean isOfDoubtedLife(RowChange change) {
        return announcement.doubted() != 0 && change.timestampMicros() >= announcement.doubted();
    }

    /** Whether what a record of the table means is not decided yet. */
    boolean isUndecided() {
        return announcement.undecided();
    }

    /** The columns of a row that the definition does not know yet. */
    List<String> unknownColumns(RowChange change) {
        return plan(change.row().columns(), change.timestampMicros()).unknownColumns();
    }

    /**
     * Hands over what a change does to rows: one change, or two where the key changes.
     *
     * @throws Unresolvable if the record lacks what is needed to find its row
     */
    void resolve(RowChange change, Consumer<KeyedChange> output) throws Unresolvable {
        if (announcement.appendOnly()) {
            append(change, output);
            return;
        }
        RowPlan plan = plan(change.row().columns(), change.timestampMicros());
        Object[] keyValues = keyValues(change, plan);
        String rowKey = keyTexts.of(keyValues);
        switch (change.operation()) {
            case LOAD, INSERT ->
                    output.accept(
                            keyed(
                                    change,
                                    rowKey,
                                    KeyedChange.Word.WHOLE,
                                    KeyedChange.Part.ALL,
                                    plan.whole(change.row(), keyValues)));
            case DELETE ->
                    output.accept(
                            keyed(
                                    change,
                                    rowKey,
                                    KeyedChange.Word.DELETE,
                                    KeyedChange.Part.ALL,
                                    plan.key(keyValues)));
            case UPDATE -> update(change, plan, keyValues, rowKey, output);
        }
        if (change.operation() != Operation.DELETE) {
            plan.used(change);
        }
    }

    private void update(
            RowChange change,
            RowPlan plan,
            Object[] keyValues,
            String rowKey,
            Consumer<KeyedChange> output)
            throws Unresolvable {
        KeyedChange.Word word =
                plan.isWhole() ? KeyedChange.Word.WHOLE_UPDATE : KeyedChange.Word.PARTIAL;
        Row row = plan.carried(change.row(), keyValues);
        Object[] oldKeyValues = oldKeyValues(change, keyValues);
        if (oldKeyValues.length == 0) {
            output.accept(keyed(change, rowKey, word, KeyedChange.Part.ALL, row));
            return;
        }
        String oldRowKey = keyTexts.of(oldKeyValues);
        if (oldRowKey.equals(rowKey)) {
            output.accept(keyed(change, rowKey, word, KeyedChange.Part.ALL, row));
            return;
        }
        List<String> leftOut = plan.leftOut();
        if (!leftOut.isEmpty() && !versioned) {
            throw new Unresolvable(
                    "The update changes the primary key but does not carry every column; without"
                            + " a version column (Sink.version.column) the columns it leaves out"
                            + " would be lost with the old row. Let the source log whole rows"
                            + " (PostgreSQL: REPLICA IDENTITY FULL, Oracle: supplemental logging"
                            + " ALL, DMS: IncludeNullAndEmpty = true) and reload the table.");
        }
        if (!leftOut.isEmpty() && !isKnownWhenSentAgain(change.source().ordering())) {
            throw new Unresolvable(
                    "The update changes the primary key but does not carry every column; without"
                            + " a log position such an update can't be told from one that DMS"
                            + " sends again, and the values of another row could be taken along."
                            + " Set IncludeTransactionDetails (PostgreSQL and MySQL send the"
                            + " position then), or let the source log whole rows (PostgreSQL:"
                            + " REPLICA IDENTITY FULL, Oracle: supplemental logging ALL, DMS:"
                            + " IncludeNullAndEmpty = true), and reload the table.");
        }
        output.accept(
                keyed(
                        change,
                        oldRowKey,
                        KeyedChange.Word.DELETE,
                        KeyedChange.Part.OLD_KEY,
                        plan.key(oldKeyValues),
                        rowKey,
                        leftOut));
        output.accept(keyed(change, rowKey, word, KeyedChange.Part.NEW_KEY, row, rowKey, leftOut));
    }

    /** Elsewhere a change that is sent again has the time of another message in its version. */
    private static boolean isKnownWhenSentAgain(SourcePosition.Ordering ordering) {
        return ordering == SourcePosition.Ordering.POSTGRESQL_LSN
                || ordering == SourcePosition.Ordering.MYSQL_BINLOG;
    }

    /** The key before the change: the new one, overlaid with what the before image says. */
    private Object[] oldKeyValues(RowChange change, Object[] keyValues) {
        Row before = change.before();
        if (before.size() == 0) {
            return new Object[0];
        }
        RowPlan plan = plan(before.columns(), change.timestampMicros());
        Object[] old = null;
        for (int i = 0; i < keyValues.length; i++) {
            Object value = keyTexts.written(i, plan.keyValue(before, i));
            if (value != null) {
                old = old == null ? keyValues.clone() : old;
                old[i] = value;
            }
        }
        return old == null ? new Object[0] : old;
    }

    /** A table without a key: each record is a row of its own, under the record's identity. */
    private void append(RowChange change, Consumer<KeyedChange> output) throws Unresolvable {
        if (!change.operation().isWholeRow()) {
            throw new Unresolvable(
                    "The table has no primary key, so the row that this "
                            + change.operation().name().toLowerCase(Locale.ROOT)
                            + " means can't be found. Name the columns that identify a row:"
                            + " primary.key in the group Table:"
                            + change.table()
                            + ".");
        }
        Object[] keyValues = {change.position().id()};
        String rowKey = keyTexts.of(keyValues);
        RowPlan plan = plan(change.row().columns(), change.timestampMicros());
        Row row = plan.whole(change.row(), keyValues);
        output.accept(keyed(change, rowKey, KeyedChange.Word.WHOLE, KeyedChange.Part.ALL, row));
        plan.used(change);
    }

    private Object[] keyValues(RowChange change, RowPlan plan) throws Unresolvable {
        Object[] values = new Object[plan.keySize()];
        for (int i = 0; i < values.length; i++) {
            values[i] = keyTexts.written(i, plan.keyValue(change.row(), i));
            if (values[i] == null) {
                throw new Unresolvable(
                        plan.missingKeyColumn() >= 0
                                ? "The record does not carry "
                                        + key.name(plan.missingKeyColumn())
                                        + ", a column of the primary key "
                                        + key
                                        + ", so its row can't be found."
                                : "The primary key's column "
                                        + key.name(i)
                                        + " is NULL; a row of the target needs a whole key.");
            }
        }
        return values;
    }

    private KeyedChange keyed(
            RowChange change,
            String rowKey,
            KeyedChange.Word word,
            KeyedChange.Part part,
            Row row) {
        return keyed(change, rowKey, word, part, row, "", List.of());
    }

    private KeyedChange keyed(
            RowChange change,
            String rowKey,
            KeyedChange.Word word,
            KeyedChange.Part part,
            Row row,
            String newKey,
            List<String> leftOut) {
        return new KeyedChange(
                rowKey,
                change.table(),
                word,
                change.operation() == Operation.LOAD
                        ? KeyedChange.Phase.LOAD
                        : KeyedChange.Phase.CHANGE,
                part,
                key.size(),
                row,
                change.timestampMicros(),
                change.source(),
                change.position(),
                change.payload(),
                announcement.types().revision(),
                announcement.life(),
                leftOut.isEmpty() ? "" : newKey,
                leftOut);
    }

    private RowPlan plan(Columns shape, long timestampMicros) {
        int newEra = lineage.era(timestampMicros);
        if (newEra != era) {
            plansOfEras.put(era, plans);
            era = newEra;
            plans = plansOfEras.computeIfAbsent(era, none -> new HashMap<>());
        }
        RowPlan plan = plans.get(shape);
        if (plan == null) {
            if (plans.size() >= SHAPES) {
                rememberNames(plans);
                plans.clear();
            }
            plan = new RowPlan(definition, whole, key, names(shape), rooms, mayHaveNew(shape));
            plans.put(shape, plan);
        }
        return plan;
    }

    private boolean mayHaveNew(Columns shape) {
        return shape.names().stream().anyMatch(name -> lineage.mayBeNew(name, era));
    }

    /** The names that the definition has for the columns of a shape. */
    private List<String> names(Columns shape) {
        if (lineage.isEmpty()) {
            return shape.names();
        }
        List<String> names = new ArrayList<>(shape.size());
        for (String name : shape.names()) {
            names.add(lineage.conform(name, era));
        }
        return names;
    }
}
