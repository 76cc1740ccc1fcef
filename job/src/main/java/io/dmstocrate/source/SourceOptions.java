package io.dmstocrate.source;

import io.dmstocrate.config.OptionGroup;
import io.dmstocrate.config.OptionValues;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * Where the records come from, the {@code Source} group.
 *
 * @param path the file or folder to read; empty for Kinesis
 * @param bounded whether reading ends at what was there at the start
 * @param streamArn the Kinesis stream; empty for files
 * @param connector who reads the stream
 * @param awsRegion empty: that of the stream's ARN
 * @param awsEndpoint empty: that of AWS
 * @param awsRoleArn the role to assume for reading the stream; empty: none
 * @param initialTimestampMillis where {@link InitialPosition#AT_TIMESTAMP} starts, milliseconds
 *     since the epoch; -1 for the other positions
 * @param shardDiscoveryInterval how often to look for new shards of the stream
 * @param beforeImageField the member of a record that holds the values before the change
 * @param beforeImagePrefix how columns with values before the change begin; empty if there are none
 */
public record SourceOptions(
        Kind kind,
        String path,
        boolean bounded,
        String streamArn,
        Connector connector,
        String awsRegion,
        String awsEndpoint,
        String awsRoleArn,
        InitialPosition initialPosition,
        long initialTimestampMillis,
        Duration shardDiscoveryInterval,
        String beforeImageField,
        String beforeImagePrefix)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** What kind of stream it is. */
    public enum Kind {
        KINESIS("kinesis"),
        FILE("file");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Who reads a stream. */
    public enum Connector {
        OWN("own"),
        APACHE("apache");

        private final String text;

        Connector(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Where in a stream reading begins that no checkpoint continues. */
    public enum InitialPosition {
        TRIM_HORIZON,
        LATEST,
        AT_TIMESTAMP
    }

    public static final ConfigOption<Kind> KIND =
            ConfigOptions.key("kind")
                    .enumType(Kind.class)
                    .defaultValue(Kind.KINESIS)
                    .withDescription("Where records come from: `kinesis` or `file`.");

    public static final ConfigOption<String> PATH =
            ConfigOptions.key("path")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "With `kind` = `file`: a file or folder of DMS records, one JSON"
                                    + " document each, or of stream-dump lines.");

    public static final ConfigOption<Boolean> BOUNDED =
            ConfigOptions.key("bounded")
                    .booleanType()
                    .noDefaultValue()
                    .withDescription(
                            "`true`: read to the end as it is at the start, settle, and end."
                                    + " Files are always bounded, streams only if told.");

    public static final ConfigOption<String> STREAM_ARN =
            ConfigOptions.key("stream.arn")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("With `kind` = `kinesis`: the ARN of the stream.");

    public static final ConfigOption<Connector> CONNECTOR =
            ConfigOptions.key("connector")
                    .enumType(Connector.class)
                    .defaultValue(Connector.OWN)
                    .withDescription(
                            "With `kind` = `kinesis`: who reads the stream, `own` or `apache`, the"
                                    + " connector of Apache Flink, in a build with"
                                    + " `-Papache-kinesis-connector`.");

    public static final ConfigOption<String> AWS_REGION =
            ConfigOptions.key("aws.region")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("The region of the stream; unset: that of its ARN.");

    public static final ConfigOption<String> AWS_ENDPOINT =
            ConfigOptions.key("aws.endpoint")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The URL of a local stand-in for Kinesis; unset: that of AWS.");

    public static final ConfigOption<String> AWS_ROLE_ARN =
            ConfigOptions.key("aws.role.arn")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "A role to assume for reading the stream, as one in another account"
                                    + " may need; unset: the credentials that AWS finds.");

    public static final ConfigOption<InitialPosition> INITIAL_POSITION =
            ConfigOptions.key("initial.position")
                    .enumType(InitialPosition.class)
                    .defaultValue(InitialPosition.TRIM_HORIZON)
                    .withDescription(
                            "Where a stream is begun that no checkpoint continues: `TRIM_HORIZON`,"
                                    + " `LATEST` or `AT_TIMESTAMP`.");

    public static final ConfigOption<String> INITIAL_TIMESTAMP =
            ConfigOptions.key("initial.timestamp")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "With `initial.position` = `AT_TIMESTAMP`: the time to begin at, like"
                                    + " `2031-02-03T04:05:06Z`.");

    public static final ConfigOption<Duration> SHARD_DISCOVERY_INTERVAL =
            ConfigOptions.key("shard.discovery.interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription(
                            "How often to look for new shards of the stream. The children of a"
                                    + " shard that is read to its end are found at once.");

    public static final ConfigOption<String> BEFORE_IMAGE_FIELD =
            ConfigOptions.key("before.image.field")
                    .stringType()
                    .defaultValue("before-image")
                    .withDescription(
                            "The `FieldName` of the task's `BeforeImageSettings`: the member of a"
                                    + " record with the values before the change.");

    public static final ConfigOption<String> BEFORE_IMAGE_PREFIX =
            ConfigOptions.key("before.image.prefix")
                    .stringType()
                    .defaultValue("")
                    .withDescription(
                            "Where a transformation rule adds before images as columns: how their"
                                    + " names begin, for example `BI_`; unset: there are none.");

    public static final OptionGroup GROUP =
            OptionGroup.of(
                    "Source",
                    KIND,
                    PATH,
                    BOUNDED,
                    STREAM_ARN,
                    CONNECTOR,
                    AWS_REGION,
                    AWS_ENDPOINT,
                    AWS_ROLE_ARN,
                    INITIAL_POSITION,
                    INITIAL_TIMESTAMP,
                    SHARD_DISCOVERY_INTERVAL,
                    BEFORE_IMAGE_FIELD,
                    BEFORE_IMAGE_PREFIX);

    private static final Pattern ARN =
            Pattern.compile("arn:[a-z0-9-]+:kinesis:([a-z0-9-]+):[0-9]{12}:stream/.+");

    private static final Pattern ROLE = Pattern.compile("arn:[a-z0-9-]+:iam::[0-9]{12}:role/.+");

    /** Reads the group, and notes what is wrong with it. */
    public static SourceOptions read(PropertyGroups groups, Problems problems) {
        OptionValues values = new OptionValues(groups, GROUP.name(), problems);
        Kind kind = values.get(KIND);
        switch (kind) {
            case FILE -> checkFile(values);
            case KINESIS -> checkKinesis(values);
        }
        return new SourceOptions(
                kind,
                values.find(PATH).orElse(""),
                values.find(BOUNDED).orElse(kind == Kind.FILE),
                values.find(STREAM_ARN).orElse(""),
                values.get(CONNECTOR),
                values.find(AWS_REGION).orElse(""),
                values.find(AWS_ENDPOINT).orElse(""),
                values.find(AWS_ROLE_ARN).orElse(""),
                values.get(INITIAL_POSITION),
                initialTimestamp(values),
                values.positiveDuration(SHARD_DISCOVERY_INTERVAL),
                values.get(BEFORE_IMAGE_FIELD),
                values.get(BEFORE_IMAGE_PREFIX));
    }

    private static void checkFile(OptionValues values) {
        if (values.find(PATH).orElse("").isEmpty()) {
            values.problem(PATH, "is missing", "with kind = file, give a file or folder to read");
        }
        if (values.find(BOUNDED).equals(Optional.of(false))) {
            values.problem(BOUNDED, "a file has an end", "leave it out, or write true");
        }
        if (values.has(STREAM_ARN)) {
            values.problem(
                    STREAM_ARN,
                    "is a stream, but kind = file reads none",
                    "leave one of the two out");
        }
    }

    private static void checkKinesis(OptionValues values) {
        if (!values.has(STREAM_ARN)) {
            values.problem(
                    STREAM_ARN,
                    "is missing",
                    "give the ARN of the stream, or write kind = file and a path");
        }
        if (values.has(KIND) && values.has(PATH)) {
            values.problem(PATH, "is read only with kind = file", "leave one of the two out");
        }
        if (values.has(AWS_ENDPOINT) && !isEndpoint(values.get(AWS_ENDPOINT))) {
            values.problem(
                    AWS_ENDPOINT,
                    "is not the URL of a host",
                    "write it like http://localhost:4568, with nothing else in it");
        }
        if (values.has(AWS_ROLE_ARN) && !ROLE.matcher(values.get(AWS_ROLE_ARN)).matches()) {
            values.problem(
                    AWS_ROLE_ARN,
                    "is not the ARN of a role",
                    "write it like arn:aws:iam::123456789012:role/NAME");
        }
        if (values.find(BOUNDED).orElse(false)
                && values.get(INITIAL_POSITION) == InitialPosition.LATEST) {
            values.problem(
                    INITIAL_POSITION,
                    "is LATEST, but with bounded = true there is nothing behind it to read",
                    "write TRIM_HORIZON or AT_TIMESTAMP, or bounded = false");
        }
        if (values.has(STREAM_ARN) && !ARN.matcher(values.get(STREAM_ARN)).matches()) {
            values.problem(
                    STREAM_ARN,
                    "is not the ARN of a stream",
                    "write it like arn:aws:kinesis:eu-central-1:123456789012:stream/NAME");
        }
        if (values.get(CONNECTOR) == Connector.APACHE) {
            checkApache(values);
        }
    }

    /** What the connector of Apache Flink can't do. */
    private static void checkApache(OptionValues values) {
        if (values.find(BOUNDED).orElse(false)) {
            values.problem(
                    BOUNDED,
                    "is not possible with connector = apache, which reads on for ever",
                    "write connector = own, or bounded = false");
        }
        Matcher arn = ARN.matcher(values.find(STREAM_ARN).orElse(""));
        if (values.has(AWS_REGION)
                && arn.matches()
                && !arn.group(1).equals(values.get(AWS_REGION))) {
            values.problem(
                    AWS_REGION,
                    "is not that of the stream's ARN, the only one for connector = apache",
                    "leave it out, or write connector = own");
        }
    }

    /** Credentials have no place there: they would get into logs. */
    private static boolean isEndpoint(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static long initialTimestamp(OptionValues values) {
        boolean wanted = values.get(INITIAL_POSITION) == InitialPosition.AT_TIMESTAMP;
        if (wanted && !values.has(INITIAL_TIMESTAMP)) {
            values.problem(
                    INITIAL_TIMESTAMP,
                    "is missing",
                    "with initial.position = AT_TIMESTAMP, say which time");
        }
        if (!wanted && values.has(INITIAL_TIMESTAMP)) {
            values.problem(
                    INITIAL_TIMESTAMP,
                    "has no effect",
                    "write initial.position = AT_TIMESTAMP too, or leave it out");
        }
        return values.instant(INITIAL_TIMESTAMP).map(Instant::toEpochMilli).orElse(-1L);
    }
}
