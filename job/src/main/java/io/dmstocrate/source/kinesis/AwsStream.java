package io.dmstocrate.source.kinesis;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Which stream, and how to get there.
 *
 * @param region empty: that of the ARN
 * @param endpoint empty: that of AWS
 * @param roleArn the role to assume; empty: none
 */
record AwsStream(String arn, String region, String endpoint, String roleArn)
        implements StreamClientFactory {

    private static final String SESSION = "dms-to-crate";

    @Override
    public StreamClient create() {
        AwsCredentialsProvider credentials = credentials();
        KinesisClientBuilder builder =
                KinesisClient.builder()
                        .region(Region.of(regionName()))
                        .credentialsProvider(credentials)
                        .httpClient(http())
                        .overrideConfiguration(
                                configuration ->
                                        configuration
                                                .apiCallTimeout(Duration.ofMinutes(1))
                                                // Who calls knows better when to try again.
                                                .retryStrategy(AwsRetryStrategy.doNotRetry()));
        if (!endpoint.isEmpty()) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return new AwsStreamClient(arn, builder.build(), (SdkAutoCloseable) credentials);
    }

    /** The region's name. */
    String regionName() {
        return region.isEmpty() ? arn.split(":", -1)[3] : region;
    }

    /** The stream's name. */
    String name() {
        return arn.substring(arn.indexOf('/') + 1);
    }

    private AwsCredentialsProvider credentials() {
        if (!roleArn.isEmpty()) {
            return new AssumedRole(
                    StsClient.builder()
                            .region(Region.of(regionName()))
                            .credentialsProvider(DefaultCredentialsProvider.builder().build())
                            .httpClient(http())
                            .build(),
                    roleArn);
        }
        if (endpoint.startsWith("http:")) {
            // A local stand-in trusts any signature, but wants one; AWS itself speaks TLS only.
            return AwsCredentialsProviderChain.of(
                    SystemPropertyCredentialsProvider.create(),
                    EnvironmentVariableCredentialsProvider.create(),
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")));
        }
        return DefaultCredentialsProvider.builder().build();
    }

    /** More than one client may lie on the class path: the choice is ours, not the SDK's. */
    private static SdkHttpClient http() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(Duration.ofSeconds(15))
                .build();
    }

    /** Credentials of a role, with the client that fetches them. */
    private static final class AssumedRole implements AwsCredentialsProvider, SdkAutoCloseable {

        private final StsClient sts;
        private final StsAssumeRoleCredentialsProvider role;

        AssumedRole(StsClient sts, String roleArn) {
            this.sts = sts;
            this.role =
                    StsAssumeRoleCredentialsProvider.builder()
                            .stsClient(sts)
                            .refreshRequest(
                                    request -> request.roleArn(roleArn).roleSessionName(SESSION))
                            .build();
        }

        @Override
        public AwsCredentials resolveCredentials() {
            return role.resolveCredentials();
        }

        @Override
        public void close() {
            role.close();
            sts.close();
        }
    }
}
