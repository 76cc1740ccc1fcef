package io.dmstocrate.testing;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.flow.VersionText;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.ConversionNotes;
import io.dmstocrate.mapping.Misfit;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TypeFit;
import io.dmstocrate.mapping.ValueConversion;
import io.dmstocrate.mapping.ValueRules;
import io.dmstocrate.mapping.WideName;
import io.dmstocrate.target.AddedColumn;
import io.dmstocrate.target.ExistingTable;
import io.dmstocrate.target.Parcel;
import io.dmstocrate.target.Rejection;
import io.dmstocrate.target.RowAddress;
import io.dmstocrate.target.RowState;
import io.dmstocrate.target.SchemaHistoryEntry;
import io.dmstocrate.target.TableBatch;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.target.WidenedColumn;
import io.dmstocrate.target.WrittenTable;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A database in memory, with the manners that matter: upserts guarded by the version, deletes by
 * key, rows that it rejects. All targets that its factory opens write to the same tables.
 */
public final class InMemoryDatabase {

    private static final ValueRules RULES = new ValueRules(true, 32_766, true);

    /** By name, as targets are opened by objects that were sent on; kept by who made it. */
    private static final Map<String, WeakReference<InMemoryDatabase>> DATABASES =
            new ConcurrentHashMap<>();

    /** A row of a table: its columns, and the version it was written with. */
    public static final class StoredRow {
        private final Map<String, Object> columns = new TreeMap<>();
        private final Map<String, String> columnVersions = new TreeMap<>();
        private String version = "";
        private String base = "";
        private long changes;
        private boolean deleted;
    }

    /**
     * Is told of each row that is written, and of its version before and after, unless a reload
     * begins with it that was not announced yet.
     */
    @FunctionalInterface
    public interface Watcher {
        void onWrite(TableId table, List<Object> key, String before, String after);
    }

    private final String name = UUID.randomUUID().toString();
    private final Map<TableId, TableDefinition> definitions = new HashMap<>();
    private final Map<TableId, Map<List<Object>, StoredRow>> tables = new HashMap<>();
    private final Map<String, DeadLetter> deadLetters = new LinkedHashMap<>();
    private final Map<String, SchemaHistoryEntry> history = new LinkedHashMap<>();
    private final Map<String, Parcel> parcels = new HashMap<>();
    private long parcelChanges;
    private final Map<TableId, TreeSet<Long>> generations = new HashMap<>();
    private final Map<TableId, Map<Long, Map<String, Long>>> added = new HashMap<>();
    private final List<String> statements = new ArrayList<>();
    private BiFunction<TableId, Map<String, Object>, String> rejecting = (table, row) -> null;
    private Watcher watcher = (table, key, before, after) -> {};
    private boolean guarded = true;
    private boolean softDeletes;

    private final boolean typed;
    private int copiedAtOnce = Integer.MAX_VALUE;

    /** A database that takes any value in any column, and alters types at once. */
    public InMemoryDatabase() {
        this(false);
    }

    private InMemoryDatabase(boolean typed) {
        this.typed = typed;
        DATABASES.put(name, new WeakReference<>(this));
    }

    /** A database whose columns hold values of their types only, and can't be altered. */
    public static InMemoryDatabase typed() {
        return new InMemoryDatabase(true);
    }

    /** From now on so many rows at most are copied from a column to a wide one by one call. */
    public synchronized void copyAtOnce(int rows) {
        copiedAtOnce = rows;
    }

    /** Opens targets that write here; can be sent to other threads. */
    public TargetFactory targets() {
        String database = name;
        return () -> new InMemoryTarget(DATABASES.get(database).get());
    }

    /** From now on rows for which the function gives a reason are rejected. */
    public synchronized void rejectRows(BiFunction<TableId, Map<String, Object>, String> reason) {
        rejecting = reason;
    }

    /** From now on every write is looked at. */
    public synchronized void watch(Watcher newWatcher) {
        watcher = newWatcher;
    }

    /** From now on there is no version column: whoever writes last wins. */
    public synchronized void doWithoutVersions() {
        guarded = false;
    }

    /** From now on a deleted row gets a flag, and stays. */
    public synchronized void deleteSoftly() {
        softDeletes = true;
    }

    /** The rows of a table that are not deleted, by key, without versions. */
    public synchronized Map<List<Object>, Map<String, Object>> rows(TableId table) {
        Map<List<Object>, Map<String, Object>> rows = new HashMap<>();
        tables.getOrDefault(table, Map.of())
                .forEach(
                        (key, row) -> {
                            if (!row.deleted) {
                                rows.put(key, row.columns);
                            }
                        });
        return rows;
    }

