package io.dmstocrate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShrinkerTest {

    private static final long SEED = 3;
    private static final Mutation MUTATION = Mutation.PARTIAL_TAKEN_FOR_WHOLE;

    @Test
    void failingCaseBecomesShortTest() {
        Case failed = Case.random(SEED);
        Throwable failure = Proof.broken(failed, MUTATION).orElseThrow();

        Case smallest = Proof.smallest(failed, failure, MUTATION);

        assertThat(Proof.broken(smallest, MUTATION)).isPresent();
        assertThat(smallest.story().acts()).hasSizeLessThan(6);
        assertThat(CaseText.of(smallest)).contains("new Act(", "// shardId-0/");
    }
}
