package io.dmstocrate.proof;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.util.ExceptionUtils;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** Runs cases and tells what broke. */
final class Proof {

    /** Tries for each smaller candidate, since leaving something out lets the dice fall anew. */
    private static final int SCHEDULES = 10;

    private Proof() {}

    /** What breaks a case; empty if nothing does. */
    static Optional<Throwable> broken(Case proofCase, Mutation mutation) {
        return broken(proofCase, mutation, new EnumMap<>(Fault.Kind.class));
    }

    /**
     * What breaks a case; empty if nothing does.
     *
     * @param survived counts the faults that did not break it
     */
    static Optional<Throwable> broken(
            Case proofCase, Mutation mutation, Map<Fault.Kind, Integer> survived) {
        // Thousands of jobs have much to say.
        Configurator.setLevel("io.dmstocrate", Level.OFF);
        try {
            Run.of(proofCase, mutation)
                    .forEach((kind, times) -> survived.merge(kind, times, Integer::sum));
            return Optional.empty();
        } catch (Exception | AssertionError e) {
            ExceptionUtils.rethrowIfFatalError(e);
            return Optional.of(e);
        } finally {
            Configurator.setLevel("io.dmstocrate", Level.INFO);
        }
    }

    /** The smallest case that still breaks in the same way, as a test. */
    static Case smallest(Case failed, Throwable failure, Mutation mutation) {
        return new Shrinker(
                        candidate ->
                                broken(candidate, mutation)
                                        .filter(other -> isAlike(other, failure))
                                        .isPresent(),
                        SCHEDULES)
                .shrink(failed);
    }

    private static boolean isAlike(Throwable one, Throwable other) {
        return one.getClass() == other.getClass() && kind(one).equals(kind(other));
    }

    /** The first words of a message, without names and numbers. */
    private static String kind(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).trim();
        return message.substring(0, Math.min(10, message.length()));
    }
}
