package io.dmstocrate.benchmarks;

import io.dmstocrate.dialect.CrateDialect;
import io.dmstocrate.dialect.Versioning;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the guard of an upsert costs on CrateDB: statements without any, with one for each column,
 * and with one for the row, in turn, each on a table of its own.
 *
 * <p>Arguments: URL, user, rows of a statement, statements of each kind.
 */
public final class UpsertBenchmark {

    private static final CrateDialect DIALECT = new CrateDialect();
    private static final List<String> KINDS = List.of("unguarded", "columns", "newest");
    private static final int VALUES = 14;

    private final Connection connection;
    private final int rows;
    private final int batches;
    private final List<PreparedStatement> statements = new ArrayList<>();

    private UpsertBenchmark(Connection connection, int rows, int batches) {
        this.connection = connection;
        this.rows = rows;
        this.batches = batches;
    }

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], "")) {
            UpsertBenchmark benchmark =
                    new UpsertBenchmark(
                            connection,
                            Integer.parseInt(arguments[2]),
                            Integer.parseInt(arguments[3]));
            benchmark.prepare();
            // For the server's compilers; these rows are not looked at again.
            benchmark.run(benchmark.batches, 1);
            benchmark.print("new rows", benchmark.run(0, 1));
            benchmark.print("newer rows", benchmark.run(0, 2));
            benchmark.print("newer rows again", benchmark.run(0, 3));
            benchmark.print("older rows", benchmark.run(0, 0));
        }
    }

    private void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String kind : KINDS) {
                TargetTable table = table(kind);
                statement.execute(DIALECT.dropTable(table.id()));
                for (String sql : DIALECT.createTable(table)) {
                    statement.execute(sql);
                }
                statements.add(connection.prepareStatement(upsert(kind, table)));
            }
        }
    }

    private static String upsert(String kind, TargetTable table) {
        return kind.equals("newest")
                ? DIALECT.upsertNewest(table, table.columns(), false).orElseThrow()
                : DIALECT.upsert(table, table.columns(), false, Versioning.WHOLE);
    }

    private static TargetTable table(String kind) {
        List<TargetColumn> columns = new ArrayList<>();
        columns.add(new TargetColumn("id", "id", ColumnType.of(ColumnType.Kind.BIGINT)));
        for (int i = 0; i < VALUES; i++) {
            ColumnType.Kind type = isText(i) ? ColumnType.Kind.TEXT : ColumnType.Kind.BIGINT;
            columns.add(new TargetColumn("c" + i, "c" + i, ColumnType.of(type)));
        }
        return new TargetTable(
                new TableId("benchmark", "upsert_" + kind),
                Layout.DIRECT,
                columns,
                List.of("id"),
                kind.equals("unguarded") ? "" : "dms_version",
                "",
                Map.of());
    }

    private static boolean isText(int value) {
        return value % 2 == 0;
    }

    /** Milliseconds of each statement, by kind. */
    private double[][] run(int firstBatch, int version) throws SQLException {
        double[][] millis = new double[KINDS.size()][batches];
        for (int batch = 0; batch < batches; batch++) {
            for (int turn = 0; turn < KINDS.size(); turn++) {
                int kind = (turn + batch) % KINDS.size();
                PreparedStatement statement = statements.get(kind);
                bind(statement, kind > 0, (long) (firstBatch + batch) * rows, version);
                long start = System.nanoTime();
                statement.executeUpdate();
                millis[kind][batch] = (System.nanoTime() - start) / 1e6;
            }
        }
        return millis;
    }

    private void bind(PreparedStatement statement, boolean versioned, long firstId, int version)
            throws SQLException {
        Long[] ids = new Long[rows];
        Arrays.setAll(ids, row -> firstId + row);
        statement.setArray(1, array("int8", ids));
        for (int value = 0; value < VALUES; value++) {
            int column = value;
            if (isText(value)) {
                String[] texts = new String[rows];
                Arrays.setAll(texts, row -> "value " + (row + column + version));
                statement.setArray(value + 2, array("text", texts));
            } else {
                Long[] numbers = new Long[rows];
                Arrays.setAll(numbers, row -> (long) row * column + version);
                statement.setArray(value + 2, array("int8", numbers));
            }
        }
        if (versioned) {
            String[] versions = new String[rows];
            Arrays.fill(versions, "---------15qL0cohU-C5qL0csWc-W07" + version + "5qL0csWc-");
            statement.setArray(VALUES + 2, array("text", versions));
        }
    }

    private Array array(String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    private void print(String what, double[][] millis) {
        StringBuilder line = new StringBuilder(what).append(':');
        double first = 0;
        for (int kind = 0; kind < KINDS.size(); kind++) {
            Arrays.sort(millis[kind]);
            double median = millis[kind][batches / 2];
            first = kind == 0 ? median : first;
            line.append(
                    String.format(
                            Locale.ROOT,
                            "  %s %.0f ms (%.2f)",
                            KINDS.get(kind),
                            median,
                            median / first));
        }
        System.out.println(line);
    }
}
