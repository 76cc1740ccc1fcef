package io.dmstocrate.source.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.source.SourceOptions.InitialPosition;
import io.dmstocrate.source.kinesis.FaultProxy.Fault;
import io.dmstocrate.testing.KinesisLocal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/** The source in jobs of its own, reading a real API. */
class KinesisStreamSourceITCase {

    @RegisterExtension static final KinesisLocal KINESIS = new KinesisLocal();

    private static final int KEYS = 40;

    @TempDir private Path folder;

    private String stream;
    private Ledger ledger;
    private JobClient job;

    @BeforeEach
    void name(TestInfo test) {
        stream = test.getTestMethod().orElseThrow().getName();
        ledger = Ledger.of(stream);
    }

    @AfterEach
    void cancel() throws Exception {
        if (job != null) {
            job.cancel().get();
        }
    }

    @Test
    void severalShardsAreRead() throws Exception {
        KINESIS.create(stream, 5);
        try (NumberedRecords records = records()) {
            records.put(20);
            start(2);
            records.put(20);

            ledger.await(job, KEYS, 40);
        }
    }

    @Test
    void orderIsKeptThroughSplitsAndMergesUnderLoad() throws Exception {
        KINESIS.create(stream, 2);
        try (NumberedRecords records = records()) {
            start(2);
            records.flow();
            for (int i = 0; i < 2; i++) {
                records.awaitMore(10);
                KINESIS.split(stream);
                records.awaitMore(10);
                KINESIS.split(stream);
                records.awaitMore(10);
                KINESIS.merge(stream);
            }
            records.awaitMore(10);

            ledger.await(job, KEYS, records.stop());
        }
        assertThat(ledger.attempts).hasValue(0);
    }

    @Test
    void orderIsKeptThroughReshardingWithFailuresAndOneRestartForEach() throws Exception {
        KINESIS.create(stream, 2);
        try (NumberedRecords records = records()) {
            start(2);
            records.flow();
            for (int i = 1; i <= 2; i++) {
                records.awaitMore(10);
                KINESIS.split(stream);
                ledger.failures.set(1);
                KINESIS.split(stream);
                KINESIS.merge(stream);
                int failure = i;
                ledger.await(job, () -> ledger.failed.get() == failure);
            }
            records.awaitMore(10);

            ledger.await(job, KEYS, records.stop());
        }
        assertThat(ledger.attempts).hasValue(2);
    }

    @Test
    void backlogWithManyReshardsIsReadInOrder() throws Exception {
        KINESIS.create(stream, 1);
        try (NumberedRecords records = records()) {
            for (int i = 0; i < 3; i++) {
                records.put(5);
                KINESIS.split(stream);
                records.put(5);
                KINESIS.split(stream);
                records.put(5);
                KINESIS.merge(stream);
            }
            records.put(5);
            ledger.failures.set(1);
            start(3);
            ledger.await(job, KEYS, 50);
        }
    }

    @Test
    void savepointIsResumedAtAnotherParallelismInTheMiddleOfReshard() throws Exception {
        KINESIS.create(stream, 3);
        try (NumberedRecords records = records()) {
            start(2);
            records.flow();
            records.awaitMore(10);
            KINESIS.split(stream);
            records.awaitMore(3);
            String first = stop();
            KINESIS.merge(stream);
            records.awaitMore(10);
            KINESIS.split(stream);
            start(3, first);
            records.awaitMore(10);
            KINESIS.merge(stream);
            String second = stop();
            KINESIS.split(stream);
            records.awaitMore(10);
            start(1, second);

            ledger.await(job, KEYS, records.stop());
        }
    }

    @Test
    void throttlingAndServerErrorsCostNothingButTime() throws Exception {
        KINESIS.create(stream, 3);
        try (NumberedRecords records = records();
                FaultProxy proxy =
                        new FaultProxy(
                                KINESIS.endpoint(),
                                KinesisStreamSourceITCase::everyThirdCallFails)) {
            job =
                    CheckedJob.start(
                            stream,
                            source(proxy.endpoint(), InitialPosition.TRIM_HORIZON, false),
                            2,
                            null);
            records.put(20);
            KINESIS.split(stream);
            records.put(20);

            ledger.await(job, KEYS, 40);
            assertThat(proxy.faults()).isPositive();
        }
        assertThat(ledger.attempts).hasValue(0);
    }

    private static Fault everyThirdCallFails(String action, int call) {
        if (call % 3 != 0) {
            return null;
        }
        if (action.equals("GetRecords")) {
            return switch (call / 3 % 4) {
                case 0 -> new Fault(400, "ProvisionedThroughputExceededException");
                case 1 -> new Fault(500, "InternalFailure");
                case 2 -> new Fault(503, "ServiceUnavailable");
                default -> new Fault(400, "ExpiredIteratorException");
            };
        }
        return action.equals("ListShards")
                ? new Fault(400, "LimitExceededException")
                : new Fault(500, "InternalFailure");
    }

