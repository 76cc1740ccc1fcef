package io.dmstocrate.source.kinesis.apache;

import io.dmstocrate.config.Problems;
import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.source.DmsSource;
import io.dmstocrate.source.SourceOptions;
import io.dmstocrate.source.SourceOptions.InitialPosition;
import io.dmstocrate.source.kinesis.DmsKinesisSource;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.aws.config.AWSConfigConstants;
import org.apache.flink.connector.aws.config.AWSConfigConstants.CredentialProvider;
import org.apache.flink.connector.kinesis.source.KinesisStreamsSource;
import org.apache.flink.connector.kinesis.source.config.KinesisSourceConfigOptions;
import org.apache.flink.connector.kinesis.source.config.KinesisSourceConfigOptions.ReaderType;

/**
 * Reads a Kinesis stream with the connector of Apache Flink.
 *
 * <p>By polling, and with the order of shards kept: a child is begun after its parents have ended.
 * It never ends by itself.
 */
public final class ApacheKinesisSource implements DmsSource {

    private static final String CREDENTIALS = AWSConfigConstants.AWS_CREDENTIALS_PROVIDER;
    private static final String SESSION = "dms-to-crate";

    private final SourceOptions options;

    /** The stream that the options name. */
    public ApacheKinesisSource(SourceOptions options) {
        this.options = options;
    }

    @Override
    public void check(Problems problems) {
        // One look at the stream tells the same about both; the words for it are there already.
        new DmsKinesisSource(options).check(problems);
    }

    @Override
    public Source<RawRecord, ?, ?> source() {
        return KinesisStreamsSource.<RawRecord>builder()
                .setStreamArn(options.streamArn())
                .setSourceConfig(configuration(options))
                .setDeserializationSchema(new RawRecordSchema())
                .setPreserveShardOrder(true)
                .build();
    }

    /** The options in the connector's words. */
    static Configuration configuration(SourceOptions options) {
        Configuration configuration = new Configuration();
        configuration.set(KinesisSourceConfigOptions.READER_TYPE, ReaderType.POLLING);
        configuration.set(
                KinesisSourceConfigOptions.SHARD_DISCOVERY_INTERVAL,
                options.shardDiscoveryInterval());
        configuration.set(
                KinesisSourceConfigOptions.STREAM_INITIAL_POSITION,
                KinesisSourceConfigOptions.InitialPosition.valueOf(
                        options.initialPosition().name()));
        if (options.initialPosition() == InitialPosition.AT_TIMESTAMP) {
            configuration.set(
                    KinesisSourceConfigOptions.STREAM_INITIAL_TIMESTAMP,
                    timestamp(options.initialTimestampMillis()));
        }
        if (!options.awsEndpoint().isEmpty()) {
            configuration.setString(AWSConfigConstants.AWS_ENDPOINT, options.awsEndpoint());
        }
        addCredentials(configuration, options);
        return configuration;
    }

    private static void addCredentials(Configuration configuration, SourceOptions options) {
        if (!options.awsRoleArn().isEmpty()) {
            configuration.setString(CREDENTIALS, CredentialProvider.ASSUME_ROLE.name());
            configuration.setString(AWSConfigConstants.AWS_ROLE_ARN, options.awsRoleArn());
            configuration.setString(AWSConfigConstants.AWS_ROLE_SESSION_NAME, SESSION);
        } else if (options.awsEndpoint().startsWith("http:")) {
            configuration.setString(CREDENTIALS, CredentialProvider.CUSTOM.name());
            configuration.setString(
                    AWSConfigConstants.customCredentialsProviderClass(CREDENTIALS),
                    StandInCredentials.class.getName());
        }
    }

    private static String timestamp(long millis) {
        String format = KinesisSourceConfigOptions.STREAM_TIMESTAMP_DATE_FORMAT.defaultValue();
        return DateTimeFormatter.ofPattern(format)
                .withZone(ZoneOffset.UTC)
                .format(Instant.ofEpochMilli(millis));
    }
}
