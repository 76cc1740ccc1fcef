package io.dmstocrate.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * Reads a secret of AWS Secrets Manager. Credentials, and the region of a secret that is not named
 * by its ARN, come from where the SDK looks for them.
 */
final class SecretsManager {

    /** The region is the fourth part of an ARN. */
    private static final Pattern ARN =
            Pattern.compile("arn:[^:]+:secretsmanager:([^:]+):[^:]*:secret:.+");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SecretsManager() {}

    /**
     * Reads a secret's current version.
     *
     * @param place the secret's name or ARN; behind a {@code #}, which neither can have, the member
     *     of the JSON object that the secret is
     * @param key the full key of the option, for problems
     * @return {@link Secret#NONE} with a problem if there is none
     */
    static Secret load(String place, String key, Problems problems) {
        int mark = place.indexOf('#');
        String id = mark < 0 ? place : place.substring(0, mark);
        Region region;
        try {
            region = region(id);
        } catch (SdkException e) {
            problems.add(
                    key,
                    "nothing tells in which region of AWS the secret " + id + " is",
                    "name it by its ARN, or set AWS_REGION in the environment");
            return Secret.NONE;
        }
        String text;
        try (SecretsManagerClient client = client(region)) {
            text = client.getSecretValue(request -> request.secretId(id)).secretString();
        } catch (SdkException e) {
            problems.add(
                    key,
                    "the secret " + id + " can't be read from AWS Secrets Manager (" + why(e) + ")",
                    "check its name and region, and that the role of the process that starts the"
                            + " job may do secretsmanager:GetSecretValue with it, and"
                            + " kms:Decrypt with its key");
            return Secret.NONE;
        }
        if (text == null) {
            problems.add(key, "the secret " + id + " is binary", "store it as text");
            return Secret.NONE;
        }
        return mark < 0
                ? Secret.of(text)
                : member(text, id, place.substring(mark + 1), key, problems);
    }

    private static Secret member(
            String text, String id, String name, String key, Problems problems) {
        JsonNode member;
        try {
            member = new JsonMapper().readTree(text).path(name);
        } catch (JsonProcessingException e) {
            // The message would show the text.
            problems.add(
                    key,
                    "the secret " + id + " is no JSON object",
                    "name it without #" + name + " if all of it is the password");
            return Secret.NONE;
        }
        if (!member.isTextual()) {
            problems.add(
                    key,
                    "the secret " + id + " has no text under the name " + name,
                    "name the member that is the password behind the #");
            return Secret.NONE;
        }
        return Secret.of(member.textValue());
    }

    private static Region region(String id) {
        Matcher arn = ARN.matcher(id);
        return arn.matches()
                ? Region.of(arn.group(1))
                : DefaultAwsRegionProviderChain.builder().build().getRegion();
    }

    private static SecretsManagerClient client(Region region) {
        return SecretsManagerClient.builder()
                .region(region)
                // More than one client may lie on the class path.
                .httpClient(
                        UrlConnectionHttpClient.builder()
                                .connectionTimeout(Duration.ofSeconds(5))
                                .build())
                .overrideConfiguration(configuration -> configuration.apiCallTimeout(PATIENCE))
                .build();
    }

    private static String why(SdkException e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            return service.awsErrorDetails().errorCode();
        }
        // Behind that stands what each of the providers of credentials has said.
        return e.getMessage().replaceFirst("(?s) in the chain .*", "");
    }
}
