package io.dmstocrate.cluster;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Flink cluster: a JobManager and TaskManagers of two slots, each a process, listening on the
 * loopback interface only. Nothing of it outlives the JVM that started it.
 */
final class StandaloneCluster implements AutoCloseable {

    private static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER =
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";

    private final Path home;
    private final ClusterProcess jobManager;
    private final List<ClusterProcess> taskManagers = new ArrayList<>();
    private final ClusterClient client;
    private int started;

    private StandaloneCluster(Path home, ClusterProcess jobManager, ClusterClient client) {
        this.home = home;
        this.jobManager = jobManager;
        this.client = client;
    }

    /**
     * Starts a cluster.
     *
     * @param home an empty folder, for all its files
     */
    static StandaloneCluster start(Path home, int taskManagers) throws Exception {
        int rpcPort = freePort();
        int restPort = freePort();
        prepare(home, rpcPort, restPort);
        StandaloneCluster cluster =
                new StandaloneCluster(
                        home,
                        ClusterProcess.start(home, "jobmanager", JOB_MANAGER, "-Xmx384m"),
                        new ClusterClient(URI.create("http://127.0.0.1:" + restPort)));
        try {
            // A TaskManager that comes first waits 10 seconds before it asks again.
            Patience.until(
                    "JobManager",
                    () -> {
                        cluster.jobManager.checkAlive();
                        return cluster.client.taskManagers() == 0;
                    });
            for (int i = 0; i < taskManagers; i++) {
                cluster.startTaskManager();
            }
            cluster.awaitTaskManagers();
            return cluster;
        } catch (Exception | Error e) {
            cluster.close();
            throw e;
        }
    }

    ClusterClient client() {
        return client;
    }

    /** Starts one more, and does not wait for it. */
    void startTaskManager() throws IOException {
        taskManagers.add(
                ClusterProcess.start(
                        home,
                        "taskmanager-" + ++started,
                        TASK_MANAGER,
                        "-Xmx256m",
                        "-XX:MaxDirectMemorySize=192m"));
    }

    /** Waits until all that were started and not killed have registered. */
    void awaitTaskManagers() throws Exception {
        Patience.until(
                "TaskManagers",
                () -> {
                    for (ClusterProcess process : taskManagers) {
                        process.checkAlive();
                    }
                    return client.taskManagers() == taskManagers.size();
                });
    }

    /** Kills the oldest TaskManager, as {@code kill -9} does. */
    void killTaskManager() throws InterruptedException {
        taskManagers.remove(0).kill();
    }

    /** What the processes wrote, for a person who looks for a failure's reason. */
    String logs() throws IOException {
        StringBuilder text = new StringBuilder(jobManager.output());
        for (ClusterProcess process : taskManagers) {
            text.append(process.output());
        }
        return text.toString();
    }

    @Override
    public void close() {
        taskManagers.forEach(ClusterProcess::close);
        jobManager.close();
    }

    private static void prepare(Path home, int rpcPort, int restPort) throws IOException {
        Path conf = home.resolve("conf");
        new ClusterConfiguration(home, rpcPort, restPort).write(conf);
        Files.writeString(
                conf.resolve("log4j2.properties"),
                """
                status = ERROR
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5level %logger{1} - %msg%n
                rootLogger.level = INFO
                rootLogger.appenderRef.console.ref = console
                """);
        Files.createDirectories(home.resolve("tmp"));
        String name = EndsWithParent.class.getName().replace('.', '/') + ".class";
        Path copy = home.resolve("classes").resolve(name);
        Files.createDirectories(copy.getParent());
        try (InputStream code = EndsWithParent.class.getResourceAsStream("/" + name)) {
            Files.copy(requireNonNull(code, "no code of " + name), copy);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
