package io.dmstocrate.target;

import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ConversionNotes;
import io.dmstocrate.mapping.Inexactness;
import io.dmstocrate.mapping.MappingException;
import io.dmstocrate.mapping.NameRule;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link Target} behind the PostgreSQL protocol: CrateDB or PostgreSQL, told apart by asking.
 *
 * <p>Connects with its first use. What may succeed later is repeated with growing pauses for as
 * long as the options allow; what then remains is thrown.
 */
public final class JdbcTarget implements Target {

    /** The trail of schema changes; it lies beside the dead letters. */
    static final String SCHEMA_HISTORY = "schema_history";

    /** When the lives of tables began; it lies there too. */
    static final String GENERATIONS = "generations";

    /** Values on their way from row to row; it lies there, too. */
    static final String PARCELS = "parcels";

    /** Which columns were added to tables; it lies there, too. */
    static final String ADDED_COLUMNS = "added_columns";

    private final Session session;
    private final Definitions definitions;
    private final WideColumns wideColumns;
    private final WideTables wideTables;
    private final DeadLetterTable deadLetters;
    private final SchemaHistoryTable history;
    private final RowAccess rows;
    private final ParcelTable parcels;
    private final GenerationTable generations;
    private final AddedColumns columns;
    private final Retries retries;
    private final ConversionNotes notes = new ConversionNotes();

    /**
     * @throws IllegalArgumentException if the URL can't be used, see {@link JdbcUrl}
     */
    public JdbcTarget(TargetSettings options) {
        this(options, Session.of(options), Retries.REAL);
    }

    JdbcTarget(TargetSettings options, Session session, Retries.Pauses pauses) {
        this(options, session, pauses, WideTables.ROWS);
    }

    /**
     * @param copied about so many rows of a table are copied by one statement
     */
    JdbcTarget(TargetSettings options, Session session, Retries.Pauses pauses, int copied) {
        this.session = session;
        AddedColumnTable addedColumns =
                new AddedColumnTable(
                        session, new TableId(options.deadLetterTable().schema(), ADDED_COLUMNS));
        this.definitions = new Definitions(session, options, addedColumns);
        this.columns =
                new AddedColumns(addedColumns, definitions, !options.versionColumn().isEmpty());
        this.wideColumns = new WideColumns(session, definitions);
        this.wideTables = new WideTables(session, definitions, copied);
        this.deadLetters = new DeadLetterTable(session, options.deadLetterTable());
        this.history =
                new SchemaHistoryTable(
                        session, new TableId(options.deadLetterTable().schema(), SCHEMA_HISTORY));
        this.rows = new RowAccess(session);
        this.parcels =
                new ParcelTable(
                        session,
                        new TableId(options.deadLetterTable().schema(), PARCELS),
                        System::currentTimeMillis);
        this.generations =
                new GenerationTable(
                        session,
                        new TableId(options.deadLetterTable().schema(), GENERATIONS),
                        definitions::target);
        this.retries = new Retries(session, options.retryBudget(), definitions::forget, pauses);
    }

    @Override
    public Optional<ExistingTable> existing(TableId source) {
        return run("look at the table for " + source, () -> definitions.existing(source));
    }

    @Override
    public List<String> prepare(TableDefinition definition) {
        List<String> executed = new ArrayList<>();
        return run(
                "prepare the table for " + definition.table(),
                () -> {
                    wideColumns.endSwaps(definition.table(), executed);
                    definitions.prepare(definition, executed);
                    return executed;
                });
    }

    @Override
    public List<String> beginLife(TableDefinition definition, long life) {
        List<String> executed = new ArrayList<>();
        return run(
                "prepare a table for the next life of " + definition.table(),
                () -> {
                    definitions.beginLife(definition, life, executed);
                    return executed;
                });
    }

    @Override
    public void enter(TableId source, long life) {
        definitions.enter(source, life);
    }

    @Override
    public List<String> takePlace(
            TableDefinition definition, List<Long> abandoned, long openedMicros) {
        List<String> executed = new ArrayList<>();
        return run(
                "swap in the table for " + definition.table(),
                () -> {
                    new Takeover(session, definitions)
                            .run(definition, abandoned, openedMicros, executed);
                    if (!session.dialect().altersTypes()) {
                        // What a copy of the former table has left when its life ended.
                        wideTables.dropCopies(definitions.target(definition.table()), "", executed);
                    }
                    return executed;
                });
    }

    @Override
    public List<String> renameColumn(TableId source, String column, String successor) {
        List<String> executed = new ArrayList<>();
        return run(
                "rename a column of the table for " + source,
                () -> {
                    columns.rename(source, column, successor);
                    moveColumnVersion(source, column, NameRule.column(successor));
                    definitions.renameColumn(source, column, successor, executed);
                    return executed;
                });
    }

    @Override
    public List<String> dropColumn(TableId source, String column) {
        List<String> executed = new ArrayList<>();
        return run(
                "drop a column of the table for " + source,
                () -> {
                    moveColumnVersion(source, column, "");
                    definitions.dropColumn(source, column, executed);
                    return executed;
                });
    }

