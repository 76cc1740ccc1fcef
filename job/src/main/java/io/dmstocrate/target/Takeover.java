package io.dmstocrate.target;

import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.TargetTable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the table of a new life in the place of the one that readers use.
 *
 * <p>The catalog alone tells whether that was done: then the table beside is not there any more. So
 * it can be repeated after any failure, and by another job.
 */
final class Takeover {

    private final Session session;
    private final Definitions definitions;

    Takeover(Session session, Definitions definitions) {
        this.session = session;
        this.definitions = definitions;
    }

    /** Does it, and notes the statements that were executed. */
    void run(
            TableDefinition definition,
            List<Long> abandoned,
            long openedMicros,
            List<String> executed)
            throws SQLException {
        TableId source = definition.table();
        TableId place = definitions.target(source);
        TableId beside = definitions.beside(source, definitions.life(source));
        definitions.forget();
        List<Long> left = new ArrayList<>();
        for (long life : abandoned) {
            if (definitions.isThere(source, definitions.beside(source, life))) {
                left.add(life);
            }
        }
        Dialect dialect = session.dialect();
        boolean isDone = !definitions.isThere(source, beside);
        if (!isDone) {
            try {
                List<String> statements = statements(source, place, beside, left, openedMicros);
                executeAtOnce(place, statements);
                executed.addAll(statements);
            } catch (SQLException | TargetException e) {
                definitions.forget();
                if (session.isBroken() || definitions.isThere(source, beside)) {
                    throw e;
                }
                // Another job was faster; what we met was its doing.
                isDone = true;
            }
        }
        if (isDone) {
            checkItWasDone(definition, place);
        }
        for (long life : left) {
            String sql = dialect.dropTable(definitions.beside(source, life));
            session.execute(sql);
            executed.add(sql);
        }
        definitions.forget();
    }

    private List<String> statements(
            TableId source, TableId place, TableId beside, List<Long> left, long openedMicros)
            throws SQLException {
        for (long life : left) {
            checkNothingIsLost(source, life, openedMicros);
        }
        Dialect dialect = session.dialect();
        if (!definitions.isThere(source, place)) {
            return List.of(dialect.rename(beside, place));
        }
        checkNothingIsLost(source, 0, openedMicros);
        return dialect.replace(place, beside);
    }

    /** Rows that were built in the new life and written before that was known. */
    private void checkNothingIsLost(TableId source, long life, long openedMicros)
            throws SQLException {
        TargetTable table = definitions.handle(source, life).table();
        Dialect dialect = session.dialect();
        session.refresh(table.id());
        StringBuilder opened = new StringBuilder();
        OrderedText.appendFixed(opened, openedMicros);
        PreparedStatement statement = session.prepare(dialect.countBuiltSince(table));
        statement.setString(1, opened.toString());
        try (ResultSet result = statement.executeQuery()) {
            result.next();
            long rows = result.getLong(1);
            if (rows > 0) {
                throw new TargetException(
                        FailureKind.REJECTED,
                        rows
                                + " rows of the reload came before its definition and lie in table "
                                + table.id()
                                + ", perhaps not all of them: their key was another one. Readers keep"
                                + " the old table. Reload "
                                + source
                                + " once more",
                        null);
            }
        }
    }

    private void checkItWasDone(TableDefinition definition, TableId place) throws SQLException {
        if (!definitions.isShapedLike(definition)) {
            throw new TargetException(
                    FailureKind.REJECTED,
                    "the table that "
                            + definition.table()
                            + " was loaded into is gone, and "
                            + place
                            + " is still the old one; reload it once more",
                    null);
        }
    }

    /** CrateDB does it by one statement; elsewhere several are one transaction. */
    private void executeAtOnce(TableId place, List<String> statements) throws SQLException {
        if (statements.size() == 1) {
            definitions.alter(place, statements.get(0));
            return;
        }
        session.connection().setAutoCommit(false);
        try {
            for (String sql : statements) {
                definitions.alter(place, sql);
            }
            session.connection().commit();
        } catch (SQLException | TargetException e) {
            session.connection().rollback();
            throw e;
        } finally {
            if (!session.isBroken()) {
                session.connection().setAutoCommit(true);
            }
        }
    }
}
