package io.dmstocrate.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a stand-in that answers as Secrets Manager does, over HTTP. */
class SecretsManagerTest {

    private static final String KEY = "Target.password";
    private static final String ARN =
            "arn:aws:secretsmanager:eu-west-3:123456789012:secret:shop/db-AbCdEf";

    private final Map<String, String> before = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> signatures = new ArrayList<>();
    private final Problems problems = new Problems();
    private HttpServer server;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        set(
                "aws.endpointUrlSecretsManager",
                "http://localhost:" + server.getAddress().getPort() + "/");
        set("aws.region", "eu-central-1");
        set("aws.accessKeyId", "none");
        set("aws.secretAccessKey", "none");
    }

    @AfterEach
    void stop() {
        server.stop(0);
        before.forEach(
                (name, value) -> {
                    if (value == null) {
                        System.clearProperty(name);
                    } else {
                        System.setProperty(name, value);
                    }
                });
    }

    @Test
    void wholeSecretIsRead() {
        answer = "{\"Name\":\"shop/db\",\"SecretString\":\"hunter2\"}";

        assertThat(load("secretsmanager:shop/db").reveal()).isEqualTo("hunter2");
        assertThat(problems.lines()).isEmpty();
        assertThat(requests).containsExactly("{\"SecretId\":\"shop/db\"}");
        assertThat(signatures).singleElement().asString().contains("/eu-central-1/secretsmanager/");
    }

    @Test
    void memberOfASecretIsReadInTheRegionOfItsArn() {
        answer =
                "{\"SecretString\":\"{\\\"username\\\":\\\"a\\\",\\\"password\\\":\\\"hunter2\\\"}\"}";

        assertThat(load("secretsmanager:" + ARN + "#password").reveal()).isEqualTo("hunter2");
        assertThat(problems.lines()).isEmpty();
        assertThat(requests).containsExactly("{\"SecretId\":\"" + ARN + "\"}");
        assertThat(signatures).singleElement().asString().contains("/eu-west-3/secretsmanager/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hunter2 | #password | the secret shop/db is no JSON object",
                "{\\\"a\\\":\\\"hunter2\\\"} | #password | has no text under the name password",
                "{\\\"password\\\":7} | #password | has no text under the name password",
                "[\\\"hunter2\\\"] | #password | has no text under the name password",
            })
    void memberThatIsNotThereIsToldWithoutShowingAnything(
            String secret, String member, String problem) {
        answer = "{\"SecretString\":\"" + secret + "\"}";

        assertThat(load("secretsmanager:shop/db" + member)).isEqualTo(Secret.NONE);
        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith(KEY + ": ")
                .contains(problem)
                .doesNotContain("hunter2");
    }

    @Test
    void binarySecretIsRefused() {
        answer = "{\"SecretBinary\":\"aHVudGVyMg==\"}";

        assertThat(load("secretsmanager:shop/db")).isEqualTo(Secret.NONE);
        assertThat(problems.lines()).singleElement().asString().contains("is binary");
    }

    @Test
    void refusalIsToldWithItsRemedy() {
        status = 400;
        answer = "{\"__type\":\"ResourceNotFoundException\",\"Message\":\"no such secret\"}";

        assertThat(load("secretsmanager:shop/db")).isEqualTo(Secret.NONE);
        assertThat(problems.lines())
                .singleElement()
                .asString()
                .contains("shop/db", "ResourceNotFoundException", "secretsmanager:GetSecretValue");
    }

    @Test
    void nobodyThereIsTold() {
        server.stop(0);

        assertThat(load("secretsmanager:shop/db")).isEqualTo(Secret.NONE);
        assertThat(problems.lines()).singleElement().asString().contains("shop/db");
    }

    private Secret load(String text) {
        return Secret.load(text, KEY, problems);
    }

    private void set(String name, String value) {
        before.put(name, System.setProperty(name, value));
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        signatures.add(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] body = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
