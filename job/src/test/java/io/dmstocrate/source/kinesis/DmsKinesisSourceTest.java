package io.dmstocrate.source.kinesis;

import static io.dmstocrate.testing.OptionTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.config.Problems;
import io.dmstocrate.source.DmsSource;
import io.dmstocrate.source.SourceOptions;
import io.dmstocrate.source.kinesis.StreamException.Kind;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class DmsKinesisSourceTest {

    private static final String ARN =
            "--Source.stream.arn=arn:aws:kinesis:eu-central-1:123456789012:stream/changes";

    private final FakeStream stream = new FakeStream().shard("a");

    @Test
    void streamThatCanBeReadIsNoProblem() {
        assertThat(check()).isEmpty();
        assertThat(stream.closed).isTrue();
    }

    @Test
    void missingStreamIsNamedWithItsRegion() {
        stream.deleted = true;

        assertThat(check())
                .containsExactly(
                        "Source.stream.arn: there is no stream changes in eu-central-1 for this"
                                + " account; look at its name, region and account");
    }

    @Test
    void refusalNamesTheActionsToAllow() {
        stream.failures.add(Kind.REFUSED);

        assertThat(check()).singleElement().asString().contains("allow kinesis:ListShards");
    }

    @Test
    void unreachableEndpointIsNamed() {
        stream.failures.add(Kind.UNAVAILABLE);

        assertThat(check("--Source.aws.endpoint=http://localhost:1"))
                .singleElement()
                .asString()
                .startsWith("Source.aws.endpoint: Kinesis can't be reached")
                .endsWith("http://localhost:1");
    }

    @Test
    void throttlingIsNoProblem() {
        stream.failures.add(Kind.THROTTLED);

        assertThat(check()).isEmpty();
    }

    @Test
    void timeToComeIsProblem() {
        assertThat(
                        check(
                                "--Source.initial.position=AT_TIMESTAMP",
                                "--Source.initial.timestamp=2031-02-03T04:05:06Z"))
                .singleElement()
                .asString()
                .startsWith("Source.initial.timestamp: is a time to come");
    }

    @Test
    void regionIsThatOfTheArnUnlessGiven() {
        assertThat(new AwsStream("arn:aws:kinesis:eu-west-1:1:stream/s", "", "", "").regionName())
                .isEqualTo("eu-west-1");
        assertThat(new AwsStream("arn:aws:kinesis:eu-west-1:1:stream/s", "x", "", "").regionName())
                .isEqualTo("x");
    }

    @Test
    void sourceTravelsToTheCluster() throws Exception {
        DmsSource source = DmsSource.of(read(SourceOptions::read, ARN, "--Source.bounded=true"));

        assertThat(source.bounded()).isTrue();
        InstantiationUtil.clone(source.source());
    }

    private List<String> check(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = ARN;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        SourceOptions options = read(SourceOptions::read, all);
        Problems problems = new Problems();
        new DmsKinesisSource(
                        options,
                        new AwsStream(options.streamArn(), "", options.awsEndpoint(), ""),
                        () -> stream)
                .check(problems);
        return problems.lines();
    }
}
