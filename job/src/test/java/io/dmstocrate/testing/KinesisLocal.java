package io.dmstocrate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/**
 * A Kinesis on this machine, started before the tests of a class and stopped after them.
 *
 * <p>Where Node or the package is missing, the tests are skipped, and say so; with {@code
 * -Dtest.kinesis=required} they fail.
 */
public final class KinesisLocal implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {

    private static final Path HOME = Path.of("src", "kinesis").toAbsolutePath();
    private static final Path PACKAGE = HOME.resolve("node_modules/kinesis-local");
    private static final String REQUIRED = "test.kinesis";

    private Process process;
    private int port;
    private KinesisClient client;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = missing();
        if (missing.isEmpty() || isRequired()) {
            return ConditionEvaluationResult.enabled("kinesis-local is there, or must be");
        }
        return ConditionEvaluationResult.disabled(missing.get());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        stop();
    }

    /** Starts it on free ports, and waits until it answers. */
    public void start() throws IOException, InterruptedException {
        Optional<String> missing = missing();
        if (missing.isPresent()) {
            throw new IllegalStateException(missing.get());
        }
        port = freePort();
        File log = new File("target/kinesis-local.log");
        ProcessBuilder builder = new ProcessBuilder("node", "main.js");
        // It looks for its certificate in the working directory.
        builder.directory(PACKAGE.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.getAbsoluteFile()));
        Map<String, String> environment = builder.environment();
        environment.put("KINESIS_MOCK_PLAIN_PORT", Integer.toString(port));
        environment.put("KINESIS_MOCK_TLS_PORT", Integer.toString(freePort()));
        environment.put("LOG_LEVEL", "ERROR");
        environment.put("SHARD_LIMIT", "1000");
        for (String action : List.of("CREATE_STREAM", "SPLIT_SHARD", "MERGE_SHARDS")) {
            environment.put(action + "_DURATION", "50ms");
        }
        process = builder.start();
        awaitHealth();
        client =
                KinesisClient.builder()
                        .endpointOverride(endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("test", "test")))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
    }

    /** Skips the tests, or lets them fail, where Node or the package is missing. */
    public static void requirePackage() {
        Optional<String> missing = missing();
        if (isRequired()) {
            assertThat(missing).isEmpty();
        }
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }

    /** Stops it; what it held is gone. */
    public void stop() throws InterruptedException {
        if (client != null) {
            client.close();
        }
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://localhost:" + port);
    }

    public KinesisClient client() {
        return client;
    }

    /** The ARN of a stream of this name. */
    public static String arn(String stream) {
        return "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream;
    }

    /** Creates a stream that can be written to at once. */
    public void create(String stream, int shards) {
        client.createStream(request -> request.streamName(stream).shardCount(shards));
        awaitActive(stream);
    }

    /** Splits the widest open shard in the middle. */
    public void split(String stream) {
        Shard widest =
                openShards(stream).stream().max(Comparator.comparing(KinesisLocal::width)).get();
        BigInteger middle = first(widest).add(width(widest).shiftRight(1));
        client.splitShard(
                request ->
                        request.streamName(stream)
                                .shardToSplit(widest.shardId())
                                .newStartingHashKey(middle.toString()));
        awaitActive(stream);
    }

    /** Merges the two neighbours that together are the narrowest. */
    public void merge(String stream) {
        List<Shard> shards = openShards(stream);
        int best = 0;
        for (int i = 1; i < shards.size() - 1; i++) {
            if (widthFrom(shards, i).compareTo(widthFrom(shards, best)) < 0) {
                best = i;
            }
        }
        Shard left = shards.get(best);
        Shard right = shards.get(best + 1);
        client.mergeShards(
                request ->
                        request.streamName(stream)
                                .shardToMerge(left.shardId())
                                .adjacentShardToMerge(right.shardId()));
        awaitActive(stream);
    }

    /** The open shards, in the order of the keys that they take. */
    public List<Shard> openShards(String stream) {
        List<Shard> open = new ArrayList<>();
        for (Shard shard : client.listShards(request -> request.streamName(stream)).shards()) {
            if (shard.sequenceNumberRange().endingSequenceNumber() == null) {
                open.add(shard);
            }
        }
        open.sort(Comparator.comparing(KinesisLocal::first));
        return open;
    }

    private void awaitActive(String stream) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (client.describeStreamSummary(request -> request.streamName(stream))
                        .streamDescriptionSummary()
                        .streamStatus()
                != StreamStatus.ACTIVE) {
            assertThat(System.nanoTime()).as("stream is not ready").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private void awaitHealth() throws InterruptedException {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request =
                HttpRequest.newBuilder(endpoint().resolve("/healthcheck")).GET().build();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not there yet.
            }
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                    .as("kinesis-local has ended; see target/kinesis-local.log")
                    .isFalse();
            assertThat(System.nanoTime()).as("kinesis-local is silent").isLessThan(deadline);
        }
    }

    /** What is missing to start it, and what to do about that. */
    public static Optional<String> missing() {
        if (!Files.exists(PACKAGE.resolve("main.js"))) {
            return Optional.of("kinesis-local is missing: run `npm ci` in " + HOME);
        }
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, "node"))) {
                return Optional.empty();
            }
        }
        return Optional.of("Node is missing: install it, and have it on the PATH");
    }

    private static boolean isRequired() {
        return "required".equals(System.getProperty(REQUIRED));
    }

    private static BigInteger first(Shard shard) {
        return new BigInteger(shard.hashKeyRange().startingHashKey());
    }

    private static BigInteger width(Shard shard) {
        return new BigInteger(shard.hashKeyRange().endingHashKey()).subtract(first(shard));
    }

    private static BigInteger widthFrom(List<Shard> shards, int index) {
        return width(shards.get(index)).add(width(shards.get(index + 1)));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
