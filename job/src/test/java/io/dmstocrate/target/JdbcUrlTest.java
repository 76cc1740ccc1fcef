package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.config.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {

    @Test
    void urlsOfPostgresAreFine() {
        assertThat(JdbcUrl.problem("jdbc:postgresql://localhost:5432/doc?ssl=true")).isEmpty();
    }

    @Test
    void rewritingBatchesIsRefusedWithTheReason() {
        String url = "jdbc:postgresql://localhost/doc?reWriteBatchedInserts=true";

        assertThat(problem(url)).contains("rejects").contains("leave it out");
        assertThatThrownBy(() -> new JdbcTarget(TargetSettings.of(url, "crate", Secret.NONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reWriteBatchedInserts");
    }

    @Test
    void otherUrlsAreRefusedWithTheRemedy() {
        assertThat(problem("jdbc:crate://localhost:5432/")).contains("jdbc:postgresql:");
        assertThat(problem("jdbc:postgresql://localhost:port/x")).contains("write it like");
    }

    /** The driver would take some for hosts, and tell of them when it does not find them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//h:5432/db?password=hunter2",
                "//h:5432/db?x=y&PassWord=hunter2",
                "//h:5432/db?ssl=true?password=hunter2",
                "//h:5432/db?sslpassword=hunter2",
                "//h:5432/db?sslmode=verify-full&sslpassword =hunter2",
                "//ada:hunter2@h:5432/db",
                "//ada:hunter2@h/db",
                "//ada:hunter/2@h/db",
                "//h1:5432,ada:hunter2@h2:5432/db",
                "ada:hunter2@h"
            })
    void secretsInUrlsAreRefusedAndNotRepeated(String rest) {
        assertThat(problem("jdbc:postgresql:" + rest))
                .containsPattern("Target.password|client's key")
                .doesNotContain("hunter");
    }

    private static String problem(String url) {
        return JdbcUrl.problem(url).orElseThrow().toString();
    }
}
