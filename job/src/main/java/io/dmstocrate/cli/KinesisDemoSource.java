package io.dmstocrate.cli;

import io.dmstocrate.source.kinesis.AwsStreamFiller;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The recorded stream in a Kinesis of the demo's own, in the shards that it was recorded from. */
final class KinesisDemoSource implements DemoSource {

    private static final String STREAM = "shop";

    private final LocalKinesis kinesis;
    private final String arn;

    private KinesisDemoSource(LocalKinesis kinesis, String arn) {
        this.kinesis = kinesis;
        this.arn = arn;
    }

    /**
     * Starts it.
     *
     * @param messages where progress is told
     */
    static KinesisDemoSource start(KinesisPackage software, Consumer<String> messages)
            throws IOException, InterruptedException {
        Recording recording = Recording.read(RECORDING);
        var home = software.install(messages);
        messages.accept("starting a Kinesis …");
        LocalKinesis kinesis = LocalKinesis.start(software.node(), home, software.log());
        String arn = "";
        try (AwsStreamFiller filler = new AwsStreamFiller(kinesis.endpoint())) {
            messages.accept("putting " + recording.records() + " records into its stream …");
            arn = filler.create(STREAM, recording.shards());
            return new KinesisDemoSource(kinesis, arn);
        } finally {
            if (arn.isEmpty()) {
                kinesis.close();
            }
        }
    }

    @Override
    public List<String> keys() {
        return List.of(
                "--Source.kind=kinesis",
                "--Source.stream.arn=" + arn,
                "--Source.aws.endpoint=" + kinesis.endpoint(),
                "--Source.bounded=true");
    }

    @Override
    public void close() {
        kinesis.close();
    }
}
