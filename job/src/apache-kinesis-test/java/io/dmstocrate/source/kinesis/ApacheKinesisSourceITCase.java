package io.dmstocrate.source.kinesis;

import static io.dmstocrate.testing.OptionTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.config.Problems;
import io.dmstocrate.source.DmsSource;
import io.dmstocrate.source.SourceOptions;
import io.dmstocrate.testing.KinesisLocal;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** The connector of Apache Flink through the seam, reading a real API. */
class ApacheKinesisSourceITCase {

    @RegisterExtension static final KinesisLocal KINESIS = new KinesisLocal();

    private static final int KEYS = 40;

    private String stream;
    private Ledger ledger;
    private JobClient job;

    @BeforeEach
    void name(TestInfo test) {
        stream = "apache-" + test.getTestMethod().orElseThrow().getName();
        ledger = Ledger.of(stream);
    }

    @AfterEach
    void cancel() throws Exception {
        if (job != null) {
            job.cancel().get();
        }
    }

    @Test
    void everyRecordOfTwoShardsIsReadOnce() throws Exception {
        KINESIS.create(stream, 2);
        try (NumberedRecords records = new NumberedRecords(KINESIS.client(), stream, KEYS)) {
            records.put(20);
            start(source());
            records.put(20);

            ledger.await(job, KEYS, 40);
        }
        assertThat(ledger.attempts).hasValue(0);
    }

    @Test
    void orderIsKeptThroughSplitMergeAndFailure() throws Exception {
        KINESIS.create(stream, 2);
        try (NumberedRecords records = new NumberedRecords(KINESIS.client(), stream, KEYS)) {
            start(source());
            records.put(10);
            KINESIS.split(stream);
            records.put(10);
            ledger.failures.set(1);
            records.put(10);
            ledger.await(job, () -> ledger.failed.get() == 1);
            KINESIS.merge(stream);
            records.put(10);

            ledger.await(job, KEYS, 40);
        }
    }

    @Test
    void timestampIsTheConnectorsToo() throws Exception {
        KINESIS.create(stream, 2);
        try (NumberedRecords records = new NumberedRecords(KINESIS.client(), stream, KEYS)) {
            records.put(5);
            start(
                    source(
                            "--Source.initial.position=AT_TIMESTAMP",
                            "--Source.initial.timestamp=2001-02-03T04:05:06Z"));

            ledger.await(job, KEYS, 5);
        }
    }

    @Test
    void streamIsLookedAtBeforeTheStart() {
        Problems problems = new Problems();
        source().check(problems);

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith("Source.stream.arn: there is no stream " + stream);
    }

    /** As the connector makes one for a role, and the SDK for a web identity. */
    @Test
    void clientForRolesIsMadeThoughThereIsMoreThanOneHttpClient() {
        try (StsClient sts =
                StsClient.builder()
                        .region(Region.US_EAST_1)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .build()) {
            assertThat(sts).isNotNull();
        }
    }

    private void start(DmsSource source) throws Exception {
        assertThat(source.bounded()).isFalse();
        job = CheckedJob.start(stream, source.source(), 2, null);
    }

    private DmsSource source(String... more) {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "--Source.stream.arn=" + KinesisLocal.arn(stream);
        arguments[1] = "--Source.connector=apache";
        arguments[2] = "--Source.aws.endpoint=" + KINESIS.endpoint();
        arguments[3] = "--Source.shard.discovery.interval=300 ms";
        System.arraycopy(more, 0, arguments, 4, more.length);
        return DmsSource.of(read(SourceOptions::read, arguments));
    }
}
