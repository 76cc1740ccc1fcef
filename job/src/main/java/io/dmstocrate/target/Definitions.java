package io.dmstocrate.target;

import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dialect.PostgresDialect;
import io.dmstocrate.dialect.SqlStates;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.MappingException;
import io.dmstocrate.mapping.NameRule;
import io.dmstocrate.mapping.TableMapper;
import io.dmstocrate.mapping.TableOptions;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import io.dmstocrate.mapping.TypeFit;
import io.dmstocrate.mapping.WideName;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The tables of the target: what is there, kept until it is doubted, and what is made. */
final class Definitions {

    /** The SQLState of a missing privilege: not this table's fault alone. */
    private static final String NOT_ALLOWED = "42501";

    /** So much of a statement is shown in a message. */
    private static final int SHOWN = 2_000;

    private static final ColumnType TEXT = ColumnType.of(ColumnType.Kind.TEXT);

    private final Session session;
    private final TargetSettings options;
    private final TableMapper mapper;
    private final AddedColumnTable addedColumns;
    private final Map<Life, TableHandle> handles = new HashMap<>();

    /** The lives that were entered; all other tables are in their first. */
    private final Map<TableId, Long> lives = new HashMap<>();

    private record Life(TableId source, long openedMicros) {}

    private final Map<TableId, Long> revisions = new HashMap<>();

    Definitions(Session session, TargetSettings options, AddedColumnTable addedColumns) {
        this.session = session;
        this.addedColumns = addedColumns;
        this.options = options;
        this.mapper = new TableMapper(options.versionColumn(), options.softDeletes());
    }

    /** The table that readers use for a source table, whether it is there or not. */
    TableId target(TableId source) {
        return mapper.target(source, options.tables().apply(source));
    }

    /** Looks at the catalog again before the next row. */
    void forget() {
        handles.clear();
    }

    /**
     * The table that rows of a revision go to: as it is, if it is not known to be so new.
     *
     * <p>Then nothing is left that was prepared for it: CrateDB goes on to take a statement's
     * parameters for what the columns were when it was prepared ({@code Session.bind} of 6.4.3), so
     * that keys which have got wider would be refused.
     */
    TableHandle handle(TableId source, long life, long revision) throws SQLException {
        if (revisions.getOrDefault(source, 0L) < revision) {
            if (handles.keySet().removeIf(known -> known.source().equals(source))) {
                session.reset();
            }
            revisions.put(source, revision);
        }
        return handle(source, life);
    }

    /** The table that the rows of a source table go to. */
    TableHandle handle(TableId source) throws SQLException {
        return handle(source, life(source));
    }

    /** The table that the rows of a life of a source table go to. */
    TableHandle handle(TableId source, long life) throws SQLException {
        Life place = new Life(source, life);
        TableHandle handle = handles.get(place);
        if (handle == null) {
            handle = load(source, place(source, life), life);
            handles.put(place, handle);
        }
        return handle;
    }

    /** Looks at the catalog again, and tells whether a table still is as it was known. */
    boolean isCurrent(TableId source, long life, TargetTable known) throws SQLException {
        handles.remove(new Life(source, life));
        boolean isCurrent = handle(source, life).table().equals(known);
        if (!isCurrent) {
            session.reset();
        }
        return isCurrent;
    }

    /** From now on a source table means the table of a certain life. */
    void enter(TableId source, long life) {
        lives.put(source, life);
    }

    /** The life that was entered. */
    long life(TableId source) {
        return lives.getOrDefault(source, 0L);
    }

    /** The table of a life that has not taken the place yet. */
    TableId beside(TableId source, long life) {
        return mapper.beside(target(source), life);
    }

    /** The table of a life, wherever it is by now. */
    private TableId place(TableId source, long life) throws SQLException {
        if (life != 0) {
            TableId beside = beside(source, life);
            if (isThere(source, beside)) {
                return beside;
            }
        }
        return target(source);
    }

    /** Whether there is such a table for rows of a source table. */
    boolean isThere(TableId source, TableId table) throws SQLException {
        return catalog().read(session, table, options.tables().apply(source).layout()).isPresent();
    }

    /** The names of a table's columns as the catalog has them now, by their sources. */
    List<String> columnsNow(TableId source) throws SQLException {
        return columnsNow(source, life(source));
    }

    /** Those of the table of a life. */
    List<String> columnsNow(TableId source, long life) throws SQLException {
        TableOptions table = options.tables().apply(source);
        return catalog()
                .read(session, place(source, life), table.layout())
                .map(found -> found.columns().stream().map(TargetColumn::source).toList())
                .orElse(List.of());
    }