    public synchronized Collection<DeadLetter> deadLetters() {
        return List.copyOf(deadLetters.values());
    }

    /** What was written, a word for each statement and prepared table, in order. */
    public synchronized List<String> statements() {
        return List.copyOf(statements);
    }

    public synchronized Optional<TableDefinition> definition(TableId table) {
        return Optional.ofNullable(definitions.get(table));
    }

    private synchronized Optional<ExistingTable> existing(TableId source) {
        return definition(source)
                .map(
                        all -> {
                            List<Column> columns =
                                    all.columns().stream()
                                            .filter(c -> !WideName.isTemporary(c.name()))
                                            .toList();
                            Map<String, ColumnType> types = new HashMap<>();
                            for (Column column : columns) {
                                boolean key = all.primaryKey().contains(column.name());
                                types.put(column.name(), ColumnTypes.of(column, key));
                            }
                            return new ExistingTable(
                                    new TableDefinition(source, columns, all.primaryKey()),
                                    List.of(),
                                    types);
                        });
    }

    private synchronized List<String> prepare(TableDefinition wanted) {
        TableDefinition known = definitions.get(wanted.table());
        List<Column> columns = new ArrayList<>(known == null ? List.of() : known.columns());
        List<String> done = new ArrayList<>();
        if (known == null) {
            done.add("create " + wanted.table());
        }
        for (Column column : wanted.columns()) {
            if (known == null) {
                columns.add(column);
            } else if (known.column(column.name()).isEmpty()) {
                columns.add(column);
                done.add("add " + column.name() + " to " + wanted.table());
            }
        }
        List<String> key = known == null ? wanted.primaryKey() : known.primaryKey();
        definitions.put(wanted.table(), new TableDefinition(wanted.table(), columns, key));
        statements.addAll(done);
        return done;
    }

    private synchronized List<String> rename(TableId table, String column, String successor) {
        TableDefinition known = definitions.get(table);
        boolean has = known.column(column).isPresent();
        boolean hasSuccessor = known.column(successor).isPresent();
        if (!has && hasSuccessor) {
            return List.of();
        }
        if (!has || hasSuccessor) {
            throw new TargetException(FailureKind.REJECTED, "can't rename " + column, null);
        }
        UnaryOperator<String> name = old -> old.equals(column) ? successor : old;
        definitions.put(
                table,
                new TableDefinition(
                        table,
                        known.columns().stream()
                                .map(old -> named(old, name.apply(old.name())))
                                .toList(),
                        known.primaryKey().stream().map(name).toList()));
        for (StoredRow row : tables.getOrDefault(table, Map.of()).values()) {
            if (row.columns.containsKey(column)) {
                row.columns.put(successor, row.columns.remove(column));
            }
        }
        String done = "rename " + column + " to " + successor + " of " + table;
        statements.add(done);
        return List.of(done);
    }

    private static Column named(Column old, String name) {
        return new Column(
                name, old.type(), old.length(), old.precision(), old.scale(), old.nullable());
    }

    private synchronized List<String> drop(TableId table, String column) {
        TableDefinition known = definitions.get(table);
        if (known.column(column).isEmpty()) {
            return List.of();
        }
        definitions.put(
                table,
                new TableDefinition(
                        table,
                        known.columns().stream().filter(old -> !old.name().equals(column)).toList(),
                        known.primaryKey()));
        for (StoredRow row : tables.getOrDefault(table, Map.of()).values()) {
            row.columns.remove(column);
        }
        String done = "drop " + column + " of " + table;
        statements.add(done);
        return List.of(done);
    }

    private synchronized WidenedColumn widen(TableId table, Column wide, String temporary) {
        TableDefinition known = definitions.get(table);
        Column narrow = known.column(wide.name()).orElseThrow();
        boolean key = known.primaryKey().contains(wide.name());
        TypeFit fit = TypeFit.of(ColumnTypes.of(narrow, key), ColumnTypes.of(wide, key));
        if (fit == TypeFit.SAME || fit == TypeFit.NARROWER) {
            return new WidenedColumn(true, List.of());
        }
        if (!typed) {
            columns(table, old -> old.name().equals(wide.name()) ? wide : old);
            return new WidenedColumn(true, List.of("alter " + wide.name() + " of " + table));
        }
        if (key) {
            return new WidenedColumn(false, true, List.of());
        }
        for (Column column : known.columns()) {
            if (WideName.isWideOf(wide.name(), column.name())) {
                drop(table, column.name());
            }
        }
        List<Column> columns = new ArrayList<>(definitions.get(table).columns());
        columns.add(named(wide, temporary));
        definitions.put(table, new TableDefinition(table, columns, known.primaryKey()));
        String done = "add " + temporary + " to " + table;
        statements.add(done);
        return new WidenedColumn(false, List.of(done));
    }

