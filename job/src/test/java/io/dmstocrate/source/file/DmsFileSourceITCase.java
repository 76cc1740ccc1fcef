package io.dmstocrate.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.wire.WireTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class DmsFileSourceITCase {

    private static final int RECORDS = 4000;

    @TempDir Path folder;

    @Test
    void everyFileOfAFolderIsReadInItsOrder() throws Exception {
        write("a.json", 0, RECORDS);
        write("b/c.json", 0, 10);
        Files.writeString(folder.resolve("d.json"), "");
        Files.writeString(folder.resolve("e.json.gz"), "");
        Files.writeString(folder.resolve("f.json"), "{\n  \"n\": 1\n}\n{ \"n\": \nbroken");
        try (OutputStream packed =
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("g.json.gz")))) {
            packed.write(Files.readAllBytes(folder.resolve("a.json")));
        }
        StreamExecutionEnvironment env = environment(3);

        Map<String, List<String>> byFile =
                collect(records(env).map(new Address()).returns(Types.STRING));

        assertThat(byFile)
                .containsOnlyKeys("file:a.json", "file:b/c.json", "file:f.json", "file:g.json.gz");
        assertThat(byFile.get("file:a.json")).isEqualTo(numbers(1, RECORDS));
        assertThat(byFile.get("file:b/c.json")).isEqualTo(numbers(1, 10));
        assertThat(byFile.get("file:f.json")).isEqualTo(numbers(1, 2));
        assertThat(byFile.get("file:g.json.gz")).isEqualTo(numbers(1, RECORDS));
    }

    @Test
    void aFailureInTheMiddleOfAFileLosesNothingAndRepeatsNothing() throws Exception {
        write("a.json", 0, RECORDS);
        write("b.json", 0, RECORDS);
        StreamExecutionEnvironment env = environment(2);
        env.enableCheckpointing(20);
        FailOnce.reset();

        // What is collected comes with the checkpoints: once, also after a failure.
        Map<String, List<String>> byFile =
                collect(
                        records(env)
                                .map(new FailOnce())
                                .returns(WireTypes.RAW_RECORD)
                                .map(new Address())
                                .returns(Types.STRING));

        assertThat(FailOnce.failed).isTrue();
        assertThat(FailOnce.firstNumbers.values()).anyMatch(number -> !number.equals("1"));
        assertThat(byFile.get("file:a.json")).isEqualTo(numbers(1, RECORDS));
        assertThat(byFile.get("file:b.json")).isEqualTo(numbers(1, RECORDS));
    }

    private DataStream<RawRecord> records(StreamExecutionEnvironment env) {
        return env.fromSource(
                new DmsFileSource(folder.toString()).source(),
                WatermarkStrategy.noWatermarks(),
                "files",
                WireTypes.RAW_RECORD);
    }

    private static StreamExecutionEnvironment environment(int parallelism) {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        return StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
    }

    private static Map<String, List<String>> collect(DataStream<String> addresses)
            throws Exception {
        Map<String, List<String>> byFile = new HashMap<>();
        try (CloseableIterator<String> collected = addresses.executeAndCollect()) {
            while (collected.hasNext()) {
                String id = collected.next();
                int slash = id.lastIndexOf('/');
                byFile.computeIfAbsent(id.substring(0, slash), shard -> new ArrayList<>())
                        .add(id.substring(slash + 1));
            }
        }
        return byFile;
    }

    private void write(String name, int first, int count) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = first; i < first + count; i++) {
            text.append("{\"n\":").append(i).append(",\"x\":\"").append("x".repeat(600));
            text.append("\"}\n");
        }
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text, UTF_8);
    }

    private static List<String> numbers(int first, int last) {
        List<String> numbers = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }

    private static final class Address implements MapFunction<RawRecord, String> {
        @Override
        public String map(RawRecord record) {
            return record.position().id();
        }
    }

    /** Fails one time, when a checkpoint holds a place in the middle of a file. */
    private static final class FailOnce
            implements MapFunction<RawRecord, RawRecord>, CheckpointedFunction, CheckpointListener {

        private static final AtomicBoolean failed = new AtomicBoolean();

        /** By file, the number of the first record after the failure. */
        private static final Map<String, String> firstNumbers = new ConcurrentHashMap<>();

        private boolean begun;
        private long firstUsefulCheckpoint = Long.MAX_VALUE;
        private boolean useful;

        static void reset() {
            failed.set(false);
            firstNumbers.clear();
        }

        @Override
        public RawRecord map(RawRecord record) {
            begun = true;
            if (useful && failed.compareAndSet(false, true)) {
                throw new IllegalStateException("injected");
            }
            if (failed.get()) {
                RecordPosition position = record.position();
                firstNumbers.putIfAbsent(position.shard(), position.sequenceNumber());
            } else {
                // Slow enough for a checkpoint to come before the file is at its end.
                LockSupport.parkNanos(1_000_000);
            }
            return record;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) {}

        @Override
        public void snapshotState(FunctionSnapshotContext context) {
            if (begun) {
                firstUsefulCheckpoint = Math.min(firstUsefulCheckpoint, context.getCheckpointId());
            }
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) {
            useful = checkpoint >= firstUsefulCheckpoint;
        }
    }
}
