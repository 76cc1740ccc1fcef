package io.dmstocrate.proof;

import io.dmstocrate.dialect.SqlText;
import io.dmstocrate.flow.VersionText;
import io.dmstocrate.target.TargetSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A reader at work while a run writes: each row that it finds is at least as new as it was before.
 * Only where rows stay, since one that is gone for a moment may come back older.
 */
final class RowWatcher implements AutoCloseable {

    private static final long PAUSE_MILLIS = 20;

    private final ProofDatabase database;
    private final List<String> queries = new ArrayList<>();
    private final List<String> tables = new ArrayList<>();
    private final Map<String, String> versions = new HashMap<>();
    private final List<String> steppedBack = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "reader of rows");

    /** Begins to read. */
    RowWatcher(ProofDatabase database, Alias alias, List<SourceTable> sources) {
        this.database = database;
        for (SourceTable source : sources) {
            List<String> columns = new ArrayList<>();
            columns.add(SqlText.identifier(TargetSettings.DEFAULT_VERSION_COLUMN));
            List<String> key = source.hasKey() ? source.key() : List.of("dms_record_id");
            key.forEach(column -> columns.add(SqlText.identifier(column)));
            String table = ProofDatabase.sql(alias.table(source));
            tables.add(table);
            queries.add("SELECT " + String.join(", ", columns) + " FROM " + table);
        }
        thread.start();
    }

    /** Rows that have gone back to an older version so far. */
    synchronized List<String> steppedBack() {
        return List.copyOf(steppedBack);
    }

    private void watch() {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                for (int i = 0; i < tables.size(); i++) {
                    look(statement, i);
                }
            }
        } catch (SQLException e) {
            note("the reader can't read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Statement statement, int table) throws SQLException {
        try {
            database.refresh(statement, tables.get(table));
            try (ResultSet result = statement.executeQuery(queries.get(table))) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    StringBuilder key = new StringBuilder(tables.get(table));
                    for (int i = 2; i <= columns; i++) {
                        key.append('/').append(result.getString(i));
                    }
                    see(key.toString(), result.getString(1));
                }
            }
        } catch (SQLException e) {
            // Not there yet, without the columns of another key yet, or just being replaced.
            if (!database.isPassing(e)) {
                throw e;
            }
        }
    }

    private void see(String row, String version) {
        String before = versions.put(row, version);
        if (before != null
                && before.compareTo(version) > 0
                && !VersionText.isReload(version, before)) {
            note(row + " from " + before + " to " + version);
        }
    }

    private synchronized void note(String complaint) {
        steppedBack.add(complaint);
    }

    @Override
    public void close() throws InterruptedException {
        over.countDown();
        thread.join();
    }
}