    private void columns(TableId table, UnaryOperator<Column> change) {
        TableDefinition known = definitions.get(table);
        definitions.put(
                table,
                new TableDefinition(
                        table, known.columns().stream().map(change).toList(), known.primaryKey()));
    }

    private synchronized long copy(TableId table, String column, String temporary) {
        Optional<Column> wide = definitions.get(table).column(temporary);
        if (wide.isEmpty()) {
            return 0;
        }
        long left = 0;
        int copied = 0;
        for (StoredRow row : tables.getOrDefault(table, Map.of()).values()) {
            Object value = row.columns.get(column);
            if (value == null || row.columns.get(temporary) != null) {
                continue;
            }
            if (copied++ < copiedAtOnce) {
                row.columns.put(temporary, convert(wide.get(), false, value));
            } else {
                left++;
            }
        }
        return left;
    }

    private synchronized List<String> swap(TableId table, String column, String temporary) {
        TableDefinition known = definitions.get(table);
        List<String> done = new ArrayList<>();
        if (known.column(temporary).isPresent()) {
            if (known.column(column).isPresent()) {
                done.addAll(drop(table, column));
            }
            done.addAll(rename(table, temporary, column));
        }
        return done;
    }

    /** A table that is being copied into one with wider columns, by one target. */
    private static final class TableCopy {
        private final Map<List<Object>, Long> seen = new HashMap<>();
        private final Map<List<Object>, StoredRow> rows = new HashMap<>();
        private TableDefinition before;
    }

    private synchronized boolean widenTable(
            TableId table, List<Column> wide, TableCopy copy, List<String> done) {
        TableDefinition known = definitions.get(table);
        if (isWide(known, wide)) {
            dropRoom(table);
            return true;
        }
        Map<List<Object>, StoredRow> rows = tables.computeIfAbsent(table, none -> new HashMap<>());
        if (!known.equals(copy.before) || !isAsSeen(rows, copy.seen)) {
            copy.before = known;
            copy.seen.clear();
            copy.rows.clear();
            rows.forEach((key, row) -> copy.seen.put(key, row.changes));
        }
        UnaryOperator<Column> type =
                old ->
                        wide.stream()
                                .filter(w -> w.name().equals(old.name()))
                                .findFirst()
                                .orElse(old);
        int copied = 0;
        for (Map.Entry<List<Object>, StoredRow> row : rows.entrySet()) {
            if (!copy.rows.containsKey(row.getKey()) && copied++ < copiedAtOnce) {
                copy.rows.put(row.getKey(), retyped(row.getValue(), known, type));
            }
        }
        if (copy.rows.size() < rows.size()) {
            return false;
        }
        copy.rows.putAll(tables.getOrDefault(room(table), Map.of()));
        columns(table, type);
        tables.put(table, new HashMap<>(copy.rows));
        dropRoom(table);
        done.add("replace " + table + " by a copy");
        statements.addAll(done);
        return true;
    }

