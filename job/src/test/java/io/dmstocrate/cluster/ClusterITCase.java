package io.dmstocrate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.demo.DemoExpectation;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fat jar on a cluster, over REST, as strict a cluster as the managed service. */
class ClusterITCase {

    @TempDir private static Path folder;

    private static ClusterDatabase database;
    private static StandaloneCluster cluster;
    private static String jar;

    @BeforeAll
    static void start() throws Exception {
        database = ClusterDatabase.start();
        cluster = StandaloneCluster.start(Files.createDirectory(folder.resolve("cluster")), 1);
        jar = cluster.client().upload(Build.fatJar());
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void recordedStreamEndsInTheRowsOfTheSource() throws Exception {
        DemoExpectation expectation = DemoExpectation.load();
        Path stream = folder.resolve("shop.ndjson");
        try (InputStream recorded =
                ClusterITCase.class.getResourceAsStream("/io/dmstocrate/demo/shop.ndjson")) {
            Files.copy(recorded, stream);
        }
        database.empty("shop", "dms");
        Path properties =
                Files.writeString(
                        folder.resolve("properties.json"),
                        """
                        [{"PropertyGroupId": "Source", "PropertyMap": {"kind": "file", "path": "%s"}}]
                        """
                                .formatted(stream));
        List<String> arguments = new ArrayList<>(database.keys());
        arguments.addAll(List.of("--config", properties.toString()));

        String job = cluster.client().run(jar, 2, arguments, Optional.empty());
        cluster.client().awaitState(job, "FINISHED");

        try (Connection connection = database.connect()) {
            for (String table : expectation.tables()) {
                database.refresh(connection, table);
                assertThat(expectation.actualRows(connection, table))
                        .as(table)
                        .isEqualTo(expectation.rows(table));
            }
        }
    }
}
