package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.DmsToCrateJob;
import io.dmstocrate.JobOptions;
import io.dmstocrate.cli.KeyChangeStream.Line;
import io.dmstocrate.source.DmsSource;
import io.dmstocrate.target.JdbcTarget;
import io.dmstocrate.target.TargetSettings;
import io.dmstocrate.testing.FlakyTargets;
import java.io.PrintWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole road, on tables whose rows change their keys by records that do not carry every column:
 * the values go along, or a dead letter tells which do not, and only where it is allowed to.
 */
abstract class KeyChangesContract {

    /** So many histories are in a stream, each on keys of its own. */
    private static final int HISTORIES = Integer.getInteger("key.changes.histories", 25);

    private static final long SEED = Long.getLong("key.changes.seed", 1);

    /** Other runs may use the same database. */
    private final String schema =
            "travel_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    @TempDir private Path folder;

    abstract List<String> targetKeys();

    abstract Connection connect() throws SQLException;

    /** Makes all writes visible to queries. */
    abstract void refresh(Connection connection, String table) throws SQLException;

    @AfterEach
    void dropTable() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS \"" + schema + "\".\"item\"");
        }
    }

    @Test
    void aChainOfKeysKeepsTheValues() throws Exception {
        KeyChangeStream stream = new KeyChangeStream(schema, SEED);
        stream.load(key(1));
        stream.update(key(1), Set.of("title"));
        stream.move(key(1), key(2), Set.of());
        stream.move(key(2), key(3), Set.of("price"));
        stream.update(key(3), Set.of("sold"));

        checkAllOrders(stream);
    }

    @Test
    void swappedKeysSwapTheValues() throws Exception {
        KeyChangeStream stream = new KeyChangeStream(schema, SEED);
        stream.load(key(1));
        stream.insert(key(2));
        stream.move(key(1), key(9), Set.of());
        stream.move(key(2), key(1), Set.of());
        stream.move(key(9), key(2), Set.of());

        checkAllOrders(stream);
    }

    @Test
    void anotherRowUnderTheOldKeyKeepsItsOwnValues() throws Exception {
        KeyChangeStream stream = new KeyChangeStream(schema, SEED);
        stream.insert(key(1));
        stream.move(key(1), key(2), Set.of("note"));
        stream.insert(key(1));
        stream.delete(key(2));
        stream.move(key(1), key(2), Set.of());
        stream.insert(key(1));

        checkAllOrders(stream);
    }

    /** As DMS made it, and shuffled. */
    private void checkAllOrders(KeyChangeStream stream) throws Exception {
        check(stream, stream.lines(), run(DmsToCrateJob::define, stream.lines()));
        for (int seed = 0; seed < 3; seed++) {
            dropTable();
            List<Line> shuffled = new ArrayList<>(stream.lines());
            Collections.shuffle(shuffled, new Random(seed));
            forget();
            check(stream, shuffled, run(DmsToCrateJob::define, shuffled));
        }
    }

    @Test
    void historiesInTheirOrderLoseNothing() throws Exception {
        KeyChangeStream stream = stream(SEED);

        Counts counts = run(DmsToCrateJob::define, stream.lines());

        check(stream, stream.lines(), counts);
        assertThat(letters()).isEmpty();
        assertThat(counts.duplicates()).isPositive();
    }

    @Test
    void sameHistoriesOnTopChangeNothing() throws Exception {
        KeyChangeStream stream = stream(SEED + 1);

        run(DmsToCrateJob::define, stream.lines());
        Counts again = run(DmsToCrateJob::define, stream.lines());

        check(stream, stream.lines(), again);
        assertThat(letters()).isEmpty();
    }

    @Test
    void shuffledHistoriesEndInTheSameRowsOrTellWhatIsMissing() throws Exception {
        KeyChangeStream stream = stream(SEED + 2);
        List<Line> shuffled = new ArrayList<>(stream.lines());
        Collections.shuffle(shuffled, new Random(SEED));

        check(stream, shuffled, run(DmsToCrateJob::define, shuffled));

        Collections.shuffle(shuffled, new Random(SEED + 1));
        run(DmsToCrateJob::define, shuffled);
        checkRows(stream, letters());
    }

    /** As shards do it: what is near stays near. */
    @Test
    void historiesFromUnevenShardsEndInTheSameRowsOrTellWhatIsMissing() throws Exception {
        KeyChangeStream stream = stream(SEED + 3);
        List<Line> uneven = uneven(stream.lines(), 40);

        check(stream, uneven, run(DmsToCrateJob::define, uneven));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aTargetThatFailsNowAndThenLosesNothing(long seed) throws Exception {
        KeyChangeStream stream = stream(SEED + 10 * seed);
        FlakyTargets failures = new FlakyTargets(seed, 3, true);

        Counts counts = run(failing(failures), stream.lines());

        assertThat(failures.failuresLeft()).isZero();
        check(stream, stream.lines(), counts);
        assertThat(letters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aTargetThatFailsUnderShuffledHistoriesEndsInTheSameRowsOrTells(long seed)
            throws Exception {
        KeyChangeStream stream = stream(SEED + 10 * seed + 5);
        List<Line> uneven = uneven(stream.lines(), 60);
        FlakyTargets failures = new FlakyTargets(seed, 3, true);

        check(stream, uneven, run(failing(failures), uneven), true);
    }

    @Test
    void softlyDeletedRowsGiveTheirValuesToo() throws Exception {
        KeyChangeStream stream = stream(SEED + 4);
        List<Line> uneven = uneven(stream.lines(), 40);

        Counts counts = run(DmsToCrateJob::define, uneven, "--Sink.deletes=soft");

        check(stream, uneven, counts);
        run(DmsToCrateJob::define, stream.lines(), "--Sink.deletes=soft");
        checkRows(stream, letters());
    }

    private KeyChangeStream stream(long seed) {
        return KeyChangeStream.random(schema, seed, HISTORIES, 12);
    }

    private static KeyChangeStream.Key key(long id) {
        return new KeyChangeStream.Key("north", id);
    }

    private static List<Line> uneven(List<Line> lines, int spread) {
        Random random = new Random(SEED);
        Map<Line, Integer> places = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            places.put(lines.get(i), i + random.nextInt(spread));
        }
        List<Line> uneven = new ArrayList<>(lines);
        uneven.sort((one, other) -> Integer.compare(places.get(one), places.get(other)));
        return uneven;
    }

    private static JobDefinition failing(FlakyTargets failures) {
        return (environment, options) -> {
            TargetSettings target = options.targetSettings();
            DmsToCrateJob.define(
                    environment,
                    DmsSource.of(options.source()).source(),
                    options,
                    failures.over(() -> new JdbcTarget(target)));
        };
    }

    private Counts run(JobDefinition job, List<Line> lines, String... more) throws Exception {
        Path stream = folder.resolve("stream.ndjson");
        Files.write(stream, lines.stream().map(Line::text).toList());
        List<String> keys = new ArrayList<>(targetKeys());
        keys.addAll(Arrays.asList(more));
        keys.add("--Source.kind=file");
        keys.add("--Source.path=" + stream);
        keys.add("--Sink.flush.rows=20");
        JobOptions options = JobOptions.load(Optional.empty(), keys);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new JobRun(job, OptionalInt.of(2), nowhere).execute(options).orElseThrow().total();
    }

    private void check(KeyChangeStream stream, List<Line> lines, Counts counts) throws Exception {
        check(stream, lines, counts, false);
    }

    /**
     * Checks what a run has left.
     *
     * @param isReplayed whether parts of the stream were read again, behind what came after them
     */
    private void check(KeyChangeStream stream, List<Line> lines, Counts counts, boolean isReplayed)
            throws Exception {
        Map<String, Set<String>> letters = letters();
        assertThat(counts.records()).isEqualTo(lines.size());
        assertThat(
                        counts.applied()
                                + counts.superseded()
                                + counts.duplicates()
                                + counts.control()
                                + counts.skipped()
                                + counts.deadLetters())
                .isEqualTo(counts.records());
        for (Line line : lines) {
            if (letters.containsKey(line.letterId())) {
                assertThat(mayLose(line.row(), lines, isReplayed)).as(line.text()).isTrue();
            }
        }
        checkRows(stream, letters);
    }

    /** Whether a newer word on a key of the row came before the record that took the key away. */
    private static boolean mayLose(int row, List<Line> lines, boolean isReplayed) {
        for (int i = 0; i < lines.size(); i++) {
            Line move = lines.get(i);
            if (move.row() != row || move.oldKey() == null) {
                continue;
            }
            for (Line earlier : lines.subList(0, isReplayed ? lines.size() : i)) {
                if (earlier.change() > move.change()
                        && (move.oldKey().equals(earlier.key())
                                || move.oldKey().equals(earlier.oldKey()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void checkRows(KeyChangeStream stream, Map<String, Set<String>> letters)
            throws SQLException {
        Map<Integer, Set<String>> missing = new HashMap<>();
        for (Line line : stream.lines()) {
            Set<String> columns = letters.get(line.letterId());
            if (columns != null) {
                missing.computeIfAbsent(line.row(), none -> new TreeSet<>()).addAll(columns);
            }
        }
        Map<KeyChangeStream.Key, Map<String, Object>> truth = new TreeMap<>();
        Map<KeyChangeStream.Key, Map<String, Object>> actual = new TreeMap<>();
        stream.truth().forEach((key, row) -> truth.put(key, new TreeMap<>(row)));
        rows().forEach((key, row) -> actual.put(key, new TreeMap<>(row)));
        assertThat(actual.keySet()).isEqualTo(truth.keySet());
        truth.forEach(
                (key, row) -> {
                    Set<String> columns = missing.getOrDefault(stream.rowAt(key), Set.of());
                    row.keySet().removeAll(columns);
                    actual.get(key).keySet().removeAll(columns);
                });
        assertThat(actual).isEqualTo(truth);
    }

    private Map<KeyChangeStream.Key, Map<String, Object>> rows() throws SQLException {
        Map<KeyChangeStream.Key, Map<String, Object>> rows = new TreeMap<>();
        String table = '"' + schema + "\".\"item\"";
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            refresh(connection, table);
            try (ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
                boolean soft = false;
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    soft |= result.getMetaData().getColumnName(i).equals("dms_deleted");
                }
                while (result.next()) {
                    if (soft && result.getBoolean("dms_deleted")) {
                        continue;
                    }
                    Map<String, Object> row = new HashMap<>();
                    row.put("title", result.getString("title"));
                    row.put("note", result.getString("note"));
                    BigDecimal price = result.getBigDecimal("price");
                    row.put("price", price == null ? null : price.doubleValue());
                    boolean sold = result.getBoolean("sold");
                    row.put("sold", result.wasNull() ? null : sold);
                    long amount = result.getLong("amount");
                    row.put("amount", result.wasNull() ? null : amount);
                    rows.put(
                            new KeyChangeStream.Key(result.getString("area"), result.getLong("id")),
                            row);
                }
            }
        }
        return rows;
    }

    /** The columns that each dead letter of the table names. */
    private Map<String, Set<String>> letters() throws SQLException {
        Map<String, Set<String>> letters = new HashMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            try {
                refresh(connection, "\"dms\".\"dead_letters\"");
                try (ResultSet result =
                        statement.executeQuery(
                                "SELECT id, reason FROM dms.dead_letters WHERE table_name = '"
                                        + schema
                                        + ".item'")) {
                    while (result.next()) {
                        String reason = result.getString(2);
                        assertThat(reason).contains("their values are no longer in the target");
                        String columns =
                                reason.substring(reason.indexOf('[') + 1, reason.indexOf(']'));
                        letters.put(result.getString(1), Set.of(columns.split(", ")));
                    }
                }
            } catch (SQLException e) {
                // The table is created with the first letter.
                assertThat(e.getSQLState()).isIn("42P01", "XX000");
            }
        }
        return letters;
    }

    /** Nothing of an earlier run is left. */
    private void forget() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table :
                    List.of("dead_letters", "parcels", "generations", "added_columns")) {
                try {
                    refresh(connection, "\"dms\".\"" + table + '"');
                    statement.execute("DELETE FROM \"dms\".\"" + table + '"');
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isIn("42P01", "XX000");
                }
            }
        }
    }
}
