package io.dmstocrate.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The promise, under everything that can go wrong: many cases, each from one seed. More of them, or
 * others: {@code ./mvnw verify -Pproof -Dseeds=5000 -Dseeds.from=1000}.
 */
class ProofTest {

    private static final long FIRST = Long.getLong("seeds.from", 1);
    private static final int SEEDS = Integer.getInteger("seeds", 300);

    @Test
    void promiseHoldsWhateverGoesWrong() {
        Map<Fault.Kind, Integer> survived = new EnumMap<>(Fault.Kind.class);
        long records = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Case proofCase = Case.random(seed);
            Optional<Throwable> failure = Proof.broken(proofCase, Mutation.NONE, survived);
            if (failure.isPresent()) {
                Case smallest = Proof.smallest(proofCase, failure.get(), Mutation.NONE);
                fail(
                        "Seed " + seed + " breaks the promise.\n" + CaseText.of(smallest),
                        failure.get());
            }
            records += Play.of(proofCase.story()).shards().records();
        }
        System.out.printf(
                "proof: %d seeds from %d, %d records, faults survived: %s%n",
                SEEDS,
                FIRST,
                records,
                survived.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", ")));
        if (SEEDS >= 300) {
            assertThat(survived.keySet()).as("kinds of faults").contains(Fault.Kind.values());
        }
    }
}
