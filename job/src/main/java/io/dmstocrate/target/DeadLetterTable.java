package io.dmstocrate.target;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.TargetColumn;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table of dead letters: created when the first is kept, each letter once by its record's id.
 */
final class DeadLetterTable {

    private static final List<TargetColumn> COLUMNS =
            List.of(
                    OwnTable.column("id", Kind.TEXT),
                    OwnTable.column("table_name", Kind.TEXT),
                    OwnTable.column("row_key", Kind.LARGE_TEXT),
                    OwnTable.column("stage", Kind.TEXT),
                    OwnTable.column("reason", Kind.LARGE_TEXT),
                    OwnTable.column("payload", Kind.LARGE_TEXT),
                    OwnTable.column("recorded_at", Kind.TIMESTAMP_WITH_TIME_ZONE));

    private final Session session;
    private final OwnTable table;

    DeadLetterTable(Session session, TableId id) {
        this.session = session;
        this.table = new OwnTable(session, id, COLUMNS);
    }

    void keep(Collection<DeadLetter> letters) throws SQLException {
        Map<String, Object[]> rows = new LinkedHashMap<>();
        for (DeadLetter letter : letters) {
            rows.put(letter.position().id(), row(letter));
        }
        if (rows.isEmpty()) {
            return;
        }
        List<Object[]> all = new ArrayList<>(rows.values());
        try {
            write(all);
        } catch (SQLException e) {
            FailureKind kind = session.dialect().classify(e);
            if (kind == FailureKind.FATAL) {
                throw failure("written to", e);
            }
            if (kind != FailureKind.STALE_DEFINITION) {
                throw e;
            }
            create();
            write(all);
        }
    }

    private void write(List<Object[]> rows) throws SQLException {
        List<Rejection> rejections = table.upsert(rows);
        if (!rejections.isEmpty()) {
            throw new TargetException(
                    FailureKind.FATAL,
                    "the table of dead letters "
                            + table.id()
                            + " does not take a letter: "
                            + rejections.get(0).reason(),
                    null);
        }
    }

    private void create() throws SQLException {
        try {
            table.create();
        } catch (SQLException e) {
            if (session.dialect().classify(e) == FailureKind.RETRYABLE) {
                throw e;
            }
            throw failure("created", e);
        }
    }

    private TargetException failure(String what, SQLException e) throws SQLException {
        return new TargetException(
                FailureKind.FATAL,
                "the table of dead letters can't be "
                        + what
                        + ": "
                        + Reasons.of(e, Set.of(table.id().schema(), table.id().name()))
                        + "; have it created by someone who may, and the job allowed to write"
                        + " to it:\n"
                        + String.join(";\n", table.statements()),
                null);
    }

    private static Object[] row(DeadLetter letter) {
        return new Object[] {
            storable(letter.position().id()),
            storable(letter.table()),
            storable(letter.key()),
            letter.stage().name(),
            storable(letter.reason()),
            storable(letter.payload()),
            Instant.ofEpochMilli(letter.timeMillis()).toString()
        };
    }

    /** What no database stores as text (U+0000, halves of characters) becomes U+FFFD. */
    private static String storable(String text) {
        StringBuilder changed = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                changed = changed == null ? new StringBuilder(text) : changed;
                changed.setCharAt(i, '\uFFFD');
            }
        }
        return changed == null ? text : changed.toString();
    }
}
