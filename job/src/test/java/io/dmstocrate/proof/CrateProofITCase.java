package io.dmstocrate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise on a cluster that fails, and on a real CrateDB, {@code
 * -Dcratedb.url=jdbc:postgresql://host:5432/}, in schemas of its own. Ten seeds, or {@code -Dseeds}
 * of them; or as many as go into {@code -Dproof.minutes}; from {@code -Dseeds.from} on.
 */
@EnabledIfSystemProperty(
        named = "cratedb.url",
        matches = ".+",
        disabledReason = "no CrateDB to test with: give its URL with -Dcratedb.url")
class CrateProofITCase {

    private static final long FIRST = Long.getLong("seeds.from", 1);
    private static final int SEEDS = Integer.getInteger("seeds", 10);
    private static final Duration TIME = Duration.ofMinutes(Long.getLong("proof.minutes", 0));

    /** After so many seeds a long run tells how far it is. */
    private static final int STAGE = 50;

    @Test
    void promiseHoldsOnAClusterThatFails(@TempDir Path folder) throws Exception {
        ProofDatabase database = ProofDatabase.of(System.getProperty("cratedb.url"), "crate");
        try (ClusterProof proof = new ClusterProof(database, folder)) {
            for (long seed = FIRST; goesOn(proof, seed - FIRST); seed++) {
                Optional<Throwable> failure = proof.broken(seed);
                if (failure.isPresent()) {
                    System.out.println(ClusterProof.report(seed));
                    System.out.println(ExceptionUtils.stringifyException(failure.get()));
                }
                if ((seed - FIRST + 1) % STAGE == 0) {
                    System.out.println(proof.figures());
                }
            }
            System.out.println(proof.figures());
            assertThat(proof.broken()).as("seeds that break the promise").isEmpty();
        }
    }

    private static boolean goesOn(ClusterProof proof, long done) {
        boolean isLeft = TIME.isZero() ? done < SEEDS : proof.elapsed().compareTo(TIME) < 0;
        return isLeft && !proof.isHopeless();
    }
}
