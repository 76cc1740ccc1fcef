package io.dmstocrate.target;

import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a single row, and changes it if it has not changed since. Finds rows by their keys, so it
 * sees what was written a moment ago.
 */
final class RowAccess {

    private final Session session;

    RowAccess(Session session) {
        this.session = session;
    }

    Optional<RowState> read(
            TargetTable table,
            List<TargetColumn> key,
            List<String> keyValues,
            List<TargetColumn> columns)
            throws SQLException {
        PreparedStatement statement =
                session.prepare(session.dialect().selectRow(table, key, columns));
        for (int i = 0; i < key.size(); i++) {
            statement.setString(i + 1, keyValues.get(i));
        }
        try (ResultSet result = statement.executeQuery()) {
            if (!result.next()) {
                return Optional.empty();
            }
            int count = columns.size();
            List<String> values = new ArrayList<>();
            List<String> versions = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                values.add(text(result.getString(i + 1), columns.get(i).type()));
                versions.add(orEmpty(result.getString(count + i + 1)));
            }
            int next = 2 * count + 1;
            return Optional.of(
                    new RowState(
                            values,
                            versions,
                            orEmpty(result.getString(next)),
                            result.getString(next + 1) + "/" + result.getString(next + 2)));
        }
    }

    private static String orEmpty(String version) {
        return version == null ? "" : version;
    }

    boolean fill(
            TargetTable table,
            List<TargetColumn> key,
            List<String> keyValues,
            List<TargetColumn> columns,
            List<String> values,
            String version,
            String stamp)
            throws SQLException {
        PreparedStatement statement =
                session.prepare(session.dialect().updateRow(table, key, columns));
        int next = 1;
        for (String value : values) {
            statement.setString(next++, value);
        }
        int versions = session.dialect().versionsOf(table, columns).size();
        for (int i = 0; i < versions; i++) {
            statement.setString(next++, version);
        }
        for (String value : keyValues) {
            statement.setString(next++, value);
        }
        int slash = stamp.indexOf('/');
        statement.setString(next++, stamp.substring(0, slash));
        statement.setString(next, stamp.substring(slash + 1));
        return statement.executeUpdate() == 1;
    }

    /** A value that was read, as it is written. */
    static String text(String value, ColumnType type) {
        if (value == null || type.kind() != ColumnType.Kind.BOOLEAN) {
            return value;
        }
        return value.startsWith("t") ? "true" : "false";
    }
}
