package io.dmstocrate.cluster;

import io.dmstocrate.testing.ManagedService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The {@code config.yaml} of a small cluster: what {@code docs/running-on-a-cluster.md} asks for,
 * and as strict as the managed service about what a program may set.
 */
final class ClusterConfiguration {

    private final Map<String, String> keys = new TreeMap<>();

    ClusterConfiguration(Path folder, int rpcPort, int restPort) {
        addresses(rpcPort, restPort);
        memory();
        state(folder);
        put("taskmanager.numberOfTaskSlots", "2");
        // A killed TaskManager is missed soon.
        put("heartbeat.interval", "500 ms");
        put("heartbeat.timeout", "5 s");
        put("heartbeat.rpc-failure-threshold", "1");
        put("metrics.fetcher.update-interval", "200 ms");
        put("web.upload.dir", folder.resolve("upload").toString());
        put("io.tmp.dirs", folder.resolve("tmp").toString());
        put("execution.program-config.enabled", "false");
        put("execution.program-config.wildcards", ManagedService.ALLOWED_KEYS.toString());
    }

    private void addresses(int rpcPort, int restPort) {
        for (String host :
                List.of(
                        "jobmanager.rpc.address",
                        "jobmanager.bind-host",
                        "taskmanager.host",
                        "taskmanager.bind-host",
                        "rest.address",
                        "rest.bind-address")) {
            put(host, "127.0.0.1");
        }
        put("jobmanager.rpc.port", Integer.toString(rpcPort));
        put("rest.port", Integer.toString(restPort));
    }

    /** Started without Flink's scripts, a TaskManager needs to be told every part. */
    private void memory() {
        put("taskmanager.cpu.cores", "2");
        put("taskmanager.memory.task.heap.size", "192m");
        put("taskmanager.memory.task.off-heap.size", "16m");
        put("taskmanager.memory.framework.heap.size", "64m");
        put("taskmanager.memory.framework.off-heap.size", "64m");
        put("taskmanager.memory.managed.size", "128m");
        put("taskmanager.memory.network.min", "64m");
        put("taskmanager.memory.network.max", "64m");
        put("taskmanager.memory.jvm-metaspace.size", "192m");
        put("taskmanager.memory.jvm-overhead.min", "64m");
        put("taskmanager.memory.jvm-overhead.max", "64m");
    }

    private void state(Path folder) {
        put("state.backend.type", "rocksdb");
        put("execution.checkpointing.interval", "1 s");
        put("execution.checkpointing.mode", "EXACTLY_ONCE");
        put("execution.checkpointing.incremental", "true");
        put("execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
        put(
                "execution.checkpointing.savepoint-dir",
                folder.resolve("savepoints").toUri().toString());
        put("execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
        put("restart-strategy.type", "fixed-delay");
        put("restart-strategy.fixed-delay.attempts", "100");
        put("restart-strategy.fixed-delay.delay", "500 ms");
    }

    private void put(String key, String value) {
        keys.put(key, value);
    }

    /** Writes it into this folder, where Flink looks for it. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("config.yaml"),
                keys.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
    }
}
