package io.dmstocrate.target;

import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.TableMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Looks at what lies in the target, for people: how many rows, and which dead letters. */
public final class TargetContents implements AutoCloseable {

    private final TargetSettings settings;
    private final TableMapper mapper;
    private final Session session;

    /** The contents of a target, which is reached when it is first asked. */
    public TargetContents(TargetSettings settings) {
        this.settings = settings;
        this.mapper = new TableMapper(settings.versionColumn(), settings.softDeletes());
        this.session = Session.of(settings);
    }

    /** The table that the rows of a source table go to. */
    public TableId target(TableId source) {
        return mapper.target(source, settings.tables().apply(source));
    }

    /** How many rows the table of a source table has; empty if there is no such table. */
    public OptionalLong rows(TableId source) {
        TableId table = target(source);
        return query(
                        table,
                        "SELECT count(*) FROM " + SqlText.table(table),
                        result -> {
                            result.next();
                            return result.getLong(1);
                        })
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** How many dead letters there are, by their reason. */
    public Map<String, Long> deadLetters() {
        TableId table = settings.deadLetterTable();
        // Counted here, since CrateDB can't group by a text of any length.
        return query(
                        table,
                        "SELECT " + SqlText.identifier("reason") + " FROM " + SqlText.table(table),
                        result -> {
                            Map<String, Long> reasons = new TreeMap<>();
                            while (result.next()) {
                                reasons.merge(result.getString(1), 1L, Long::sum);
                            }
                            return reasons;
                        })
                .orElse(new TreeMap<>());
    }

    private interface Reading<T> {
        T read(ResultSet result) throws SQLException;
    }

    private <T> Optional<T> query(TableId table, String sql, Reading<T> reading) {
        try {
            Dialect dialect = session.dialect();
            try (Statement statement = session.connection().createStatement()) {
                session.refresh(table);
                try (ResultSet result = statement.executeQuery(sql)) {
                    return Optional.of(reading.read(result));
                }
            } catch (SQLException e) {
                if (dialect.classify(e) == FailureKind.STALE_DEFINITION) {
                    return Optional.empty();
                }
                throw e;
            }
        } catch (SQLException e) {
            throw new TargetException(
                    FailureKind.RETRYABLE, "the table " + table + " can't be read", e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