    @Test
    void recordOfOneMegabyteIsRead() throws Exception {
        KINESIS.create(stream, 1);
        byte[] data = ("key0,0" + " ".repeat((1 << 20) - 12)).getBytes(StandardCharsets.UTF_8);
        KINESIS.client()
                .putRecord(
                        request ->
                                request.streamName(stream)
                                        .partitionKey("key0")
                                        .data(SdkBytes.fromByteArrayUnsafe(data)));
        start(1);

        ledger.await(job, 1, 1);
    }

    @Test
    void emptyStreamIsWaitedFor() throws Exception {
        KINESIS.create(stream, 2);
        start(2);
        ledger.await(job, () -> ledger.completedCheckpoints.get() > 3);
        try (NumberedRecords records = records()) {
            records.put(1);

            ledger.await(job, KEYS, 1);
        }
    }

    @Test
    void latestSkipsWhatWasThereAndNothingElse() throws Exception {
        KINESIS.create(stream, 2);
        KINESIS.client()
                .putRecord(
                        request ->
                                request.streamName(stream)
                                        .partitionKey("key0")
                                        .data(SdkBytes.fromUtf8String("old,0")));
        // Kinesis tells its time in seconds only.
        long second = System.currentTimeMillis() / 1000;
        while (System.currentTimeMillis() / 1000 <= second) {
            Thread.onSpinWait();
        }
        Source<RawRecord, ?, ?> source = source(KINESIS.endpoint(), InitialPosition.LATEST, false);
        try (NumberedRecords records = records()) {
            // In shards that are closed before the job has looked for the first time.
            records.put(3);
            KINESIS.split(stream);
            records.put(3);
            job = CheckedJob.start(stream, source, 2, null);

            ledger.await(job, KEYS, 6);
        }
    }

    @Test
    void boundedEndsAtEmptyStream() throws Exception {
        KINESIS.create(stream, 2);
        startBounded(2);

        awaitEnd();

        assertThat(ledger.total()).isZero();
    }

    @Test
    void boundedReadsAllThatWasThereThroughReshards() throws Exception {
        KINESIS.create(stream, 2);
        try (NumberedRecords records = records()) {
            records.put(10);
            KINESIS.split(stream);
            records.put(10);
            KINESIS.merge(stream);
            records.put(10);
        }
        ledger.failures.set(1);
        startBounded(3);

        awaitEnd();

        assertThat(ledger.complaints).isEmpty();
        assertThat(ledger.total()).isEqualTo(KEYS * 30L);
    }

    @Test
    void boundedEndsOnMovingStream() throws Exception {
        KINESIS.create(stream, 2);
        try (NumberedRecords records = records()) {
            records.put(10);
            KINESIS.split(stream);
            records.flow();
            records.awaitMore(5);
            startBounded(2);
            awaitEnd();
            KINESIS.merge(stream);
            records.awaitMore(1);
        }

        assertThat(ledger.complaints).isEmpty();
        assertThat(ledger.inState)
                .hasSize(KEYS)
                .allSatisfy((key, count) -> assertThat(count).isGreaterThanOrEqualTo(15));
    }

    private NumberedRecords records() {
        return new NumberedRecords(KINESIS.client(), stream, KEYS);
    }

    private void start(int parallelism) throws Exception {
        start(parallelism, null);
    }

    private void start(int parallelism, String savepoint) throws Exception {
        job =
                CheckedJob.start(
                        stream,
                        source(KINESIS.endpoint(), InitialPosition.TRIM_HORIZON, false),
                        parallelism,
                        savepoint);
    }

    private void startBounded(int parallelism) throws Exception {
        job =
                CheckedJob.start(
                        stream,
                        source(KINESIS.endpoint(), InitialPosition.TRIM_HORIZON, true),
                        parallelism,
                        null);
    }

    private void awaitEnd() throws Exception {
        JobClient ending = job;
        job = null;
        ending.getJobExecutionResult().get();
    }

    private String stop() throws Exception {
        JobClient ending = job;
        job = null;
        return ending.stopWithSavepoint(
                        false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
                .get();
    }

    private Source<RawRecord, ?, ?> source(
            URI endpoint, InitialPosition position, boolean bounded) {
        return new KinesisStreamSource(
                new AwsStream(KinesisLocal.arn(stream), "", endpoint.toString(), ""),
                new StreamPlan(
                        position, System.currentTimeMillis(), bounded, 300, new Pace(20, 20)));
    }
}
