package io.dmstocrate.target;

import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.ConversionNotes;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of dead letters: created when the first is kept, each letter once by its record's id.
 */
final class DeadLetterTable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterTable.class);

    private static final List<TargetColumn> COLUMNS =
            List.of(
                    column("id", Kind.TEXT),
                    column("table_name", Kind.TEXT),
                    column("row_key", Kind.LARGE_TEXT),
                    column("stage", Kind.TEXT),
                    column("reason", Kind.LARGE_TEXT),
                    column("payload", Kind.LARGE_TEXT),
                    column("recorded_at", Kind.TIMESTAMP_WITH_TIME_ZONE));

    private static final Columns NAMES =
            Columns.of(COLUMNS.stream().map(TargetColumn::name).toList());

    private final Session session;
    private final TargetTable table;

    DeadLetterTable(Session session, TableId id) {
        this.session = session;
        this.table = new TargetTable(id, Layout.DIRECT, COLUMNS, List.of("id"), "", "", Map.of());
    }

    void keep(Collection<DeadLetter> letters) throws SQLException {
        Map<String, Object[]> rows = new LinkedHashMap<>();
        for (DeadLetter letter : letters) {
            rows.put(letter.position().id(), row(letter));
        }
        if (rows.isEmpty()) {
            return;
        }
        TableBatch batch =
                new TableBatch(
                        table.id(),
                        TableBatch.Kind.UPSERT,
                        NAMES,
                        1,
                        new ArrayList<>(rows.values()),
                        Collections.nCopies(rows.size(), ""));
        try {
            write(batch);
        } catch (SQLException e) {
            FailureKind kind = session.dialect().classify(e);
            if (kind == FailureKind.FATAL) {
                throw failure("written to", e);
            }
            if (kind != FailureKind.STALE_DEFINITION) {
                throw e;
            }
            create();
            write(batch);
        }
    }

    private void write(TableBatch batch) throws SQLException {
        Dialect dialect = session.dialect();
        RowPlan plan = new RowPlan(table, dialect, COLUMNS, false);
        RowArrays arrays = new RowArrays(plan, batch, new ConversionNotes());
        List<Rejection> rejections =
                new RowSender(session, dialect, arrays, Set.copyOf(NAMES.names())).upsert();
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
        for (String sql : session.dialect().createTable(table)) {
            try {
                session.execute(sql);
            } catch (SQLException e) {
                if (session.dialect().classify(e) == FailureKind.RETRYABLE) {
                    throw e;
                }
                if (!session.dialect().alreadyThere(e)) {
                    throw failure("created", e);
                }
            }
        }
        LOG.info("Created the table of dead letters {}", table.id());
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
                        + String.join(";\n", session.dialect().createTable(table)),
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

    private static TargetColumn column(String name, Kind kind) {
        return new TargetColumn(name, name, ColumnType.of(kind));
    }
}
