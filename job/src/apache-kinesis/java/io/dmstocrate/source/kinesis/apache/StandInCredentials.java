package io.dmstocrate.source.kinesis.apache;

import java.util.Properties;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

/**
 * Credentials for a local stand-in for Kinesis, which trusts any signature, but wants one.
 *
 * <p>Created by the connector, by its name.
 */
public final class StandInCredentials implements AwsCredentialsProvider {

    private final AwsCredentialsProvider chain =
            AwsCredentialsProviderChain.of(
                    SystemPropertyCredentialsProvider.create(),
                    EnvironmentVariableCredentialsProvider.create(),
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")));

    /** The connector gives its whole configuration; none of it is needed. */
    public StandInCredentials(Properties configuration) {}

    @Override
    public AwsCredentials resolveCredentials() {
        return chain.resolveCredentials();
    }
}
