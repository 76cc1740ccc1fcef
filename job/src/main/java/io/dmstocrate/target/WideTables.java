package io.dmstocrate.target;

import io.dmstocrate.dialect.CrateTableCopy;
import io.dmstocrate.dialect.CrateTableText;
import io.dmstocrate.dialect.CrateTableText.TableColumn;
import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import io.dmstocrate.mapping.TypeFit;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Gives columns that can't be replaced one by one, as those of a key, wider types: the whole table
 * is copied into one beside it, which then takes its place in one step.
 *
 * <p>The types in the catalog alone tell whether that was done, so it may be broken off anywhere.
 * Each attempt copies into a table of its own, so nothing that a former one has left is taken for
 * this one's. A table takes the place only if it has as many rows as the old one, and that one is
 * as it was when the copy began. Whoever is first removes the tables of all others; one that comes
 * too late finds neither its own table nor anything to do.
 */
final class WideTables {

    /** A statement over so many rows takes some seconds; a task can be cancelled between them. */
    static final int ROWS = 100_000;

    private static final int ATTEMPTS = 5;
    private static final String COPY = "__dms_wide_";
    private static final String ROOM = "__dms_room";

    private final Session session;
    private final Definitions definitions;
    private final int rows;
    private final Map<TableId, Copy> copies = new HashMap<>();

    /**
     * @param rows about so many are copied by one statement
     */
    WideTables(Session session, Definitions definitions, int rows) {
        this.session = session;
        this.definitions = definitions;
        this.rows = rows;
    }

    /** How many rows a table had, and a number that is another one when they were changed. */
    private record Mark(long rows, String number) {}

    /** A copy that is under way. */
    private static final class Copy {
        private final TargetTable table;
        private final Map<String, ColumnType> types;
        private final String text;
        private final CrateTableCopy sql;
        private final TableId beside;
        private final Mark mark;
        private final int parts;
        private final int attempt;
        private int part;

        private Copy(
                TargetTable table,
                Map<String, ColumnType> types,
                String text,
                CrateTableCopy sql,
                TableId beside,
                Mark mark,
                int parts,
                int attempt) {
            this.table = table;
            this.types = types;
            this.text = text;
            this.sql = sql;
            this.beside = beside;
            this.mark = mark;
            this.attempt = attempt;
            this.parts = parts;
        }
    }

    /**
     * Copies some rows, or ends it.
     *
     * @return whether the columns are wide now
     */
    boolean widen(TableId source, List<Column> wide, String job, List<String> executed)
            throws SQLException {
        try {
            return step(source, wide, job, executed);
        } catch (SQLException | RuntimeException e) {
            copies.remove(source);
            if (session.isBroken() || !isDone(source, wide)) {
                throw e;
            }
            // Another job was faster; what we met was its doing.
            return step(source, wide, job, executed);
        }
    }

    private boolean isDone(TableId source, List<Column> wide) throws SQLException {
        return narrow(definitions.bound(source), wide).isEmpty();
    }

    private boolean step(TableId source, List<Column> wide, String job, List<String> executed)
            throws SQLException {
        TargetTable table = definitions.bound(source);
        Map<String, ColumnType> types = narrow(table, wide);
        if (types.isEmpty()) {
            copies.remove(source);
            dropCopies(table.id(), "", executed);
            return true;
        }
        Copy copy = copies.get(source);
        if (copy == null || !copy.types.equals(types) || !copy.table.id().equals(table.id())) {
            dropCopies(table.id(), job, new ArrayList<>());
            copy = begin(table, types, job, copy == null ? 1 : copy.attempt);
            copies.put(source, copy);
        }
        copyPart(copy);
        if (copy.part < copy.parts) {
            return false;
        }
        takeRoom(source, copy);
        Mark mark = mark(table.id());
        if (!mark.equals(copy.mark) || !CrateCatalog.text(session, table.id()).equals(copy.text)) {
            beginAnew(source, copy, job);
            return false;
        }
        checkNothingIsMissing(source, copy);
        executed.add(copy.sql.create(copy.beside));
        executed.add(copy.sql.copy(copy.beside, 0, 1));
        for (String sql : session.dialect().replace(table.id(), copy.beside)) {
            definitions.alter(table.id(), sql);
            executed.add(sql);
        }
        copies.remove(source);
        definitions.forget();
        dropCopies(table.id(), "", executed);
        return true;
    }

    /** The columns that are narrower than they are to be, with their types to be. */
    private static Map<String, ColumnType> narrow(TargetTable table, List<Column> wide) {
        Map<String, ColumnType> types = new HashMap<>();
        for (TargetColumn column : table.columns()) {
            for (Column wanted : wide) {
                ColumnType type = ColumnTypes.of(wanted, table.isKey(column.name()));
                if (wanted.name().equals(column.source())
                        && TypeFit.of(column.type(), type) == TypeFit.WIDER) {
                    types.put(column.name(), type);
                }
            }
        }
        return types;
    }

    private Copy begin(TargetTable table, Map<String, ColumnType> types, String job, int attempt)
            throws SQLException {
        String text = CrateCatalog.text(session, table.id());
        CrateTableCopy sql = sql(table, types, text);
        TableId beside =
                new TableId(
                        table.id().schema(),
                        table.id().name() + COPY + job + "_" + unique().substring(0, 6));
        definitions.checkNames(table.at(beside));
        Mark mark = mark(table.id());
        definitions.create(beside, sql.create(beside), new ArrayList<>());
        int parts = (int) Math.min(CrateTableCopy.MOST_PARTS, Math.max(1, mark.rows() / rows));
        return new Copy(table, types, text, sql, beside, mark, parts, attempt);
    }

