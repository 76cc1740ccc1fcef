package io.dmstocrate.source.kinesis;

import java.util.random.RandomGenerator;

/** Pauses after failures in a row: doubling, to a limit, and scattered. */
final class Backoff {

    private static final long FIRST_MILLIS = 250;
    private static final long LONGEST_MILLIS = 10_000;

    private Backoff() {}

    /** The pause after so many failures, from 1: from a half of the step to the whole of it. */
    static long millis(int failures, RandomGenerator random) {
        long step = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 10));
        return step / 2 + random.nextLong(step / 2 + 1);
    }
}
