package io.dmstocrate.target;

import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of parcels: created when the first is written. */
final class ParcelTable {

    private static final TargetColumn NAME =
            new TargetColumn("name", "name", ColumnType.of(Kind.TEXT));
    private static final TargetColumn CONTENT =
            new TargetColumn("content", "content", ColumnType.of(Kind.LARGE_TEXT));

    private final Session session;
    private final RowAccess access;
    private final TargetTable table;

    ParcelTable(Session session, TableId id) {
        this.session = session;
        this.access = new RowAccess(session);
        this.table =
                new TargetTable(
                        id,
                        Layout.DIRECT,
                        List.of(NAME, CONTENT),
                        List.of("name"),
                        "",
                        "",
                        Map.of());
    }

    Optional<Parcel> read(String name) throws SQLException {
        return row(name)
                .filter(row -> row.values().get(0) != null)
                .map(row -> new Parcel(row.values().get(0), row.stamp()));
    }

    boolean keep(String name, String content, String stamp) throws SQLException {
        String last = stamp;
        if (stamp.isEmpty()) {
            begin(name);
            Optional<RowState> begun = row(name);
            if (begun.isEmpty() || begun.get().values().get(0) != null) {
                return false;
            }
            last = begun.get().stamp();
        }
        return access.fill(
                table, List.of(NAME), List.of(name), List.of(CONTENT), List.of(content), last);
    }

    private Optional<RowState> row(String name) throws SQLException {
        try {
            return access.read(table, List.of(NAME), List.of(name), List.of(CONTENT));
        } catch (SQLException e) {
            if (session.dialect().classify(e) == FailureKind.STALE_DEFINITION) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Makes an empty parcel, unless there is one. */
    private void begin(String name) throws SQLException {
        try {
            insert(name);
        } catch (SQLException e) {
            if (session.dialect().classify(e) != FailureKind.STALE_DEFINITION) {
                throw e;
            }
            create();
            insert(name);
        }
    }

    private void insert(String name) throws SQLException {
        PreparedStatement statement =
                session.prepare(session.dialect().upsertOne(table, List.of(NAME), false));
        statement.setString(1, name);
        statement.executeUpdate();
    }

    private void create() throws SQLException {
        Dialect dialect = session.dialect();
        for (String sql : dialect.createTable(table)) {
            try {
                session.execute(sql);
            } catch (SQLException e) {
                if (!dialect.alreadyThere(e)) {
                    throw e;
                }
            }
        }
    }
}
