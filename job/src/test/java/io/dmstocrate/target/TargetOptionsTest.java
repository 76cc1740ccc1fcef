package io.dmstocrate.target;

import static io.dmstocrate.testing.OptionTexts.problems;
import static io.dmstocrate.testing.OptionTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.config.Secret;
import org.junit.jupiter.api.Test;

class TargetOptionsTest {

    private static final String URL = "jdbc:postgresql://localhost:5432/";

    @Test
    void defaults() {
        assertThat(read(TargetOptions::read, "--Target.url=" + URL))
                .isEqualTo(new TargetOptions(URL, "crate", Secret.NONE));
    }

    @Test
    void everyKey() {
        assertThat(
                        read(
                                TargetOptions::read,
                                "--Target.url=" + URL,
                                "--Target.user=ada",
                                "--Target.password=A:b"))
                .isEqualTo(new TargetOptions(URL, "ada", Secret.of("A:b")));
    }

    @Test
    void urlIsNeeded() {
        assertThat(problems(TargetOptions::read))
                .containsExactly(
                        "Target.url: is missing; write it like jdbc:postgresql://host:5432/");
    }

    @Test
    void otherDatabasesAreRefused() {
        assertThat(problems(TargetOptions::read, "--Target.url=jdbc:mysql://localhost/"))
                .singleElement()
                .asString()
                .startsWith("Target.url: is not a jdbc:postgresql: URL; ");
        assertThat(problems(TargetOptions::read, "--Target.url=jdbc:postgresql://h:port/"))
                .hasSize(1);
    }

    @Test
    void rewritingBatchesIsRefusedWithTheReason() {
        assertThat(
                        problems(
                                TargetOptions::read,
                                "--Target.url=" + URL + "?reWriteBatchedInserts=true"))
                .singleElement()
                .asString()
                .contains("rows that CrateDB rejects can't be noticed");
    }

    @Test
    void passwordInUrlIsRefusedAndNotRepeated() {
        assertThat(problems(TargetOptions::read, "--Target.url=" + URL + "?password=hunter2"))
                .singleElement()
                .asString()
                .contains("Target.password")
                .doesNotContain("hunter2");
    }

    @Test
    void passwordIsInNoText() {
        TargetOptions options =
                read(
                        TargetOptions::read,
                        "--Target.url=" + URL,
                        "--Target.password=literal:hunter2");

        assertThat(options.toString()).doesNotContain("hunter2");
        assertThat(options.password().reveal()).isEqualTo("hunter2");
    }
}