    @Override
    public boolean altersTypes() {
        return run("connect", () -> session.dialect().altersTypes());
    }

    @Override
    public WidenedColumn widenColumn(TableId source, Column wide, String temporary) {
        return run(
                "widen a column of the table for " + source,
                () -> wideColumns.widen(source, wide, temporary));
    }

    @Override
    public WidenedColumn widenTable(TableId source, List<Column> wide, String job) {
        List<String> executed = new ArrayList<>();
        return run(
                "copy the table for " + source + " into one with wider types",
                () -> new WidenedColumn(wideTables.widen(source, wide, job, executed), executed));
    }

    @Override
    public void makeRoom(TableId source, List<Column> wide) {
        run(
                "make a table for rows of " + source + " that the other has no room for",
                () -> {
                    wideTables.makeRoom(source, wide);
                    return null;
                });
    }

    @Override
    public long copyToWide(TableId source, String column, String temporary) {
        return run(
                "copy a column of the table for " + source,
                () -> wideColumns.copy(source, column, temporary));
    }

    @Override
    public List<String> swapWide(TableId source, String column, String temporary) {
        List<String> executed = new ArrayList<>();
        return run(
                "swap a column of the table for " + source,
                () -> {
                    wideColumns.swap(source, column, temporary, executed);
                    return executed;
                });
    }

    @Override
    public void remember(SchemaHistoryEntry entry) {
        run(
                "write the history of schema changes",
                () -> {
                    history.remember(entry);
                    return null;
                });
    }

    @Override
    public List<Rejection> apply(TableBatch batch) {
        if (batch.rows().isEmpty()) {
            return List.of();
        }
        return run("write rows of " + batch.table(), () -> write(batch));
    }