    private static boolean isWide(TableDefinition known, List<Column> wide) {
        for (Column column : wide) {
            boolean key = known.primaryKey().contains(column.name());
            ColumnType wants = ColumnTypes.of(column, key);
            boolean isNarrow =
                    known.column(column.name())
                            .map(has -> TypeFit.of(ColumnTypes.of(has, key), wants))
                            .filter(fit -> fit == TypeFit.WIDER)
                            .isPresent();
            if (isNarrow) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAsSeen(
            Map<List<Object>, StoredRow> rows, Map<List<Object>, Long> seen) {
        return rows.keySet().equals(seen.keySet())
                && rows.entrySet().stream()
                        .allMatch(row -> row.getValue().changes == seen.get(row.getKey()));
    }

    private static StoredRow retyped(
            StoredRow row, TableDefinition known, UnaryOperator<Column> type) {
        StoredRow copy = new StoredRow();
        copy.columns.putAll(row.columns);
        for (Column column : known.columns()) {
            boolean key = known.primaryKey().contains(column.name());
            Column wide = type.apply(column);
            if (!wide.equals(column)) {
                copy.columns.computeIfPresent(
                        column.name(), (name, value) -> convert(wide, key, value));
            }
        }
        copy.version = row.version;
        copy.base = row.base;
        copy.columnVersions.putAll(row.columnVersions);
        copy.deleted = row.deleted;
        copy.changes = row.changes;
        return copy;
    }

    /** Where rows go whose keys a table has no room for. */
    private static TableId room(TableId table) {
        return new TableId(table.schema(), table.name() + "__dms_room");
    }

    private void dropRoom(TableId table) {
        definitions.remove(room(table));
        tables.remove(room(table));
    }

    private synchronized void makeRoom(TableId table, List<Column> wide) {
        TableDefinition known = definitions.get(table);
        if (isWide(known, wide)) {
            return;
        }
        UnaryOperator<Column> type =
                old ->
                        wide.stream()
                                .filter(w -> w.name().equals(old.name()))
                                .findFirst()
                                .orElse(old);
        TableDefinition room =
                new TableDefinition(
                        room(table),
                        known.columns().stream().map(type).toList(),
                        known.primaryKey());
        if (!room.equals(definitions.put(room(table), room))) {
            tables.remove(room(table));
        }
    }

    /** Whether the key of a row fits the types of a table. */
    private boolean hasRoomForKey(TableDefinition definition, TableBatch batch, Object[] values) {
        for (int i = 0; typed && i < batch.keySize(); i++) {
            Column column = definition.column(batch.columns().name(i)).orElseThrow();
            if (convert(column, true, values[i]) instanceof Misfit) {
                return false;
            }
        }
        return true;
    }

    private static Object convert(Column column, boolean key, Object value) {
        ColumnType type = ColumnTypes.of(column, key);
        return ValueConversion.of(new TargetColumn(column.name(), column.name(), type), key, RULES)
                .convert(value, new ConversionNotes());
    }

    private synchronized void remember(SchemaHistoryEntry entry) {
        if (entry.statements().isEmpty()) {
            history.putIfAbsent(entry.id(), entry);
        } else {
            history.put(entry.id(), entry);
        }
    }

    /** What was done about changes of tables. */
    public synchronized List<SchemaHistoryEntry> history() {
        return List.copyOf(history.values());
    }

    /** The table of a life that has not taken the place yet. */
    public static TableId beside(TableId source, long life) {
        return new TableId(source.schema(), source.name() + "__dms_" + Long.toString(life, 36));
    }

    private synchronized TableId place(TableId source, long life) {
        TableId beside = beside(source, life);
        return definitions.containsKey(beside) ? beside : source;
    }

    private static TableDefinition at(TableDefinition definition, TableId table) {
        return new TableDefinition(table, definition.columns(), definition.primaryKey());
    }

    private synchronized List<String> takePlace(
            TableDefinition definition, TableId beside, List<TableId> abandoned, long opened) {
        TableId source = definition.table();
        List<String> done = new ArrayList<>();
        if (definitions.containsKey(beside)) {
            checkNothingIsLost(source, opened);
            abandoned.forEach(table -> checkNothingIsLost(table, opened));
            definitions.put(source, at(definitions.remove(beside), source));
            Map<List<Object>, StoredRow> rows = tables.remove(beside);
            tables.put(source, rows == null ? new HashMap<>() : rows);
            done.add("replace " + source);
        } else if (!isShapedLike(definition)) {
            throw new TargetException(FailureKind.REJECTED, beside + " is gone", null);
        }
        for (TableId table : abandoned) {
            if (definitions.remove(table) != null) {
                tables.remove(table);
                done.add("drop " + table);
            }
        }
        statements.addAll(done);
        return done;
    }

    private boolean isShapedLike(TableDefinition definition) {
        TableDefinition there = definitions.get(definition.table());
        return there.primaryKey().equals(definition.primaryKey())
                && definition.columns().stream()
                        .allMatch(
                                column ->
                                        there.column(column.name())
                                                .filter(has -> has.type() == column.type())
                                                .isPresent());
    }

    private void checkNothingIsLost(TableId table, long openedMicros) {
        StringBuilder opened = new StringBuilder();
        OrderedText.appendFixed(opened, openedMicros);
        for (StoredRow row : tables.getOrDefault(table, Map.of()).values()) {
            int end = row.version.length();
            String time = row.version.substring(end - OrderedText.FIXED_LENGTH);
            if (time.compareTo(opened.toString()) >= 0) {
                throw new TargetException(FailureKind.REJECTED, "rows came early", null);
            }
        }
    }

    private synchronized List<Rejection> apply(TableBatch batch) {
        TableId place = place(batch.table(), batch.life());
        statements.add(batch.kind() + " " + batch.rows().size() + " of " + batch.table());
        List<Rejection> rejections = new ArrayList<>();
        for (int i = 0; i < batch.rows().size(); i++) {
            TableDefinition definition = definitions.get(place);
            boolean isLate =
                    definition != null
                            && definitions.containsKey(room(place))
                            && !hasRoomForKey(definition, batch, batch.rows().get(i));
            int row = i;
            apply(one(batch, i), isLate ? room(place) : place)
                    .forEach(rejected -> rejections.add(new Rejection(row, rejected.reason())));
        }
        return rejections;
    }

    private static TableBatch one(TableBatch batch, int row) {
        return new TableBatch(
                batch.table(),
                batch.life(),
                batch.kind(),
                batch.columns(),
                batch.keySize(),
                batch.rows().subList(row, row + 1),
                batch.versions().subList(row, row + 1),
                batch.shape(),
                batch.revision());
    }

    private List<Rejection> apply(TableBatch batch, TableId place) {
        TableDefinition definition = definitions.get(place);
        if (definition == null) {
            throw new IllegalStateException("no table " + batch.table());
        }
        List<Rejection> rejections = new ArrayList<>();
        Set<String> key = Set.copyOf(batch.columns().names().subList(0, batch.keySize()));
        if (!key.equals(Set.copyOf(definition.primaryKey()))) {
            throw new TargetException(FailureKind.FATAL, "another key: " + key, null);
        }
        Map<List<Object>, StoredRow> table = tables.computeIfAbsent(place, name -> new HashMap<>());
        for (int i = 0; i < batch.rows().size(); i++) {
            Object[] values = batch.rows().get(i);
            List<Object> rowKey = key(values, batch.keySize());
            RowVersions versions = batch.versions().get(i);
            if (batch.kind() == TableBatch.Kind.DELETE) {
                if (!hasRoomForKey(definition, batch, values)) {
                    rejections.add(new Rejection(i, "no room for the key"));
                } else if (softDeletes) {
                    StoredRow stored = table.computeIfAbsent(rowKey, k -> new StoredRow());
                    upsert(
                            batch.table(),
                            rowKey,
                            stored,
                            named(batch, values),
                            versions,
                            true,
                            Map.of());
                } else {
                    table.remove(rowKey);
                }
                continue;
            }
            Map<String, Object> row = new TreeMap<>();
            for (int c = 0; c < values.length; c++) {
                String column = batch.columns().name(c);
                if (definition.column(column).isEmpty()) {
                    if (WideName.isTemporary(column)) {
                        // It has taken the narrow one's place, or was given up.
                        continue;
                    }
                    throw new TargetException(
                            FailureKind.STALE_DEFINITION, "no column " + column, null);
                }
                row.put(column, values[c]);
            }
            String reason = rejecting.apply(batch.table(), row);
            if (reason == null && typed) {
                reason = convert(definition, row);
            }
            if (reason != null) {
                rejections.add(new Rejection(i, reason));
                continue;
            }
            StoredRow stored = table.computeIfAbsent(rowKey, k -> new StoredRow());
            Map<String, Long> numbers = numbers(batch.table(), batch.life());
            upsert(batch.table(), rowKey, stored, row, versions, false, numbers);
        }
        return rejections;
    }

    /** Turns values into those of their columns; returns why one does not fit. */
    private static String convert(TableDefinition definition, Map<String, Object> row) {
        for (Map.Entry<String, Object> entry : row.entrySet()) {
            String name = entry.getKey();
            boolean key = definition.primaryKey().contains(name);
            Object value = convert(definition.column(name).orElseThrow(), key, entry.getValue());
            if (value instanceof Misfit misfit) {
                boolean isNarrow =
                        row.keySet().stream().anyMatch(other -> WideName.isWideOf(name, other));
                if (!isNarrow) {
                    return misfit.reason();
                }
                value = null;
            }
            entry.setValue(value);
        }
        return null;
    }

    /** Equal keys are one, however their numbers are spelled. */
    private static List<Object> key(Object[] values, int size) {
        List<Object> key = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            Object value = values[i];
            if (value instanceof BigDecimal decimal) {
                BigDecimal plain = decimal.stripTrailingZeros();
                value = plain.scale() <= 0 && plain.precision() < 19 ? plain.longValue() : plain;
            }
            key.add(value);
        }
        return key;
    }

    private static Map<String, Object> named(TableBatch batch, Object[] values) {
        Map<String, Object> row = new TreeMap<>();
        for (int c = 0; c < values.length; c++) {
            row.put(batch.columns().name(c), values[c]);
        }
        return row;
    }

    /** Each column keeps the newest value that was ever written to it, as far as is known. */
    private void upsert(
            TableId table,
            List<Object> key,
            StoredRow stored,
            Map<String, Object> row,
            RowVersions versions,
            boolean deleted,
            Map<String, Long> numbers) {
        String newest = versions.newest();
        boolean isReload = guarded && VersionText.isReload(versions.base(), stored.version);
        boolean isNewest =
                !guarded
                        || stored.version.compareTo(newest) <= 0
                        || (isReload && versions.isWhole());
        if (isNewest && !isReload) {
            watcher.onWrite(table, key, stored.version, newest);
        }
        Map<String, String> written = new TreeMap<>();
        Map<String, Long> leftOut = new TreeMap<>(numbers);
        row.forEach(
                (name, value) -> {
                    String column = versionKey(name);
                    leftOut.remove(column);
                    String known = known(stored, column, numbers.getOrDefault(column, 0L));
                    String version = versions.columns().getOrDefault(column, versions.base());
                    written.put(column, newer(known, version));
                    boolean isOfReload = isReload && !versions.columns().containsKey(column);
                    if (!guarded || isOfReload || known.compareTo(version) <= 0) {
                        stored.columns.put(name, value);
                    }
                });
        if (guarded) {
            // An update that did not know of a column leaves what is known of it.
            boolean isUnaware =
                    leftOut.values().stream().anyMatch(n -> isUnaware(versions.base(), n));
            boolean isWhole =
                    !isUnaware
                            && (versions.isWhole()
                                    ? stored.version.compareTo(newest) < 0
                                    : stored.version.compareTo(versions.base()) <= 0);
            if (isReload && versions.isWhole()) {
                stored.columnVersions.clear();
                stored.base = "";
                isWhole = true;
            } else if (isWhole) {
                stored.columnVersions.clear();
            }
            if (!isUnaware || stored.version.isEmpty()) {
                stored.base = newer(stored.base, versions.base());
            }
            if (!versions.isWhole() || !isWhole) {
                written.forEach(
                        (name, version) ->
                                stored.columnVersions.merge(
                                        name, version, InMemoryDatabase::newer));
            }
        }
        if (isNewest) {
            stored.version = newest;
            stored.deleted = deleted;
        }
        stored.changes++;
    }

    private static String newer(String version, String other) {
        return version.compareTo(other) > 0 ? version : other;
    }

    /** How new a column is; empty if that is not known. */
    private static String known(StoredRow row, String column, long number) {
        String base = isUnaware(row.base, number) ? "" : row.base;
        return newer(row.columnVersions.getOrDefault(column, ""), base);
    }

    /** Whether a version is that of an update which knew nothing of a column. */
    private static boolean isUnaware(String version, long number) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendSigned(text, number);
        int knowing = version.indexOf(VersionText.KNOWING);
        return number > 0
                && knowing >= 0
                && version.substring(knowing + 1).compareTo(text.toString()) < 0;
    }

