package io.dmstocrate.target;

import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends the rows of a batch and finds out about each whether it is in the target.
 *
 * <p>A statement over many rows says at best how many it took. Where that is not all of them, or
 * the statement failed as a whole, the rows are halved until the rejected ones stand alone; each of
 * them is then sent by a statement of its own, for the server's reason.
 */
final class RowSender {

    /** Fewer rows that share a reason are taken for what they are: rows that don't fit. */
    static final int SYSTEMIC_ROWS = 20;

    private static final int ABORTED = -1;

    private static final int CONFIRMATIONS = 5;

    private final Session session;
    private final Dialect dialect;
    private final RowArrays rows;
    private final Set<String> names;
    private final List<Rejection> rejections;

    /**
     * @param names names that a reason may tell
     */
    RowSender(Session session, Dialect dialect, RowArrays rows, Set<String> names) {
        this.session = session;
        this.dialect = dialect;
        this.rows = rows;
        this.names = names;
        this.rejections = new ArrayList<>(rows.rejections());
    }

    /** Upserts all rows, and returns those that are not in the target. */
    List<Rejection> upsert() throws SQLException {
        int size = rows.size();
        if (size > 0 && !sendNewest()) {
            int missing = send(rows.plan().many(), 0, size);
            if (missing != 0) {
                if (size >= SYSTEMIC_ROWS && (missing == size || missing == ABORTED)) {
                    checkNotSystemic();
                }
                isolate(0, size, missing);
            }
        }
        return rejections;
    }

    /**
     * Sends all rows by the statement for those of which nothing newer is there. Where it leaves
     * some out, the one for all rows sends them again, which for the others changes nothing.
     *
     * @return whether all are in the target
     */
    private boolean sendNewest() throws SQLException {
        Optional<String> newest = rows.plan().newest();
        boolean done = newest.isPresent() && send(newest.get(), 0, rows.size()) == 0;
        rows.plan().sent(newest.isPresent() && !done);
        return done;
    }

    /** Deletes all rows; one that is not there is fine. */
    List<Rejection> delete() throws SQLException {
        int size = rows.size();
        if (size == 0) {
            return rejections;
        }
        PreparedStatement statement = session.prepare(rows.plan().many());
        int[] counts;
        try {
            for (int row = 0; row < size; row++) {
                bind(statement, row);
                statement.addBatch();
            }
            counts = statement.executeBatch();
        } catch (SQLException e) {
            if (dialect.classify(e) != FailureKind.REJECTED) {
                throw e;
            }
            for (int row = 0; row < size; row++) {
                sendAlone(row);
            }
            return rejections;
        } finally {
            if (!session.isBroken()) {
                statement.clearBatch();
            }
        }
        if (dialect.rejectsSilently()) {
            confirmMissing(counts);
        }
        return rejections;
    }

    /**
     * A count of 0 means that the row was not there, or that CrateDB failed on it. A statement for
     * that row alone throws in the second case. Rows that are missing come in masses when a stream
     * is read again, so some of them stand for all, until one turns out to be there.
     */
    private void confirmMissing(int[] counts) throws SQLException {
        int confirmed = 0;
        for (int row = 0; row < counts.length && confirmed < CONFIRMATIONS; row++) {
            if (counts[row] == 0) {
                PreparedStatement statement = session.prepare(rows.plan().one());
                bind(statement, row);
                confirmed = statement.executeUpdate() == 0 ? confirmed + 1 : Integer.MIN_VALUE;
            }
        }
    }

    /** Sends rows by one statement; tells how many it left out, or that it failed as a whole. */
    private int send(String sql, int from, int to) throws SQLException {
        RowPlan plan = rows.plan();
        Connection connection = session.connection();
        PreparedStatement statement = session.prepare(sql);
        for (int i = 0; i < plan.width(); i++) {
            statement.setArray(
                    i + 1, connection.createArrayOf(plan.element(i), rows.slice(i, from, to)));
        }
        try {
            int written = statement.executeUpdate();
            return dialect.rejectsSilently() ? to - from - written : 0;
        } catch (SQLException e) {
            if (dialect.classify(e) == FailureKind.REJECTED) {
                return ABORTED;
            }
            throw e;
        }
    }

    /**
     * Finds the rejected ones among rows that were sent already.
     *
     * @param missing how many there are, or that the statement failed as a whole
     */
    private void isolate(int from, int to, int missing) throws SQLException {
        if (to - from == 1) {
            sendAlone(from);
            return;
        }
        int middle = (from + to) >>> 1;
        int left = send(rows.plan().many(), from, middle);
        if (left != 0) {
            isolate(from, middle, left);
        }
        int right =
                missing == ABORTED || left == ABORTED
                        ? send(rows.plan().many(), middle, to)
                        : missing - left;
        if (right != 0) {
            isolate(middle, to, right);
        }
    }

    /** Returns why the row is rejected, or {@code null} if it is in. */
    private String sendAlone(int row) throws SQLException {
        PreparedStatement statement = session.prepare(rows.plan().one());
        bind(statement, row);
        try {
            statement.executeUpdate();
            return null;
        } catch (SQLException e) {
            if (dialect.classify(e) != FailureKind.REJECTED) {
                throw e;
            }
            String reason = Reasons.of(e, names);
            rejections.add(new Rejection(rows.batchRow(row), reason));
            return reason;
        }
    }

    /**
     * Sends some rows alone, from all over the batch.
     *
     * @throws TargetException if all of them are rejected for the same reason
     */
    private void checkNotSystemic() throws SQLException {
        int before = rejections.size();
        String common = null;
        for (int i = 0; i < SYSTEMIC_ROWS; i++) {
            String reason = sendAlone((int) ((long) i * rows.size() / SYSTEMIC_ROWS));
            if (reason == null || (common != null && !common.equals(reason))) {
                rejections.subList(before, rejections.size()).clear();
                return;
            }
            common = reason;
        }
        throw systemic(rows.size(), common);
    }

    static TargetException systemic(int rows, String reason) {
        return new TargetException(
                FailureKind.RETRYABLE,
                "the target refuses all of " + rows + " rows: " + reason,
                null);
    }

    private void bind(PreparedStatement statement, int row) throws SQLException {
        RowPlan plan = rows.plan();
        for (int i = 0; i < plan.width(); i++) {
            Object value = rows.value(i, row);
            if (value == null) {
                statement.setNull(i + 1, sqlType(plan.element(i)));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    private static int sqlType(String element) {
        return switch (element) {
            case "int8" -> Types.BIGINT;
            case "bool" -> Types.BOOLEAN;
            case "float4" -> Types.REAL;
            case "float8" -> Types.DOUBLE;
            default -> Types.VARCHAR;
        };
    }
}