    @Override
    public long sweep(TableId source, long openedMicros) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, openedMicros);
        String opened = text.toString();
        return run("sweep the table for " + source, () -> sweep(source, opened));
    }

    @Override
    public void openGeneration(TableId source, long openedMicros) {
        run(
                "write down a generation of " + source,
                () -> {
                    generations.add(source, openedMicros);
                    return null;
                });
    }

    @Override
    public Map<TableId, List<Long>> generations() {
        return run("read the generations of tables", generations::read);
    }

    @Override
    public long addColumns(TableId source, List<String> names, long above) {
        return run(
                "write down that columns of " + source + " are added",
                () -> columns.add(source, names, above));
    }

    @Override
    public List<AddedColumn> addedColumns() {
        return run("read which columns were added to tables", columns::read);
    }

    @Override
    public void keep(Collection<DeadLetter> letters) {
        run(
                "keep dead letters",
                () -> {
                    deadLetters.keep(letters);
                    return null;
                });
    }

    @Override
    public Map<Inexactness, Long> inexactValues() {
        return notes.counts();
    }

    /** Which database it is, as {@link Dialect#name} has it; connects to it if need be. */
    public String database() {
        return run("connect", () -> session.dialect().name());
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public List<String> stored(WrittenTable table, List<String> columns, List<Object> values) {
        return run(
                "look at the table for " + table.source(),
                () -> handle(table).stored(columns, values, notes));
    }

    @Override
    public Optional<RowState> read(RowAddress row, List<String> columns) {
        return run(
                "read a row of " + row.table().source(),
                () -> {
                    TableHandle handle = handle(row.table());
                    return rows.read(
                            handle.table(),
                            handle.columns(row.key()),
                            row.values(),
                            handle.columns(columns));
                });
    }

    @Override
    public boolean fill(
            RowAddress row,
            List<String> columns,
            List<String> values,
            String version,
            String stamp) {
        return run(
                "fill a row of " + row.table().source(),
                () -> {
                    TableHandle handle = handle(row.table());
                    List<String> names = new ArrayList<>(columns);
                    List<String> texts = new ArrayList<>(values);
                    for (int i = 0; i < columns.size(); i++) {
                        for (String wide : handle.wideOf(columns.get(i))) {
                            names.add(wide);
                            texts.add(values.get(i));
                        }
                    }
                    return rows.fill(
                            handle.table(),
                            handle.columns(row.key()),
                            row.values(),
                            handle.columns(names),
                            texts,
                            version,
                            stamp);
                });
    }

    private TableHandle handle(WrittenTable table) throws SQLException {
        return definitions.handle(table.source(), table.life(), table.revision());
    }

    @Override
    public Optional<Parcel> parcel(String name) {
        return run("read a parcel", () -> parcels.read(name));
    }

    @Override
    public boolean keepParcel(String name, String content, String stamp) {
        return run("write a parcel", () -> parcels.keep(name, content, stamp));
    }

    @Override
    public void sweepParcels(long beforeMillis) {
        run(
                "sweep the parcels",
                () -> {
                    parcels.sweep(beforeMillis);
                    return true;
                });
    }

    /** Rows that don't fit the table as it was known are tried on the table as it is. */
    private List<Rejection> write(TableBatch batch) throws SQLException {
        TableHandle handle = definitions.handle(batch.table(), batch.life(), batch.revision());
        if (!handle.isKeyedLike(batch) && isOfFormerLife(batch)) {
            return List.of();
        }
        TargetTable known = handle.table();
        List<Rejection> rejections = send(batch);
        if (!rejections.isEmpty() && !definitions.isCurrent(batch.table(), batch.life(), known)) {
            rejections = send(batch);
        }
        return rejections.isEmpty() ? rejections : sendWhereThereIsRoom(batch, rejections);
    }

    /** Rows whose keys are too large for the table as it is, see {@link #makeRoom}. */
    private List<Rejection> sendWhereThereIsRoom(TableBatch batch, List<Rejection> rejections)
            throws SQLException {
        TableHandle narrow = definitions.handle(batch.table(), batch.life());
        TableId room = WideTables.room(narrow.table().id());
        List<Rejection> left = new ArrayList<>();
        List<Integer> late = new ArrayList<>();
        for (Rejection rejection : rejections) {
            if (narrow.hasRoomForKey(batch, rejection.row(), notes)) {
                left.add(rejection);
            } else {
                late.add(rejection.row());
            }
        }
        if (late.isEmpty() || !definitions.isThere(batch.table(), room)) {
            return rejections;
        }
        TableBatch rows =
                new TableBatch(
                        batch.table(),
                        batch.life(),
                        batch.kind(),
                        batch.columns(),
                        batch.keySize(),
                        late.stream().map(batch.rows()::get).toList(),
                        late.stream().map(batch.versions()::get).toList(),
                        batch.shape(),
                        batch.revision());
        for (Rejection rejection :
                send(definitions.load(batch.table(), room, batch.life()), rows)) {
            left.add(new Rejection(late.get(rejection.row()), rejection.reason()));
        }
        return left;
    }

    /** Whether there is such a place for rows of the table. */
    private boolean hasRoomBeside(TableHandle handle) throws SQLException {
        return definitions.isThere(handle.source(), WideTables.room(handle.table().id()));
    }

    /**
     * Whether all rows belong to lives of the table before the one that another job has put in its
     * place under another key. They are older than all that it holds, so the table keeps what it
     * has, as it does where only versions tell.
     */
    private boolean isOfFormerLife(TableBatch batch) throws SQLException {
        List<Long> opened = generations.read().getOrDefault(batch.table(), List.of());
        if (opened.isEmpty()) {
            return false;
        }
        StringBuilder newest = new StringBuilder();
        OrderedText.appendFixed(newest, opened.get(opened.size() - 1));
        return batch.versions().stream()
                .allMatch(versions -> versions.newest().compareTo(newest.toString()) < 0);
    }

    private List<Rejection> send(TableBatch rows) throws SQLException {
        return send(definitions.handle(rows.table(), rows.life()), rows);
    }

    private List<Rejection> send(TableHandle handle, TableBatch rowsToWrite) throws SQLException {
        Dialect dialect = session.dialect();
        TableBatch batch = handle.writable(rowsToWrite);
        boolean delete = batch.kind() == TableBatch.Kind.DELETE;
        RowPlan plan =
                delete
                        ? handle.delete(batch.columns())
                        : handle.upsert(batch.columns(), batch.keySize(), batch.shape());
        RowArrays rows = new RowArrays(plan, batch, notes);
        if (rows.size() == 0 && !hasRoomBeside(handle)) {
            checkNotSystemic(rows.rejections());
        }
        RowSender sender = new RowSender(session, dialect, rows, handle.names());
        boolean hard = delete && handle.table().deletedColumn().isEmpty();
        return hard ? sender.delete() : sender.upsert();
    }

    /** One reason for many rows is not the rows' fault, whether the server finds it or we do. */
    private static void checkNotSystemic(List<Rejection> rejections) {
        if (rejections.size() < RowSender.SYSTEMIC_ROWS) {
            return;
        }
        String reason = rejections.get(0).reason();
        if (rejections.stream().allMatch(rejection -> rejection.reason().equals(reason))) {
            throw RowSender.systemic(rejections.size(), reason);
        }
    }

    private long sweep(TableId source, String opened) throws SQLException {
        TargetTable table = definitions.handle(source).table();
        if (table.versionColumn().isEmpty()) {
            return 0;
        }
        return new LifeSweep(session, table).sweep(opened);
    }

    /** Of a column that is renamed or dropped; if it was done before, this finds nothing. */
    private void moveColumnVersion(TableId source, String column, String successor)
            throws SQLException {
        TargetTable table = definitions.bound(source);
        Optional<TargetColumn> moved =
                table.columns().stream().filter(c -> c.source().equals(column)).findFirst();
        if (moved.isPresent() && !table.columnVersions().isEmpty()) {
            session.refresh(table.id());
            session.execute(session.dialect().moveColumnVersion(table, moved.get(), successor));
        }
    }

    private <T> T run(String what, Retries.Attempt<T> attempt) {
        try {
            return retries.run(what, attempt);
        } catch (MappingException e) {
            // One table can't be mapped; the others can.
            throw new TargetException(FailureKind.REJECTED, e.getMessage(), null);
        }
    }
}
