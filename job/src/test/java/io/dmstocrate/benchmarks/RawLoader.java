package io.dmstocrate.benchmarks;

import io.dmstocrate.config.Secret;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.target.JdbcTarget;
import io.dmstocrate.target.TableBatch;
import io.dmstocrate.target.TargetSettings;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast rows can be loaded at all, and how near {@link JdbcTarget} comes to it: a bare loop of
 * {@code unnest} upserts from arrays prepared in memory, with and without the guard by version, and
 * the same rows through {@link JdbcTarget#apply}. All take turns in one run, for machines differ
 * from minute to minute. The first pass inserts all rows, the second updates them.
 *
 * <p>Arguments: URL, user, rows, connections, rows a statement, rounds.
 */
public final class RawLoader {

    private static final TableId TABLE = new TableId("benchmark", "raw_loader");
    private static final String NAME = "benchmark.raw_loader";

    private static final TableDefinition DEFINITION =
            new TableDefinition(
                    TABLE,
                    List.of(
                            Column.of("id", DmsType.INT64),
                            new Column("name", DmsType.STRING, 100, -1, -1, true),
                            new Column("description", DmsType.STRING, 200, -1, -1, true),
                            Column.of("quantity", DmsType.INT32),
                            Column.of("weight", DmsType.DOUBLE),
                            new Column("price", DmsType.NUMERIC, -1, 18, 4, true),
                            Column.of("changed", DmsType.TIMESTAMP),
                            Column.of("active", DmsType.BOOLEAN)),
                    List.of("id"));

    private static final String[] ELEMENTS = {
        "int8", "text", "text", "int8", "float8", "text", "int8", "bool", "text"
    };

    private enum Way {
        RAW("raw, no guard"),
        RAW_GUARDED("raw, guarded"),
        TARGET("JdbcTarget.apply");

        private final String words;

        Way(String words) {
            this.words = words;
        }
    }

    private final String url;
    private final String user;
    private final int rows;
    private final int connections;
    private final int batch;

    private RawLoader(String url, String user, int rows, int connections, int batch) {
        this.url = url;
        this.user = user;
        this.rows = rows;
        this.connections = connections;
        this.batch = batch;
    }

    public static void main(String[] arguments) throws Exception {
        String url = argument(arguments, 0, "jdbc:postgresql://localhost:5432/doc");
        String user = argument(arguments, 1, "crate");
        int rows = Integer.parseInt(argument(arguments, 2, "200000"));
        int connections = Integer.parseInt(argument(arguments, 3, "2"));
        int batch = Integer.parseInt(argument(arguments, 4, "5000"));
        int rounds = Integer.parseInt(argument(arguments, 5, "3"));
        System.out.printf(
                "%d rows, %d connections, %d rows a statement, %d rounds%n",
                rows, connections, batch, rounds);
        new RawLoader(url, user, rows, connections, batch).run(rounds);
    }

    private static String argument(String[] arguments, int index, String otherwise) {
        return index < arguments.length ? arguments[index] : otherwise;
    }

    private void run(int rounds) throws Exception {
        Map<Way, List<double[]>> figures = new EnumMap<>(Way.class);
        for (int round = 0; round < rounds; round++) {
            for (Way way : Way.values()) {
                create();
                double[] passes = {pass(way, 0), pass(way, 1)};
                figures.computeIfAbsent(way, key -> new ArrayList<>()).add(passes);
                print(way.words + ", round " + (round + 1), passes);
            }
        }
        figures.forEach(
                (way, all) ->
                        print(
                                way.words + ", median",
                                new double[] {median(all, 0), median(all, 1)}));
    }

    private static void print(String what, double[] passes) {
        System.out.printf(
                "%-28s first insert %7.1f, update %7.1f thousand rows/s%n",
                what, passes[0] / 1_000, passes[1] / 1_000);
    }

    private static double median(List<double[]> all, int pass) {
        double[] sorted = all.stream().mapToDouble(passes -> passes[pass]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private void create() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement();
                JdbcTarget target = target()) {
            statement.execute("DROP TABLE IF EXISTS " + NAME);
            target.prepare(DEFINITION);
        }
    }

    private JdbcTarget target() {
        return new JdbcTarget(TargetSettings.of(url, user, Secret.NONE));
    }

    /** Loads all rows; returns rows a second. */
    private double pass(Way way, int pass) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Callable<Void>> loaders = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                int first = i * batch;
                loaders.add(way == Way.TARGET ? byTarget(first, pass) : raw(way, first, pass));
            }
            long start = System.nanoTime();
            for (Future<Void> loader : threads.invokeAll(loaders)) {
                loader.get();
            }
            return rows * 1e9 / (System.nanoTime() - start);
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> raw(Way way, int first, int pass) {
        List<Object[][]> batches = new ArrayList<>();
        for (int start = first; start < rows; start += connections * batch) {
            batches.add(arrays(start, pass));
        }
        String sql = sql(way);
        return () -> {
            try (Connection connection = DriverManager.getConnection(url, user, "");
                    PreparedStatement statement = connection.prepareStatement(sql)) {
                for (Object[][] arrays : batches) {
                    for (int i = 0; i < arrays.length; i++) {
                        statement.setArray(i + 1, connection.createArrayOf(ELEMENTS[i], arrays[i]));
                    }
                    check(statement.executeUpdate());
                }
            }
            return null;
        };
    }

    private Callable<Void> byTarget(int first, int pass) {
        Columns columns = DEFINITION.columnNames();
        List<TableBatch> batches = new ArrayList<>();
        for (int start = first; start < rows; start += connections * batch) {
            List<Object[]> values = new ArrayList<>();
            List<String> versions = new ArrayList<>();
            for (int row = start; row < start + batch; row++) {
                values.add(values(row));
                versions.add(version(row, pass));
            }
            batches.add(
                    new TableBatch(TABLE, TableBatch.Kind.UPSERT, columns, 1, values, versions));
        }
        return () -> {
            try (JdbcTarget target = target()) {
                for (TableBatch rowsOfOne : batches) {
                    check(batch - target.apply(rowsOfOne).size());
                }
            }
            return null;
        };
    }

    private void check(int written) {
        if (written != batch) {
            throw new IllegalStateException((batch - written) + " rows were not written");
        }
    }

    private static String sql(Way way) {
        List<String> names = new ArrayList<>(DEFINITION.columnNames().names());
        names.add("dms_version");
        List<String> sets = new ArrayList<>();
        for (String name : names.subList(1, names.size())) {
            sets.add(
                    way == Way.RAW_GUARDED
                            ? name
                                    + " = CASE WHEN excluded.dms_version < dms_version THEN "
                                    + name
                                    + " ELSE excluded."
                                    + name
                                    + " END"
                            : name + " = excluded." + name);
        }
        return "INSERT INTO "
                + NAME
                + " ("
                + String.join(", ", names)
                + ") SELECT r.a, r.b, r.c, r.d, r.e, r.f::NUMERIC(18, 4),"
                + " r.g::TIMESTAMP WITH TIME ZONE, r.h, r.i FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " AS r (a, b, c, d, e, f, g, h, i) ON CONFLICT (id) DO UPDATE SET "
                + String.join(", ", sets);
    }

    private Object[][] arrays(int start, int pass) {
        Object[][] arrays = {
            new Long[batch],
            new String[batch],
            new String[batch],
            new Long[batch],
            new Double[batch],
            new String[batch],
            new Long[batch],
            new Boolean[batch],
            new String[batch]
        };
        for (int i = 0; i < batch; i++) {
            int row = start + i;
            Object[] values = values(row);
            for (int column = 0; column < 4; column++) {
                arrays[column][i] = values[column];
            }
            arrays[4][i] = ((BigDecimal) values[4]).doubleValue();
            arrays[5][i] = values[5].toString();
            arrays[6][i] = 1_927_857_906_123L;
            arrays[7][i] = values[7];
            arrays[8][i] = version(row, pass);
        }
        return arrays;
    }

    /** A row as the decoder makes it. */
    private static Object[] values(int row) {
        return new Object[] {
            (long) row * 7_919 % 100_000_007,
            "name of " + row,
            "a description that is somewhat longer than the name of " + row,
            (long) row,
            new BigDecimal(row + ".5"),
            new BigDecimal(row + ".2500"),
            "2031-02-03T04:05:06.123Z",
            row % 2 == 0
        };
    }

    private static String version(int row, int pass) {
        char[] version = new char[45];
        Arrays.fill(version, '6');
        String number = Integer.toString(row);
        version[9] = (char) ('C' + pass);
        number.getChars(0, number.length(), version, version.length - number.length());
        return new String(version);
    }
}
