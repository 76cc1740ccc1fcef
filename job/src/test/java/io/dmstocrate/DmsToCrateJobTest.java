package io.dmstocrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.source.file.DmsFileSource;
import io.dmstocrate.testing.InMemoryDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DmsToCrateJobTest {

    /**
     * State is found again by these names; a release that changes one can't take up the savepoints
     * of the one before.
     */
    @Test
    void operatorsKeepTheirNamesAndUids(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("stream.ndjson"));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment();
        JobOptions options =
                JobOptions.load(
                        Optional.empty(),
                        List.of(
                                "--Source.kind=file",
                                "--Source.path=" + file,
                                "--Target.url=jdbc:postgresql://localhost/"));

        DmsToCrateJob.define(
                environment,
                new DmsFileSource(file.toString()).source(),
                options,
                new InMemoryDatabase().targets());

        TreeMap<String, String> uids = new TreeMap<>();
        environment
                .getStreamGraph()
                .getStreamNodes()
                .forEach(node -> uids.put(node.getTransformationUID(), node.getOperatorName()));
        assertThat(uids)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "source", "Source: dms stream",
                                "decode", "decode",
                                "account-ended-readers", "account ended readers",
                                "evolve-schema", "evolve schema",
                                "resolve-key", "resolve key",
                                "order", "order",
                                "account-splits", "account split key changes",
                                "write", "write: Writer",
                                "dead-letters", "dead letters: Writer"));
    }
}