    private Map<String, Long> numbers(TableId source, long life) {
        return added.getOrDefault(source, Map.of()).getOrDefault(life, Map.of());
    }

    private synchronized long addColumns(
            TableId source, long life, List<String> columns, long above) {
        Map<Long, Map<String, Long>> lives = added.computeIfAbsent(source, none -> new HashMap<>());
        Map<String, Long> known = lives.computeIfAbsent(life, none -> new HashMap<>());
        long first = known.getOrDefault(columns.get(0), 0L);
        if (first > above
                && columns.stream().allMatch(name -> known.getOrDefault(name, 0L) == first)) {
            return first;
        }
        long largest =
                lives.values().stream()
                        .flatMap(numbers -> numbers.values().stream())
                        .mapToLong(number -> number)
                        .max()
                        .orElse(0);
        long number = Math.max(above, largest) + 1;
        columns.forEach(name -> known.put(name, number));
        return number;
    }

    private synchronized List<AddedColumn> addedColumns() {
        List<AddedColumn> there = new ArrayList<>();
        added.forEach(
                (source, lives) ->
                        lives.forEach(
                                (life, numbers) -> {
                                    TableDefinition table = definitions.get(place(source, life));
                                    numbers.forEach(
                                            (name, number) -> {
                                                if (table != null
                                                        && table.column(name).isPresent()) {
                                                    there.add(
                                                            new AddedColumn(
                                                                    source, life, name, number));
                                                }
                                            });
                                }));
        return there;
    }

