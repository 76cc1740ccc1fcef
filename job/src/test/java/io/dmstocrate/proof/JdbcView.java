package io.dmstocrate.proof;

import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.mapping.NameRule;
import io.dmstocrate.mapping.TableMapper;
import io.dmstocrate.target.TargetSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run on a cluster has left in its database. */
record JdbcView(ProofDatabase database, Alias alias) implements TargetView {

    private static final String RECORD_ID = "dms_record_id";

    @Override
    public Map<List<Object>, Map<String, Object>> rows(SourceTable table) throws SQLException {
        Map<List<Object>, Map<String, Object>> rows = new HashMap<>();
        String sql = ProofDatabase.sql(alias.table(table));
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            database.refresh(statement, sql);
            try (ResultSet result = statement.executeQuery("SELECT * FROM " + sql)) {
                while (result.next()) {
                    Map<String, Object> row = row(result);
                    if (!Boolean.TRUE.equals(row.remove(TableMapper.DELETED_COLUMN))) {
                        rows.put(key(table, row), row);
                    }
                }
            }
        } catch (SQLException e) {
            // A table that nothing was told of is not created.
            if (!ProofDatabase.isMissing(e)) {
                throw e;
            }
        }
        return rows;
    }

    private List<Object> key(SourceTable table, Map<String, Object> row) {
        if (!table.hasKey()) {
            return List.of(alias.recordId((String) row.get(RECORD_ID)));
        }
        List<Object> key = new ArrayList<>();
        table.key().forEach(column -> key.add(row.get(column)));
        return key;
    }

    private static Map<String, Object> row(ResultSet result) throws SQLException {
        Map<String, Object> row = new TreeMap<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            String name = result.getMetaData().getColumnName(i);
            if (!name.equals(TargetSettings.DEFAULT_VERSION_COLUMN)
                    && !name.equals(TableMapper.COLUMN_VERSIONS)) {
                row.put(NameRule.source(name), value(result, i));
            }
        }
        return row;
    }

    private static Object value(ResultSet result, int column) throws SQLException {
        return switch (result.getMetaData().getColumnTypeName(column)) {
            case "timestamptz" -> {
                OffsetDateTime time = result.getObject(column, OffsetDateTime.class);
                yield time == null ? null : time.toInstant();
            }
            case "timestamp" -> result.getObject(column, LocalDateTime.class);
            default -> result.getObject(column);
        };
    }

    @Override
    public List<Letter> deadLetters() throws SQLException {
        List<Letter> letters = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement refresh = connection.createStatement()) {
            database.refresh(refresh, "\"dms\".\"dead_letters\"");
            try (PreparedStatement statement =
                    connection.prepareStatement(
                            "SELECT id, stage, reason FROM \"dms\".\"dead_letters\""
                                    + " WHERE id LIKE ?")) {
                statement.setString(1, alias.prefix() + "%");
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        letters.add(
                                new Letter(
                                        alias.recordId(result.getString(1)),
                                        DeadLetter.Stage.valueOf(result.getString(2)),
                                        result.getString(3)));
                    }
                }
            }
        } catch (SQLException e) {
            // The table is created with the first letter.
            if (!ProofDatabase.isMissing(e)) {
                throw e;
            }
        }
        return letters;
    }

    @Override
    public Object held(Object value) {
        return alias.acceptable(value);
    }
}