    Optional<ExistingTable> existing(TableId source) throws SQLException {
        TableOptions table = options.tables().apply(source);
        TableId target = place(source, life(source));
        Optional<CatalogTable> found = catalog().read(session, target, table.layout());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        CatalogTable catalogTable = found.get();
        List<Column> columns = new ArrayList<>();
        Map<String, ColumnType> types = new HashMap<>();
        for (TargetColumn column : catalogTable.columns()) {
            if (!isOwn(column.name()) && !WideName.isTemporary(column.source())) {
                types.put(column.source(), column.type());
                columns.add(column(column, !catalogTable.notNull().contains(column.name())));
            }
        }
        List<String> key = catalogTable.primaryKey().stream().map(NameRule::source).toList();
        return Optional.of(
                new ExistingTable(
                        new TableDefinition(source, columns, key),
                        problems(source, target, table, catalogTable, key),
                        types));
    }

    /** Whether the table of a life has the key of a definition, and types that can hold it. */
    boolean isShapedLike(TableDefinition definition) throws SQLException {
        Optional<ExistingTable> found = existing(definition.table());
        Set<String> key = Set.copyOf(definition.primaryKey());
        if (found.isEmpty() || !key.equals(Set.copyOf(found.get().definition().primaryKey()))) {
            return false;
        }
        TargetTable wanted = mapper.map(definition, options.tables().apply(definition.table()));
        for (TargetColumn column : wanted.columns()) {
            ColumnType has = found.get().types().get(column.source());
            TypeFit fit = has == null ? TypeFit.SAME : TypeFit.of(has, column.type());
            boolean isNarrowKey = fit == TypeFit.WIDER && wanted.isKey(column.name());
            if (isNarrowKey || fit == TypeFit.OTHER || fit == TypeFit.NEVER) {
                return false;
            }
        }
        return true;
    }

    /** Creates the table or adds what it lacks; notes the statements that were executed. */
    void prepare(TableDefinition definition, List<String> executed) throws SQLException {
        TableId source = definition.table();
        prepare(definition, place(source, life(source)), executed);
    }

    /** Creates the table of the next life; notes the statements that were executed. */
    void beginLife(TableDefinition definition, long life, List<String> executed)
            throws SQLException {
        TableId source = definition.table();
        if (options.versionColumn().isEmpty()) {
            throw new TargetException(
                    FailureKind.REJECTED,
                    "rows of the lives of "
                            + source
                            + " can't be told apart without a version column"
                            + " (Sink.version.column)",
                    null);
        }
        prepare(definition, beside(source, life), executed);
        enter(source, life);
    }

    private void prepare(TableDefinition definition, TableId place, List<String> executed)
            throws SQLException {
        TableOptions table = options.tables().apply(definition.table());
        TargetTable wanted = mapper.map(definition, table).at(place);
        checkNames(wanted);
        handles.keySet().removeIf(known -> known.source().equals(definition.table()));
        Optional<CatalogTable> found = catalog().read(session, wanted.id(), table.layout());
        if (found.isEmpty()) {
            for (String sql : session.dialect().createTable(wanted)) {
                create(wanted.id(), sql, executed);
            }
            // Another job may have been faster, with another definition.
            found = catalog().read(session, wanted.id(), table.layout());
        }
        CatalogTable there =
                found.orElseThrow(
                        () ->
                                new TargetException(
                                        FailureKind.REJECTED,
                                        wanted.id()
                                                + " is there, but it is no table that rows can be"
                                                + " written to; move it out of the way, or name"
                                                + " another one with target in the group Table:"
                                                + definition.table(),
                                        null));
        for (TargetColumn column : wanted.columns()) {
            if (there.columns().stream().noneMatch(same(column.source()))) {
                create(wanted.id(), session.dialect().addColumn(wanted, column), executed);
            }
        }
        addOwnColumns(wanted, there, executed);
    }

    /** Renames a column, unless that was done; notes the statement. */
    void renameColumn(TableId source, String column, String successor, List<String> executed)
            throws SQLException {
        TargetTable table = bound(source);
        Optional<TargetColumn> from = table.columns().stream().filter(same(column)).findFirst();
        Optional<TargetColumn> to = table.columns().stream().filter(same(successor)).findFirst();
        if (from.isEmpty() && to.isPresent()) {
            return;
        }
        if (from.isEmpty() || to.isPresent()) {
            throw new TargetException(
                    FailureKind.REJECTED,
                    "table "
                            + table.id()
                            + (from.isEmpty()
                                    ? " has no column " + column
                                    : " has both columns, " + column + " and " + successor),
                    null);
        }
        alter(
                table,
                session.dialect().renameColumn(table, from.get(), NameRule.column(successor)),
                executed);
        handles.clear();
    }