    private synchronized void renumber(TableId source, long life, String column, String successor) {
        Long number = numbers(source, life).get(column);
        if (number != null) {
            added.get(source).get(life).merge(successor, number, Math::max);
        }
    }

    private synchronized void moveVersion(TableId table, String column, String successor) {
        for (StoredRow row : tables.getOrDefault(table, Map.of()).values()) {
            String version = row.columnVersions.remove(column);
            if (version != null && !successor.isEmpty()) {
                row.columnVersions.put(successor, version);
            }
        }
    }

    private static String versionKey(String column) {
        String narrow = WideName.columnOf(column);
        return narrow.isEmpty() ? column : narrow;
    }

    private synchronized long sweep(TableId source, long openedMicros) {
        StringBuilder opened = new StringBuilder();
        OrderedText.appendFixed(opened, openedMicros);
        Map<List<Object>, StoredRow> table = tables.getOrDefault(source, new HashMap<>());
        List<List<Object>> swept = new ArrayList<>();
        table.forEach(
                (key, row) -> {
                    if (!row.deleted && isOlder(row.version, opened.toString())) {
                        swept.add(key);
                    }
                });
        for (List<Object> key : swept) {
            if (softDeletes) {
                table.get(key).deleted = true;
            } else {
                table.remove(key);
            }
        }
        statements.add("sweep " + source);
        return swept.size();
    }

