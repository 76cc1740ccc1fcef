package io.dmstocrate.proof;

import java.util.List;
import java.util.Random;

/** The one source of chance: the same seed throws the same. */
final class Dice {

    private final Random random;

    Dice(long seed) {
        // Neighbouring seeds begin alike in Random itself.
        this.random = new Random((seed * 0x9E3779B97F4A7C15L) ^ (seed >>> 29));
    }

    /** From 0 to one less than the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From the first to the last, both possible. */
    int between(int first, int last) {
        return first + random.nextInt(last - first + 1);
    }

    /** True once in so many times. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    boolean toss() {
        return random.nextBoolean();
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @SafeVarargs
    final <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }

    /** A seed for dice of another's own, so that neither disturbs the other. */
    long seed() {
        return random.nextLong();
    }
}