    private CrateTableCopy sql(TargetTable table, Map<String, ColumnType> types, String text)
            throws SQLException {
        return CrateTableCopy.of(text, table, types, generated(table.id()))
                .orElseThrow(
                        () ->
                                rejected(
                                        table.id(),
                                        "can't be copied with other types of "
                                                + types.keySet()
                                                + ": its definition is not understood"));
    }

    /** Letters and digits that nobody else has. */
    static String unique() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    private Set<String> generated(TableId table) throws SQLException {
        PreparedStatement statement =
                session.prepare(
                        "SELECT column_name FROM information_schema.columns WHERE table_schema = ?"
                                + " AND table_name = ? AND is_generated = 'ALWAYS'");
        statement.setString(1, table.schema());
        statement.setString(2, table.name());
        Set<String> names = new HashSet<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                names.add(result.getString(1));
            }
        }
        return names;
    }

    private void copyPart(Copy copy) throws SQLException {
        if (copy.part < copy.parts) {
            execute(copy, copy.sql.copy(copy.beside, copy.part, copy.parts));
            copy.part++;
        }
    }

    private void execute(Copy copy, String sql) throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            if (session.dialect().classify(e) == FailureKind.REJECTED) {
                throw rejected(copy.table.id(), "has rows that can't be copied");
            }
            throw e;
        }
    }

    /** Rows that were written where there is room for them go where the others are. */
    private void takeRoom(TableId source, Copy copy) throws SQLException {
        TableId room = room(copy.table.id());
        if (definitions.isThere(source, room)) {
            session.refresh(room);
            List<String> columns =
                    CrateTableText.parse(CrateCatalog.text(session, room)).columns().stream()
                            .map(TableColumn::name)
                            .toList();
            execute(copy, copy.sql.take(copy.beside, room, columns));
        }
    }

    private void beginAnew(TableId source, Copy copy, String job) throws SQLException {
        drop(copy.beside);
        if (copy.attempt >= ATTEMPTS) {
            throw rejected(
                    copy.table.id(),
                    "was changed by someone else each time while it was copied; let nobody else"
                            + " write it for that time");
        }
        copies.put(source, begin(copy.table, copy.types, job, copy.attempt + 1));
    }

    /** CrateDB leaves rows out of a statement without a word. */
    private void checkNothingIsMissing(TableId source, Copy copy) throws SQLException {
        TableId room = room(copy.table.id());
        long late = definitions.isThere(source, room) ? mark(room).rows() : 0;
        long copied = mark(copy.beside).rows();
        if (copied != copy.mark.rows() + late) {
            drop(copy.beside);
            throw new TargetException(
                    late == 0 ? FailureKind.REJECTED : FailureKind.FATAL,
                    "of the "
                            + copy.mark.rows()
                            + " rows of table "
                            + copy.table.id()
                            + (late == 0 ? "" : " and " + late + " of table " + room)
                            + " only "
                            + copied
                            + " could be copied into one with wider types",
                    null);
        }
    }

    private Mark mark(TableId table) throws SQLException {
        session.refresh(table);
        try (Statement statement = session.connection().createStatement();
                ResultSet result = statement.executeQuery(CrateTableCopy.mark(table))) {
            result.next();
            return new Mark(result.getLong(1), result.getString(2));
        }
    }

    /**
     * The table beside another one for rows whose keys that one has no room for yet.
     *
     * @param table the one that has no room
     */
    static TableId room(TableId table) {
        return new TableId(table.schema(), table.name() + ROOM);
    }

    /** Makes that table, unless it is there, or nobody needs it. */
    void makeRoom(TableId source, List<Column> wide) throws SQLException {
        TargetTable table = definitions.bound(source);
        Map<String, ColumnType> types = narrow(table, wide);
        types.keySet().removeIf(column -> !table.isKey(column));
        if (!types.isEmpty()) {
            TableId room = room(table.id());
            definitions.checkNames(table.at(room));
            CrateTableCopy sql = sql(table, types, CrateCatalog.text(session, table.id()));
            String create = sql.create(room);
            if (definitions.isThere(source, room) && !isShapedLike(room, create)) {
                // Of an end that failed before its last checkpoint: its rows come again.
                drop(room);
            }
            definitions.create(room, create, new ArrayList<>());
        }
    }

    private boolean isShapedLike(TableId table, String create) throws SQLException {
        return CrateTableText.parse(CrateCatalog.text(session, table))
                .equals(CrateTableText.parse(create));
    }

    /**
     * Drops what copies of a table have left, and the table of rows that had no room.
     *
     * @param job only what this job has left; empty for everything
     */
    void dropCopies(TableId table, String job, List<String> executed) throws SQLException {
        String copy = table.name() + COPY + (job.isEmpty() ? "" : job + "_");
        for (String name : tables(table.schema())) {
            boolean isRoom = job.isEmpty() && name.equals(table.name() + ROOM);
            if (isRoom || name.startsWith(copy)) {
                executed.add(drop(new TableId(table.schema(), name)));
            }
        }
    }

    private String drop(TableId table) throws SQLException {
        Dialect dialect = session.dialect();
        String sql = dialect.dropTable(table);
        session.execute(sql);
        return sql;
    }

    private List<String> tables(String schema) throws SQLException {
        PreparedStatement statement =
                session.prepare(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = ?");
        statement.setString(1, schema);
        List<String> names = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                names.add(result.getString(1));
            }
        }
        return names;
    }

    private static TargetException rejected(TableId table, String why) {
        return new TargetException(FailureKind.REJECTED, "table " + table + " " + why, null);
    }
}
