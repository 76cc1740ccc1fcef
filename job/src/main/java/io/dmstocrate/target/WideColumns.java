package io.dmstocrate.target;

import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.NameRule;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import io.dmstocrate.mapping.TypeFit;
import io.dmstocrate.mapping.WideName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives columns wider types: at once where the database can, else by a wide column beside the
 * narrow one, a copy, and a swap of their names.
 *
 * <p>The names of the columns tell how far that has come, so every step may be done again. What is
 * left to be copied is asked of the table each time. CrateDB leaves rows out of a statement without
 * a word; then nothing is copied any more while rows are left, which is an error, never the end.
 */
final class WideColumns {

    /** So many rows are copied by one statement: some tenths of a second. */
    private static final int ROWS = 20_000;

    private final Session session;
    private final Definitions definitions;

    WideColumns(Session session, Definitions definitions) {
        this.session = session;
        this.definitions = definitions;
    }

    /** A column and the wide one that is to take its place. */
    private record Pair(TargetTable table, TargetColumn narrow, TargetColumn wide) {}

    /**
     * Makes a column wider, if the database can; else makes a wide one, without any values, unless
     * it can't be replaced by itself.
     */
    WidenedColumn widen(TableId source, Column wide, String temporary) throws SQLException {
        List<String> executed = new ArrayList<>();
        TargetTable table = definitions.bound(source);
        TargetColumn narrow =
                column(table, wide.name())
                        .orElseThrow(() -> rejected(table, "has no column for " + wide.name()));
        boolean key = table.isKey(narrow.name());
        ColumnType type = ColumnTypes.of(wide, key);
        TypeFit fit = TypeFit.of(narrow.type(), type);
        if (fit == TypeFit.SAME || fit == TypeFit.NARROWER) {
            return new WidenedColumn(true, executed);
        }
        Optional<String> alter = session.dialect().widenColumn(table, narrow, type);
        if (alter.isPresent()) {
            definitions.alter(table, alter.get(), executed);
            definitions.forget();
            return new WidenedColumn(true, executed);
        }
        boolean isTied = key || definitions.catalog().isTied(session, table.id(), narrow.name());
        if (isTied) {
            checkIsNotInObject(table, narrow, key);
            return new WidenedColumn(false, true, executed);
        }
        for (TargetColumn column : table.columns()) {
            if (WideName.isWideOf(wide.name(), column.source())
                    || column.source().equals(WideName.narrow(wide.name()))) {
                definitions.dropColumn(source, column.source(), executed);
            }
        }
        TargetColumn added = new TargetColumn(NameRule.column(temporary), temporary, type);
        definitions.checkNames(table.with(List.of(added)));
        definitions.create(table.id(), session.dialect().addColumn(table, added), executed);
        definitions.forget();
        return new WidenedColumn(false, executed);
    }

    /** The type of a column in {@code data} is not exchanged in a copy of the table. */
    private void checkIsNotInObject(TargetTable table, TargetColumn column, boolean key)
            throws SQLException {
        if (table.layout() == Layout.UNIVERSAL && !key) {
            throw rejected(
                    table,
                    "has the column "
                            + column.name()
                            + " of data in a partition, an index, a constraint or a generated"
                            + " column, so it can't be replaced, and "
                            + session.dialect().name()
                            + " can't alter types");
        }
    }

    /** Copies some rows; 0 only if none is left to be copied. */
    long copy(TableId source, String column, String temporary) throws SQLException {
        TargetTable table = definitions.bound(source);
        Optional<TargetColumn> narrow = column(table, column);
        Optional<TargetColumn> wide = column(table, temporary);
        if (narrow.isEmpty() || wide.isEmpty()) {
            // The wide column has taken the narrow one's place.
            return 0;
        }
        Pair pair = new Pair(table, narrow.get(), wide.get());
        session.refresh(pair.table().id());
        long copied = copySome(pair);
        if (copied >= ROWS) {
            return copied;
        }
        long left = uncopied(pair);
        if (left > 0 && copied <= 0) {
            // What is left may have come after the last refresh; then it can be copied now.
            copied = copySome(pair);
            long still = uncopied(pair);
            if (still > 0 && copied <= 0 && still >= left) {
                throw cantCopy(pair);
            }
            return still;
        }
        return left;
    }

    private long copySome(Pair pair) throws SQLException {
        Dialect dialect = session.dialect();
        try (Statement statement = session.connection().createStatement()) {
            return statement.executeUpdate(
                    dialect.copyColumn(pair.table(), pair.narrow(), pair.wide(), ROWS));
        } catch (SQLException e) {
            if (dialect.classify(e) == FailureKind.REJECTED) {
                throw cantCopy(pair);
            }
            throw e;
        }
    }

    private long uncopied(Pair pair) throws SQLException {
        session.refresh(pair.table().id());
        Dialect dialect = session.dialect();
        try (Statement statement = session.connection().createStatement();
                ResultSet result =
                        statement.executeQuery(
                                dialect.countUncopied(pair.table(), pair.narrow(), pair.wide()))) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Lets the wide column take the narrow one's place, as far as that is not done. */
    void swap(TableId source, String column, String temporary, List<String> executed)
            throws SQLException {
        TargetTable table = definitions.bound(source);
        if (column(table, temporary).isPresent()) {
            if (column(table, column).isPresent()) {
                definitions.renameColumn(source, column, WideName.narrow(column), executed);
            }
            try {
                definitions.renameColumn(source, temporary, column, executed);
            } catch (TargetException e) {
                if (e.kind() == FailureKind.REJECTED) {
                    definitions.renameColumn(source, WideName.narrow(column), column, executed);
                }
                throw e;
            }
        }
        definitions.dropColumn(source, WideName.narrow(column), executed);
    }

    /** Ends swaps that were broken off, so that the columns have their names. */
    void endSwaps(TableId source, List<String> executed) throws SQLException {
        List<String> names = definitions.columnsNow(source);
        for (String wide : names) {
            String column = WideName.columnOf(wide);
            if (!column.isEmpty()
                    && !names.contains(column)
                    && names.contains(WideName.narrow(column))) {
                swap(source, column, wide, executed);
            }
        }
    }

    private static Optional<TargetColumn> column(TargetTable table, String source) {
        return table.columns().stream()
                .filter(column -> column.source().equals(source))
                .findFirst();
    }

    private static TargetException rejected(TargetTable table, String why) {
        return new TargetException(FailureKind.REJECTED, "table " + table.id() + " " + why, null);
    }

    private static TargetException cantCopy(Pair pair) {
        return rejected(
                pair.table(),
                "has values in "
                        + pair.narrow().name()
                        + " that can't be copied to "
                        + pair.wide().name());
    }
}
