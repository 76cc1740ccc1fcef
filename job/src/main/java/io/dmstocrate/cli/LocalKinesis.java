package io.dmstocrate.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Kinesis of the demo's own, which goes with everything in it. */
final class LocalKinesis implements AutoCloseable {

    private static final int OK = 200;
    private static final long PATIENCE_SECONDS = 60;

    private final ChildProcess process;
    private final URI endpoint;

    private LocalKinesis(ChildProcess process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts it on free ports, and waits until it answers.
     *
     * @param node the program that runs it
     * @param home the package's folder
     */
    static LocalKinesis start(Path node, Path home, Path log)
            throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(node.toString(), "main.js");
        // It looks for its certificate in the working directory.
        builder.directory(home.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("KINESIS_MOCK_PLAIN_PORT", Integer.toString(port));
        environment.put("KINESIS_MOCK_TLS_PORT", Integer.toString(freePort()));
        environment.put("LOG_LEVEL", "ERROR");
        environment.put("CREATE_STREAM_DURATION", "50ms");
        LocalKinesis kinesis =
                new LocalKinesis(
                        new ChildProcess(builder, log), URI.create("http://localhost:" + port));
        boolean healthy = false;
        try {
            kinesis.awaitHealth(log);
            healthy = true;
            return kinesis;
        } finally {
            if (!healthy) {
                kinesis.close();
            }
        }
    }

    /** Where it listens. */
    URI endpoint() {
        return endpoint;
    }

    private void awaitHealth(Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!isHealthy()) {
            if (process.endsWithin(20)) {
                throw new IllegalStateException("the demo's Kinesis has ended at once; see " + log);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the demo's Kinesis does not answer after "
                                + PATIENCE_SECONDS
                                + " s; see "
                                + log);
            }
        }
    }

    private boolean isHealthy() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) endpoint.resolve("/healthcheck").toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(1_000);
            try {
                return connection.getResponseCode() == OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            // Not there yet.
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
