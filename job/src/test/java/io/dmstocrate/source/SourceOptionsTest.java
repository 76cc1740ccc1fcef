package io.dmstocrate.source;

import static io.dmstocrate.testing.OptionTexts.problems;
import static io.dmstocrate.testing.OptionTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.source.SourceOptions.Connector;
import io.dmstocrate.source.SourceOptions.InitialPosition;
import io.dmstocrate.source.SourceOptions.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SourceOptionsTest {

    @Test
    void defaults() {
        SourceOptions options =
                read(SourceOptions::read, "--Source.kind=file", "--Source.path=dump.ndjson");

        assertThat(options)
                .isEqualTo(
                        new SourceOptions(
                                Kind.FILE,
                                "dump.ndjson",
                                true,
                                "",
                                Connector.OWN,
                                "",
                                "",
                                "",
                                InitialPosition.TRIM_HORIZON,
                                -1,
                                Duration.ofSeconds(10),
                                "before-image",
                                ""));
    }

    @Test
    void everyKey() {
        SourceOptions options =
                read(
                        SourceOptions::read,
                        "--Source.kind=FILE",
                        "--Source.path=/dumps",
                        "--Source.bounded=true",
                        "--Source.connector=apache",
                        "--Source.aws.region=eu-central-1",
                        "--Source.aws.endpoint=http://localhost:4568",
                        "--Source.aws.role.arn=arn:aws:iam::123456789012:role/reader",
                        "--Source.initial.position=at_timestamp",
                        "--Source.initial.timestamp=2031-02-03T04:05:06.5+01:00",
                        "--Source.shard.discovery.interval=1 min",
                        "--Source.before.image.field=old",
                        "--Source.before.image.prefix=BI_");

        assertThat(options)
                .isEqualTo(
                        new SourceOptions(
                                Kind.FILE,
                                "/dumps",
                                true,
                                "",
                                Connector.APACHE,
                                "eu-central-1",
                                "http://localhost:4568",
                                "arn:aws:iam::123456789012:role/reader",
                                InitialPosition.AT_TIMESTAMP,
                                1_927_854_306_500L,
                                Duration.ofMinutes(1),
                                "old",
                                "BI_"));
    }

    @Test
    void kinesisNeedsStream() {
        assertThat(problems(SourceOptions::read))
                .containsExactly(
                        "Source.stream.arn: is missing; give the ARN of the stream, or write kind ="
                                + " file and a path");
    }

    @Test
    void streamOfKinesisIsRead() {
        SourceOptions options =
                read(
                        SourceOptions::read,
                        "--Source.stream.arn=arn:aws:kinesis:eu-central-1:123456789012:stream/s");

        assertThat(options.kind()).isEqualTo(Kind.KINESIS);
        assertThat(options.bounded()).isFalse();
        assertThat(options.streamArn())
                .isEqualTo("arn:aws:kinesis:eu-central-1:123456789012:stream/s");
    }

    @Test
    void boundedFromLatestReadsNothing() {
        assertThat(
                        problems(
                                SourceOptions::read,
                                "--Source.stream.arn=arn:aws:kinesis:eu-central-1:123456789012:stream/s",
                                "--Source.bounded=true",
                                "--Source.initial.position=LATEST"))
                .singleElement()
                .asString()
                .startsWith("Source.initial.position: ");
    }

    @Test
    void apacheConnectorHasNoEndAndNoRegionButThatOfTheArn() {
        assertThat(
                        problems(
                                SourceOptions::read,
                                "--Source.stream.arn=arn:aws:kinesis:eu-central-1:123456789012:stream/s",
                                "--Source.connector=apache",
                                "--Source.bounded=true",
                                "--Source.aws.region=eu-west-1"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("Source.bounded: is not possible with"),
                        line -> assertThat(line).startsWith("Source.aws.region: is not that of"));
    }

    @Test
    void apacheConnectorTakesTheRegionOfTheArn() {
        SourceOptions options =
                read(
                        SourceOptions::read,
                        "--Source.stream.arn=arn:aws:kinesis:eu-central-1:123456789012:stream/s",
                        "--Source.connector=apache",
                        "--Source.aws.region=eu-central-1");

        assertThat(options.connector()).isEqualTo(Connector.APACHE);
    }

    @Test
    void endpointAndRoleAreChecked() {
        assertThat(
                        problems(
                                SourceOptions::read,
                                "--Source.stream.arn=arn:aws:kinesis:eu-central-1:123456789012:stream/s",
                                "--Source.aws.endpoint=localhost:4568",
                                "--Source.aws.role.arn=reader"))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("Source.aws.endpoint: is not the URL"),
                        line -> assertThat(line).startsWith("Source.aws.role.arn: is not the ARN"));
    }

    @Test
    void fileNeedsPath() {
        assertThat(problems(SourceOptions::read, "--Source.kind=file"))
                .containsExactly(
                        "Source.path: is missing; with kind = file, give a file or folder to read");
    }

    @Test
    void fileIsNeverUnbounded() {
        assertThat(
                        problems(
                                SourceOptions::read,
                                "--Source.kind=file",
                                "--Source.path=a",
                                "--Source.bounded=false"))
                .containsExactly("Source.bounded: a file has an end; leave it out, or write true");
    }

    @Test
    void fileAndStreamContradict() {
        assertThat(
                        problems(
                                SourceOptions::read,
                                "--Source.kind=file",
                                "--Source.path=a",
                                "--Source.stream.arn=arn:aws:kinesis:eu-central-1:123456789012:stream/s"))
                .singleElement()
                .asString()
                .startsWith("Source.stream.arn: ");
    }

    @Test
    void arnIsChecked() {
        assertThat(problems(SourceOptions::read, "--Source.stream.arn=my-stream"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("Source.stream.arn: is not the ARN"));
    }

    @Test
    void timestampAndPositionBelongTogether() {
        assertThat(
                        problems(
                                SourceOptions::read,
                                "--Source.kind=file",
                                "--Source.path=a",
                                "--Source.initial.timestamp=2031-02-03T04:05:06Z"))
                .singleElement()
                .asString()
                .startsWith("Source.initial.timestamp: has no effect");
        assertThat(
                        problems(
                                SourceOptions::read,
                                "--Source.kind=file",
                                "--Source.path=a",
                                "--Source.initial.position=AT_TIMESTAMP"))
                .singleElement()
                .asString()
                .startsWith("Source.initial.timestamp: is missing");
    }

    @Test
    void unknownKindTellsTheKnownOnes() {
        assertThat(problems(SourceOptions::read, "--Source.kind=kafka", "--Source.path=a"))
                .contains("Source.kind: can't be read; write one of kinesis, file");
    }
}