    /** Drops a column, unless that was done; notes the statement. */
    void dropColumn(TableId source, String column, List<String> executed) throws SQLException {
        TargetTable table = bound(source);
        Optional<TargetColumn> gone = table.columns().stream().filter(same(column)).findFirst();
        if (gone.isPresent()) {
            alter(table, session.dialect().dropColumn(table, gone.get()), executed);
            handles.clear();
        }
    }

    /** The table as the catalog has it now. */
    TargetTable bound(TableId source) throws SQLException {
        handles.clear();
        return handle(source).table();
    }

    /** Alters a table; what the database refuses is this table's fault alone. */
    void alter(TargetTable table, String sql, List<String> executed) throws SQLException {
        if (sql.isEmpty()) {
            throw new TargetException(
                    FailureKind.REJECTED,
                    "table "
                            + table.id()
                            + " has the universal layout, whose columns "
                            + session.dialect().name()
                            + " can't rename or drop",
                    null);
        }
        alter(table.id(), sql);
        executed.add(sql);
    }

    /** Executes DDL; what the database refuses is this table's fault alone. */
    void alter(TableId table, String sql) throws SQLException {
        try {
            session.execute(sql);
        } catch (SQLException e) {
            FailureKind kind = session.dialect().classify(e);
            boolean fatal = kind == FailureKind.REJECTED || kind == FailureKind.FATAL;
            if (fatal && !SqlStates.of(e).equals(NOT_ALLOWED)) {
                String reason = SqlStates.message(e).lines().findFirst().orElse("");
                throw new TargetException(
                        FailureKind.REJECTED,
                        "table " + table + " can't be altered: " + reason + ", in: " + sql,
                        null);
            }
            throw e;
        }
    }

    /** A table for rows of a life of a source table, at some place. */
    TableHandle load(TableId source, TableId target, long life) throws SQLException {
        TableOptions table = options.tables().apply(source);
        CatalogTable there =
                catalog()
                        .read(session, target, table.layout())
                        .orElseThrow(
                                () ->
                                        new TargetException(
                                                FailureKind.STALE_DEFINITION,
                                                "table " + target + " does not exist",
                                                null));
        if (there.primaryKey().isEmpty()) {
            throw new TargetException(FailureKind.FATAL, noKey(source, target), null);
        }
        TargetTable bound =
                new TargetTable(
                        target,
                        table.layout(),
                        numbered(source, life, there.columns()),
                        there.primaryKey(),
                        options.versionColumn(),
                        options.softDeletes() ? TableMapper.DELETED_COLUMN : "",
                        Map.of());
        addOwnColumns(bound, there, new ArrayList<>());
        return new TableHandle(source, bound, session.dialect());
    }

    /** The columns that are not the job's own, with the numbers by which they were added. */
    private List<TargetColumn> numbered(TableId source, long life, List<TargetColumn> there)
            throws SQLException {
        Map<String, Long> numbers =
                options.versionColumn().isEmpty()
                        ? Map.of()
                        : addedColumns.numbers(source, target(source), life);
        List<TargetColumn> columns = new ArrayList<>();
        for (TargetColumn column : there) {
            if (!isOwn(column.name())) {
                String narrow = WideName.columnOf(column.source());
                String name = narrow.isEmpty() ? column.source() : narrow;
                columns.add(column.numbered(numbers.getOrDefault(name, 0L)));
            }
        }
        return List.copyOf(columns);
    }

    private void addOwnColumns(TargetTable table, CatalogTable there, List<String> executed)
            throws SQLException {
        Dialect dialect = session.dialect();
        if (!table.versionColumn().isEmpty() && !has(there, table.versionColumn())) {
            create(table.id(), dialect.addVersionColumn(table), executed);
        }
        if (!table.columnVersions().isEmpty() && !has(there, table.columnVersions())) {
            create(table.id(), dialect.addColumnVersions(table), executed);
        }
        if (!table.deletedColumn().isEmpty() && !has(there, table.deletedColumn())) {
            create(table.id(), dialect.addDeletedColumn(table), executed);
        }
    }