    private static boolean isOlder(String version, String opened) {
        String message = version.substring(version.length() - OrderedText.FIXED_LENGTH);
        return version.compareTo(opened) < 0 && message.compareTo(opened) < 0;
    }

    private synchronized void openGeneration(TableId source, long openedMicros) {
        generations.computeIfAbsent(source, none -> new TreeSet<>()).add(openedMicros);
    }

    private synchronized Map<TableId, List<Long>> generations() {
        Map<TableId, List<Long>> copy = new HashMap<>();
        generations.forEach((table, opened) -> copy.put(table, List.copyOf(opened)));
        return copy;
    }

    private synchronized void keep(Collection<DeadLetter> letters) {
        letters.forEach(letter -> deadLetters.put(letter.position().id(), letter));
    }

    private synchronized Optional<RowState> read(RowAddress address, List<String> columns) {
        StoredRow row = row(address);
        if (row == null) {
            return Optional.empty();
        }
        Map<String, Long> numbers = numbers(address.table().source(), address.table().life());
        List<String> values = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        for (String column : columns) {
            values.add(encode(row.columns.get(column)));
            String key = versionKey(column);
            versions.add(known(row, key, numbers.getOrDefault(key, 0L)));
        }
        return Optional.of(new RowState(values, versions, row.version, "" + row.changes));
    }

