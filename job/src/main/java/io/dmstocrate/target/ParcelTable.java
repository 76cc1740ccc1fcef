package io.dmstocrate.target;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dialect.Versioning;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.TargetColumn;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The table of parcels: created when the first is written. Each carries when it was last changed,
 * so that those that nobody asks for any more can go.
 */
final class ParcelTable {

    private static final TargetColumn NAME = OwnTable.column("name", Kind.TEXT);
    private static final TargetColumn CONTENT = OwnTable.column("content", Kind.LARGE_TEXT);
    private static final TargetColumn CHANGED = OwnTable.column("changed_millis", Kind.BIGINT);

    private final Session session;
    private final RowAccess access;
    private final OwnTable table;
    private final LongSupplier clockMillis;

    ParcelTable(Session session, TableId id, LongSupplier clockMillis) {
        this.session = session;
        this.access = new RowAccess(session);
        this.table = new OwnTable(session, id, List.of(NAME, CONTENT, CHANGED));
        this.clockMillis = clockMillis;
    }

    Optional<Parcel> read(String name) throws SQLException {
        return row(name)
                .filter(row -> row.values().get(0) != null)
                .map(row -> new Parcel(row.values().get(0), row.stamp()));
    }

    boolean keep(String name, String content, String stamp) throws SQLException {
        String last = stamp;
        if (stamp.isEmpty()) {
            table.use(() -> begin(name));
            Optional<RowState> begun = row(name);
            if (begun.isEmpty() || begun.get().values().get(0) != null) {
                return false;
            }
            last = begun.get().stamp();
        }
        return access.fill(
                table.table(),
                List.of(NAME),
                List.of(name),
                List.of(CONTENT, CHANGED),
                List.of(content, Long.toString(clockMillis.getAsLong())),
                "",
                last);
    }

    /** Deletes the parcels that were last changed before a time. */
    void sweep(long beforeMillis) throws SQLException {
        String sql =
                "DELETE FROM "
                        + SqlText.table(table.id())
                        + " WHERE "
                        + SqlText.identifier(CHANGED.name())
                        + " < ?";
        try {
            PreparedStatement statement = session.prepare(sql);
            statement.setLong(1, beforeMillis);
            statement.executeUpdate();
        } catch (SQLException e) {
            if (session.dialect().classify(e) != FailureKind.STALE_DEFINITION) {
                throw e;
            }
        }
    }

    private Optional<RowState> row(String name) throws SQLException {
        try {
            return access.read(table.table(), List.of(NAME), List.of(name), List.of(CONTENT));
        } catch (SQLException e) {
            if (session.dialect().classify(e) == FailureKind.STALE_DEFINITION) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Makes an empty parcel, unless there is one. */
    private void begin(String name) throws SQLException {
        PreparedStatement statement =
                session.prepare(
                        session.dialect()
                                .upsertOne(
                                        table.table(),
                                        List.of(NAME, CHANGED),
                                        false,
                                        Versioning.WHOLE));
        statement.setString(1, name);
        statement.setLong(2, clockMillis.getAsLong());
        statement.executeUpdate();
    }
}
