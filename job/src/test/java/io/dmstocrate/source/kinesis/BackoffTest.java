package io.dmstocrate.source.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void pausesGrowToLimitAndAreScattered() {
        SplittableRandom random = new SplittableRandom(7);

        for (int i = 0; i < 100; i++) {
            assertThat(Backoff.millis(1, random)).isBetween(125L, 250L);
            assertThat(Backoff.millis(3, random)).isBetween(500L, 1000L);
            assertThat(Backoff.millis(1_000_000, random)).isBetween(5_000L, 10_000L);
        }
    }
}
