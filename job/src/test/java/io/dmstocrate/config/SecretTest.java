package io.dmstocrate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {

    private final Problems problems = new Problems();

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "hunter2, hunter2",
        "literal:vault:x, vault:x",
        "literal:, ''",
        "Hunter:2, Hunter:2",
        "a b:c, a b:c",
        ":x, :x",
    })
    void textIsTheSecretItself(String text, String secret) {
        assertThat(load(text).reveal()).isEqualTo(secret);
        assertThat(problems.lines()).isEmpty();
    }

    @Test
    void environmentVariableIsRead() {
        assertThat(load("env:PATH").reveal()).isEqualTo(System.getenv("PATH"));
        assertThat(problems.lines()).isEmpty();
    }

    @Test
    void missingEnvironmentVariableIsToldByName() {
        load("env:NO_SUCH_VARIABLE");

        assertThat(problems.lines())
                .containsExactly(
                        "Target.password: the environment variable NO_SUCH_VARIABLE is not set; set"
                                + " it where the job is started");
    }

    @Test
    void fileIsReadWithoutItsLineBreak() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "hunter2\n");

        assertThat(load("file:" + file).reveal()).isEqualTo("hunter2");
    }

    @Test
    void missingFileIsToldByName() {
        load("file:/no/such/file");

        assertThat(problems.lines()).singleElement().asString().contains("/no/such/file");
    }

    @Test
    void unknownSchemeIsRefusedWithoutShowingAnything() {
        load("hunter:2");

        assertThat(problems.lines())
                .singleElement()
                .asString()
                .contains("literal:")
                .doesNotContain("hunter");
    }

    @Test
    void hidesItself() {
        assertThat(Secret.of("hunter2")).hasToString("***").isEqualTo(Secret.of("hunter2"));
    }

    private Secret load(String text) {
        return Secret.load(text, "Target.password", problems);
    }
}