    private synchronized boolean fill(
            RowAddress address,
            List<String> columns,
            List<String> values,
            String version,
            String stamp) {
        StoredRow row = row(address);
        if (row == null || !stamp.equals("" + row.changes)) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            row.columns.put(columns.get(i), decode(values.get(i)));
            if (guarded) {
                row.columnVersions.put(versionKey(columns.get(i)), version);
            }
        }
        row.changes++;
        return true;
    }

    private StoredRow row(RowAddress address) {
        List<Object> key =
                key(
                        address.values().stream().map(InMemoryDatabase::decode).toArray(),
                        address.values().size());
        return tables.getOrDefault(
                        place(address.table().source(), address.table().life()), Map.of())
                .get(key);
    }

    private synchronized boolean keepParcel(String name, String content, String stamp) {
        Parcel known = parcels.get(name);
        if (!stamp.equals(known == null ? "" : known.stamp())) {
            return false;
        }
        parcels.put(name, new Parcel(content, "" + ++parcelChanges));
        return true;
    }

    private static String encode(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Long) {
            return "l" + value;
        }
        if (value instanceof BigDecimal) {
            return "d" + value;
        }
        return (value instanceof Boolean ? "b" : "s") + value;
    }

    private static Object decode(String text) {
        if (text == null) {
            return null;
        }
        String value = text.substring(1);
        return switch (text.charAt(0)) {
            case 'l' -> (Object) Long.valueOf(value);
            case 'd' -> new BigDecimal(value);
            case 'b' -> Boolean.valueOf(value);
            default -> value;
        };
    }

    private static final class InMemoryTarget implements Target {

        private final InMemoryDatabase database;
        private final Map<TableId, Long> lives = new HashMap<>();
        private final Map<TableId, TableCopy> copies = new HashMap<>();

        InMemoryTarget(InMemoryDatabase database) {
            this.database = database;
        }

        @Override
        public Optional<ExistingTable> existing(TableId source) {
            return database.existing(place(source))
                    .map(
                            there ->
                                    new ExistingTable(
                                            at(there.definition(), source),
                                            there.problems(),
                                            there.types()));
        }

        @Override
        public List<String> prepare(TableDefinition definition) {
            return database.prepare(at(definition, place(definition.table())));
        }

        @Override
        public List<String> beginLife(TableDefinition definition, long life) {
            List<String> done = database.prepare(at(definition, beside(definition.table(), life)));
            enter(definition.table(), life);
            return done;
        }

        @Override
        public void enter(TableId source, long life) {
            lives.put(source, life);
        }

        @Override
        public List<String> takePlace(
                TableDefinition definition, List<Long> abandoned, long openedMicros) {
            TableId source = definition.table();
            return database.takePlace(
                    definition,
                    beside(source, lives.get(source)),
                    abandoned.stream().map(life -> beside(source, life)).toList(),
                    openedMicros);
        }

        private TableId place(TableId source) {
            return database.place(source, lives.getOrDefault(source, 0L));
        }

        @Override
        public List<String> renameColumn(TableId source, String column, String successor) {
            database.renumber(source, lives.getOrDefault(source, 0L), column, successor);
            database.moveVersion(place(source), column, successor);
            return database.rename(place(source), column, successor);
        }

        @Override
        public List<String> dropColumn(TableId source, String column) {
            database.moveVersion(place(source), column, "");
            return database.drop(place(source), column);
        }

        @Override
        public boolean altersTypes() {
            return !database.typed;
        }

        @Override
        public WidenedColumn widenColumn(TableId source, Column wide, String temporary) {
            return database.widen(place(source), wide, temporary);
        }

        @Override
        public long copyToWide(TableId source, String column, String temporary) {
            return database.copy(place(source), column, temporary);
        }

        @Override
        public List<String> swapWide(TableId source, String column, String temporary) {
            return database.swap(place(source), column, temporary);
        }

        @Override
        public WidenedColumn widenTable(TableId source, List<Column> wide, String job) {
            List<String> done = new ArrayList<>();
            TableId place = place(source);
            TableCopy copy = copies.computeIfAbsent(place, none -> new TableCopy());
            boolean isWide = database.widenTable(place, wide, copy, done);
            return new WidenedColumn(isWide, done);
        }

        @Override
        public void makeRoom(TableId source, List<Column> wide) {
            database.makeRoom(place(source), wide);
        }

        @Override
        public void remember(SchemaHistoryEntry entry) {
            database.remember(entry);
        }

        @Override
        public List<Rejection> apply(TableBatch batch) {
            return database.apply(batch);
        }

        @Override
        public List<String> stored(WrittenTable table, List<String> columns, List<Object> values) {
            List<String> stored = new ArrayList<>();
            values.forEach(value -> stored.add(encode(value)));
            return stored;
        }

        @Override
        public Optional<RowState> read(RowAddress row, List<String> columns) {
            return database.read(row, columns);
        }

        @Override
        public boolean fill(
                RowAddress row,
                List<String> columns,
                List<String> values,
                String version,
                String stamp) {
            return database.fill(row, columns, values, version, stamp);
        }

        @Override
        public Optional<Parcel> parcel(String name) {
            synchronized (database) {
                return Optional.ofNullable(database.parcels.get(name));
            }
        }

        @Override
        public boolean keepParcel(String name, String content, String stamp) {
            return database.keepParcel(name, content, stamp);
        }

        @Override
        public void sweepParcels(long beforeMillis) {
            // It keeps no times: none is ever old.
        }

        @Override
        public long sweep(TableId source, long openedMicros) {
            return database.sweep(place(source), openedMicros);
        }

        @Override
        public void openGeneration(TableId source, long openedMicros) {
            database.openGeneration(source, openedMicros);
        }

        @Override
        public Map<TableId, List<Long>> generations() {
            return database.generations();
        }

        @Override
        public long addColumns(TableId source, List<String> columns, long above) {
            return database.addColumns(source, lives.getOrDefault(source, 0L), columns, above);
        }

        @Override
        public List<AddedColumn> addedColumns() {
            return database.addedColumns();
        }

        @Override
        public void keep(Collection<DeadLetter> letters) {
            database.keep(letters);
        }

        @Override
        public void close() {}
    }
}
