package io.dmstocrate.source.kinesis.apache;

import static io.dmstocrate.testing.OptionTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.source.SourceOptions;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class ApacheKinesisSourceTest {

    private static final String ARN =
            "--Source.stream.arn=arn:aws:kinesis:eu-central-1:123456789012:stream/changes";

    @Test
    void defaultsPollFromTheBeginning() {
        assertThat(configuration(ARN))
                .containsOnly(
                        Map.entry("source.reader.type", "POLLING"),
                        Map.entry("source.init.position", "TRIM_HORIZON"),
                        Map.entry("source.shard.discovery.interval", "10 s"));
    }

    @Test
    void positionAndIntervalAreHandedOn() {
        assertThat(
                        configuration(
                                ARN,
                                "--Source.initial.position=AT_TIMESTAMP",
                                "--Source.initial.timestamp=2031-02-03T04:05:06.07+01:00",
                                "--Source.shard.discovery.interval=1 min"))
                .containsEntry("source.init.position", "AT_TIMESTAMP")
                .containsEntry("source.init.timestamp", "2031-02-03T03:05:06.070Z")
                .containsEntry("source.shard.discovery.interval", "1 min");
    }

    @Test
    void roleIsAssumed() {
        assertThat(
                        configuration(
                                ARN, "--Source.aws.role.arn=arn:aws:iam::123456789012:role/reader"))
                .containsEntry("aws.credentials.provider", "ASSUME_ROLE")
                .containsEntry(
                        "aws.credentials.provider.role.arn",
                        "arn:aws:iam::123456789012:role/reader")
                .containsEntry("aws.credentials.provider.role.sessionName", "dms-to-crate");
    }

    @Test
    void standInNeedsNoCredentials() {
        assertThat(configuration(ARN, "--Source.aws.endpoint=http://localhost:4568"))
                .containsEntry("aws.endpoint", "http://localhost:4568")
                .containsEntry("aws.credentials.provider", "CUSTOM");
    }

    @Test
    void sourceTravelsToTheCluster() throws Exception {
        InstantiationUtil.clone(new ApacheKinesisSource(read(SourceOptions::read, ARN)).source());
    }

    private static Map<String, String> configuration(String... arguments) {
        return ApacheKinesisSource.configuration(read(SourceOptions::read, arguments)).toMap();
    }
}
