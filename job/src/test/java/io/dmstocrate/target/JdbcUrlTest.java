package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.config.Secret;
import org.junit.jupiter.api.Test;

class JdbcUrlTest {

    @Test
    void urlsOfPostgresAreFine() {
        assertThat(JdbcUrl.problem("jdbc:postgresql://localhost:5432/doc?ssl=true")).isEmpty();
    }

    @Test
    void rewritingBatchesIsRefusedWithTheReason() {
        String url = "jdbc:postgresql://localhost/doc?reWriteBatchedInserts=true";

        assertThat(JdbcUrl.problem(url).orElseThrow()).contains("rejects").contains("take it out");
        assertThatThrownBy(() -> new JdbcTarget(TargetSettings.of(url, "crate", Secret.NONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reWriteBatchedInserts");
    }

    @Test
    void otherUrlsAreRefusedWithTheRemedy() {
        assertThat(JdbcUrl.problem("jdbc:crate://localhost:5432/").orElseThrow())
                .contains("jdbc:postgresql:");
        assertThat(JdbcUrl.problem("jdbc:postgresql://localhost:port/x").orElseThrow())
                .contains("must look like");
    }
}
