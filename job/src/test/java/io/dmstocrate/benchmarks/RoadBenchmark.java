package io.dmstocrate.benchmarks;

import io.dmstocrate.cli.BenchmarkRun;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * How many rows a second the whole job writes, in this JVM, from a file of DMS records to a
 * database: first a load, then an update of every row. What a run costs that has one row only is
 * taken off, so that starting Flink and making the table do not count.
 *
 * <p>Arguments: URL, user, rows, parallelism, rounds. To be compared with {@link RawLoader} on the
 * same machine within the same minutes.
 */
public final class RoadBenchmark {

    private static final String NAME = "benchmark.road";

    private static final String CREATE =
            "{\"control\":{\"table-def\":{\"columns\":{\"id\":{\"type\":\"INT64\",\"nullable\":false},"
                    + "\"name\":{\"type\":\"STRING\",\"length\":100,\"nullable\":true},"
                    + "\"description\":{\"type\":\"STRING\",\"length\":200,\"nullable\":true},"
                    + "\"quantity\":{\"type\":\"INT32\",\"nullable\":true},"
                    + "\"weight\":{\"type\":\"DOUBLE\",\"nullable\":true},"
                    + "\"price\":{\"type\":\"NUMERIC\",\"precision\":18,\"scale\":4,\"nullable\":true},"
                    + "\"changed\":{\"type\":\"TIMESTAMP\",\"nullable\":true},"
                    + "\"active\":{\"type\":\"BOOL\",\"nullable\":true}},\"primary-key\":[\"id\"]}},"
                    + "\"metadata\":{\"timestamp\":\"2031-02-03T04:05:06.000000Z\","
                    + "\"record-type\":\"control\",\"operation\":\"create-table\","
                    + "\"partition-key-type\":\"task-id\",\"schema-name\":\"benchmark\","
                    + "\"table-name\":\"road\"}}\n";

    private RoadBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        String user = arguments[1];
        int rows = Integer.parseInt(arguments[2]);
        int parallelism = Integer.parseInt(arguments[3]);
        int rounds = Integer.parseInt(arguments[4]);
        Path folder = Files.createTempDirectory("road-benchmark");
        Path one = write(folder.resolve("one"), 1, false, parallelism);
        Path load = write(folder.resolve("load"), rows, false, parallelism);
        Path update = write(folder.resolve("update"), rows, true, parallelism);
        List<double[]> figures = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            drop(url, user);
            double start = seconds(one, url, user, parallelism);
            start = Math.min(start, seconds(one, url, user, parallelism));
            double loaded = seconds(load, url, user, parallelism);
            double updated = seconds(update, url, user, parallelism);
            double[] figure = {rows / (loaded - start), rows / (updated - start)};
            figures.add(figure);
            System.out.printf(
                    "round %d: a run of one row %.1f s; load %.1f, update %.1f thousand rows/s%n",
                    round + 1, start, figure[0] / 1000, figure[1] / 1000);
        }
        System.out.printf(
                "median: load %.1f, update %.1f thousand rows/s%n",
                median(figures, 0) / 1000, median(figures, 1) / 1000);
    }

    private static double median(List<double[]> figures, int pass) {
        double[] sorted = figures.stream().mapToDouble(figure -> figure[pass]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double seconds(Path folder, String url, String user, int parallelism)
            throws Exception {
        long start = System.nanoTime();
        BenchmarkRun.run(
                parallelism,
                List.of(
                        "--Source.kind=file",
                        "--Source.path=" + folder,
                        "--Target.url=" + url,
                        "--Target.user=" + user));
        return (System.nanoTime() - start) / 1e9;
    }

    private static void drop(String url, String user) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + NAME);
        }
    }

    /** As many files as there are readers, so that all of them have work. */
    private static Path write(Path folder, int rows, boolean update, int files) throws IOException {
        Files.createDirectory(folder);
        for (int file = 0; file < files; file++) {
            try (BufferedWriter writer =
                    Files.newBufferedWriter(folder.resolve(file + ".ndjson"))) {
                if (file == 0) {
                    writer.write(CREATE);
                }
                for (int row = file; row < rows; row += files) {
                    writer.write(record(row, update));
                }
            }
        }
        return folder;
    }

    private static String record(int row, boolean update) {
        long id = (long) row * 7_919 % 100_000_007;
        String micros = String.format("%02d.%06d", 10 + row / 1_000_000, row % 1_000_000);
        String time = "2031-02-03T04:" + (update ? "06:" : "05:") + micros + "Z";
        return "{\"data\":{\"id\":"
                + id
                + ",\"name\":\"name of "
                + row
                + "\",\"description\":\"a description that is somewhat longer than the name of "
                + row
                + "\",\"quantity\":"
                + row
                + ",\"weight\":"
                + row
                + ".5,\"price\":"
                + row
                + ".2500,\"changed\":\"2031-02-03T04:05:06.123Z\",\"active\":"
                + (row % 2 == 0)
                + "},\"metadata\":{\"timestamp\":\""
                + time
                + "\",\"record-type\":\"data\",\"operation\":\""
                + (update ? "update" : "load")
                + "\",\"partition-key-type\":\"schema-table\",\"schema-name\":\"benchmark\","
                + "\"table-name\":\"road\""
                + (update
                        ? ",\"transaction-id\":"
                                + row
                                + ",\"transaction-record-id\":1,\"commit-timestamp\":\""
                                + time
                                + "\",\"stream-position\":\""
                                + String.format("0000001A/%08X.2.0000001A/%08X", row, row)
                                + "\""
                        : "")
                + "}}\n";
    }
}