    /** Executes DDL, unless another job was faster. */
    void create(TableId table, String sql, List<String> executed) throws SQLException {
        try {
            session.execute(sql);
            executed.add(sql);
        } catch (SQLException e) {
            if (session.dialect().alreadyThere(e)) {
                return;
            }
            FailureKind kind = session.dialect().classify(e);
            String state = SqlStates.of(e);
            boolean aboutTheTable = state.startsWith("42") && !state.equals(NOT_ALLOWED);
            if (kind == FailureKind.REJECTED || (kind == FailureKind.FATAL && aboutTheTable)) {
                String reason = SqlStates.message(e).lines().findFirst().orElse("");
                String remedy = session.dialect().remedy(table, e).map("; "::concat).orElse("");
                throw new TargetException(
                        FailureKind.REJECTED,
                        "table "
                                + table
                                + " can't be made: "
                                + reason
                                + remedy
                                + ", in: "
                                + shortened(sql),
                        null);
            }
            throw e;
        }
    }

    /** A statement that makes a thousand columns helps nobody in a message. */
    private static String shortened(String sql) {
        return sql.length() <= SHOWN ? sql : sql.substring(0, SHOWN) + "…";
    }

    Catalog catalog() throws SQLException {
        return session.dialect() instanceof PostgresDialect
                ? new PostgresCatalog()
                : new CrateCatalog();
    }

    private List<String> problems(
            TableId source,
            TableId target,
            TableOptions table,
            CatalogTable there,
            List<String> key) {
        List<String> problems = new ArrayList<>();
        if (key.isEmpty()) {
            problems.add(noKey(source, target));
        } else if (!table.primaryKey().isEmpty()
                && !List.copyOf(key).containsAll(table.primaryKey())) {
            problems.add(otherKey(source, target, table.primaryKey(), key));
        } else if (!table.primaryKey().isEmpty() && key.size() != table.primaryKey().size()) {
            problems.add(otherKey(source, target, table.primaryKey(), key));
        }
        for (TargetColumn column : there.columns()) {
            if (column.name().equals(options.versionColumn())
                    && ColumnTypes.source(column.type()) != ColumnTypes.source(TEXT)) {
                problems.add(
                        "the column "
                                + column.name()
                                + " of table "
                                + target
                                + " is no TEXT, so it can't hold versions; name another one with"
                                + " Sink.version.column");
            }
        }
        return problems;
    }

    private static String noKey(TableId source, TableId target) {
        return "table "
                + target
                + " has no primary key, so its rows can't be told apart; create it with one, or"
                + " drop it and let the job create it from "
                + source;
    }

    private static String otherKey(
            TableId source, TableId target, List<String> configured, List<String> key) {
        return "table "
                + target
                + " has the primary key "
                + key
                + ", but primary.key in the group Table:"
                + source
                + " says "
                + configured
                + "; make them the same";
    }

    void checkNames(TargetTable table) throws SQLException {
        int longest = session.dialect().longestName();
        List<String> names = new ArrayList<>(List.of(table.id().schema(), table.id().name()));
        table.columns().forEach(column -> names.add(column.name()));
        for (String name : names) {
            if (name.getBytes(StandardCharsets.UTF_8).length > longest) {
                throw new MappingException(
                        "a name in table "
                                + table.id()
                                + " is longer than the "
                                + longest
                                + " bytes of "
                                + session.dialect().name()
                                + ": "
                                + name);
            }
        }
    }

    private boolean isOwn(String column) {
        return column.equals(options.versionColumn())
                || (!options.versionColumn().isEmpty()
                        && column.equals(TableMapper.COLUMN_VERSIONS))
                || (options.softDeletes() && column.equals(TableMapper.DELETED_COLUMN));
    }

    private static boolean has(CatalogTable table, String column) {
        return table.columns().stream().anyMatch(c -> c.name().equals(column));
    }

    private static Predicate<TargetColumn> same(String source) {
        return column -> column.source().equals(source);
    }

    private static Column column(TargetColumn column, boolean nullable) {
        ColumnType type = column.type();
        boolean numeric = type.kind() == ColumnType.Kind.NUMERIC;
        boolean limited =
                type.kind() == ColumnType.Kind.VARCHAR || type.kind() == ColumnType.Kind.CHAR;
        return new Column(
                column.source(),
                ColumnTypes.source(type),
                limited ? type.precision() : -1,
                numeric ? type.precision() : -1,
                numeric ? type.scale() : -1,
                nullable);
    }
}
