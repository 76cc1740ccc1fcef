package io.dmstocrate.proof;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The promise, under everything that can go wrong: many stories, each from one seed. */
class ProofTest {

    private static final long FIRST = Long.getLong("proof.first", 1);
    private static final long SEEDS = Long.getLong("proof.seeds", 300);

    @Test
    void promiseHolds() throws Exception {
        Map<Fault.Kind, Integer> survived = new EnumMap<>(Fault.Kind.class);
        int failures = 0;
        long start = System.nanoTime();
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            try {
                Run.of(Case.random(seed), Mutation.NONE)
                        .forEach((kind, times) -> survived.merge(kind, times, Integer::sum));
            } catch (Throwable e) {
                failures++;
                System.out.println(
                        "SEED "
                                + seed
                                + ": "
                                + e.getClass().getSimpleName()
                                + " "
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .limit(30)
                                        .collect(java.util.stream.Collectors.joining("\n")));
                if (failures <= 3 && !(e instanceof AssertionError)) e.printStackTrace(System.out);
            }
        }
        System.out.println(
                survived
                        + " failures "
                        + failures
                        + " ms "
                        + (System.nanoTime() - start) / 1_000_000);
    }
}
