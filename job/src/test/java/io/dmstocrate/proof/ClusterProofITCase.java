package io.dmstocrate.proof;

import static org.junit.jupiter.api.Assertions.fail;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The promise on a cluster that fails: the job as it is, on Flink's mini cluster, into PostgreSQL.
 *
 * <p>The ten seeds are picked from those that {@link ProofTest} runs: together they have all
 * engines, with transaction details and without, all features and all faults of a cluster, most of
 * them twice.
 */
class ClusterProofITCase {

    @TempDir private static Path folder;

    private static EmbeddedPostgres postgres;
    private static ClusterProof proof;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        proof =
                new ClusterProof(
                        ProofDatabase.of(postgres.getJdbcUrl("postgres", "postgres"), "postgres"),
                        folder);
    }

    @AfterAll
    static void stop() throws Exception {
        System.out.println(proof.figures());
        proof.close();
        postgres.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {9, 41, 59, 89, 94, 162, 199, 259, 264, 290, 115})
    void promiseHoldsOnAClusterThatFails(long seed) throws Exception {
        Optional<Throwable> failure = proof.broken(seed);

        failure.ifPresent(why -> fail(ClusterProof.report(seed), why));
    }
}
