package io.dmstocrate.target;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes away rows of a table's former lives, while others write the table: a row that gets a newer
 * version meanwhile stays.
 *
 * <p>PostgreSQL does that by itself. On CrateDB a delete by a condition would take such a row
 * without a word: so the rows are found first, and each is deleted only as it was found.
 */
final class LifeSweep {

    /** How often in a row none of the rows that were found can be deleted. */
    private static final int ATTEMPTS = 5;

    private final Session session;
    private final TargetTable table;
    private final List<TargetColumn> key;

    LifeSweep(Session session, TargetTable table) {
        this.session = session;
        this.table = table;
        this.key = table.keyColumns();
    }

    /**
     * Takes rows away; see {@link Target#sweep}.
     *
     * @param opened the life that stays, as versions begin with it
     */
    long sweep(String opened) throws SQLException {
        session.refresh(table.id());
        Optional<String> finding = session.dialect().swept(table, Target.SWEPT_AT_ONCE);
        if (finding.isEmpty()) {
            PreparedStatement statement = session.prepare(session.dialect().sweep(table));
            statement.setString(1, opened);
            statement.setString(2, opened);
            return statement.executeUpdate();
        }
        long swept = 0;
        int inVain = 0;
        while (swept < Target.SWEPT_AT_ONCE) {
            List<List<String>> found = find(finding.get(), opened);
            long taken = take(found);
            swept += taken;
            if (taken == found.size() && taken < Target.SWEPT_AT_ONCE) {
                return swept;
            }
            inVain = taken == 0 ? inVain + 1 : 0;
            if (inVain == ATTEMPTS) {
                throw new TargetException(
                        FailureKind.RETRYABLE,
                        "rows of a former life of table " + table.id() + " can't be deleted",
                        null);
            }
            // Others have changed rows, which are newer now; or more are left.
            session.refresh(table.id());
        }
        return swept;
    }

    /** Some rows of former lives: each its key, and what tells whether it has changed since. */
    private List<List<String>> find(String finding, String opened) throws SQLException {
        PreparedStatement statement = session.prepare(finding);
        statement.setString(1, opened);
        statement.setString(2, opened);
        List<List<String>> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                List<String> row = new ArrayList<>(key.size() + 2);
                for (int i = 0; i < key.size(); i++) {
                    row.add(RowAccess.text(result.getString(i + 1), key.get(i).type()));
                }
                row.add(result.getString(key.size() + 1));
                row.add(result.getString(key.size() + 2));
                rows.add(row);
            }
        }
        return rows;
    }

    /** Takes away those that are as they were found; tells how many. */
    private long take(List<List<String>> rows) throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        PreparedStatement statement = session.prepare(session.dialect().sweep(table));
        long taken = 0;
        try {
            for (List<String> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    statement.setString(i + 1, row.get(i));
                }
                statement.addBatch();
            }
            for (int count : statement.executeBatch()) {
                taken += Math.max(0, count);
            }
        } finally {
            if (!session.isBroken()) {
                statement.clearBatch();
            }
        }
        return taken;
    }
}
