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
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<List<String>> found = find(finding.get(), opened);
            long swept = take(found);
            if (swept == found.size()) {
                return swept;
            }
            // Others have changed rows; are those that are left newer now?
            session.refresh(table.id());
            if (find(finding.get(), opened).isEmpty()) {
                return Math.min(swept, Target.SWEPT_AT_ONCE - 1);
            }
            if (swept > 0) {
                return Target.SWEPT_AT_ONCE;
            }
        }
        throw new TargetException(
                FailureKind.RETRYABLE,
                "rows of a former life of table " + table.id() + " can't be deleted",
                null);
    }

    /** Some rows of former lives: each its key, and what tells whether it has changed since. */
    List<List<String>> find(String finding, String opened) throws SQLException {
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
    long take(List<List<String>> rows) throws SQLException {
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
