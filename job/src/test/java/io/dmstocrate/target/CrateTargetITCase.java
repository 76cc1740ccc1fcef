package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a running CrateDB, whose URL the system property {@code cratedb.url} tells. */
class CrateTargetITCase extends TargetContract {

    @BeforeAll
    static void needsCrate() {
        Assumptions.assumeTrue(
                System.getProperty("cratedb.url") != null,
                "no CrateDB: run with -Dcratedb.url=jdbc:postgresql://localhost:5432/doc");
    }

    @Override
    String url() {
        return System.getProperty("cratedb.url");
    }

    @Override
    String user() {
        return "crate";
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), "");
    }

    @Override
    void refresh(String table) throws SQLException {
        execute("REFRESH TABLE " + table);
    }

    @Override
    boolean isCrate() {
        return true;
    }

    @Test
    void textOverTheLimitOfTheIndexIsRejectedBeforeItIsSent() throws SQLException {
        target.prepare(item());

        List<Rejection> rejections =
                upsert(V1, row(1L, "x".repeat(32_766)), row(2L, "é".repeat(16_384)));

        assertThat(rejections).extracting(Rejection::row).containsExactly(1);
        assertThat(rejections.get(0).reason()).contains("large_text");
        assertThat(rows("id")).containsExactly("1");
    }
}
