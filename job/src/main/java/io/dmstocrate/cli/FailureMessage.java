package io.dmstocrate.cli;

import io.dmstocrate.config.InvalidOptionsException;
import java.util.ArrayList;
import java.util.List;

/** Finds, in what went wrong, the words that help. */
final class FailureMessage {

    private static final List<String> WRAPPERS =
            List.of("org.apache.flink.", "java.util.concurrent.", "java.lang.reflect.");

    private FailureMessage() {}

    /**
     * The first message of the causes that is not just a wrapper's: frameworks wrap what happened
     * in layers of their own, and whoever knew most about it spoke first outside of them.
     */
    static String of(Throwable failure) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            if (!isWrapper(cause)) {
                return cause.getMessage();
            }
        }
        Throwable root = causes.get(causes.size() - 1);
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    /** The configuration's problems, if that is what went wrong. */
    static InvalidOptionsException invalidOptions(Throwable failure) {
        for (Throwable cause : causes(failure)) {
            if (cause instanceof InvalidOptionsException invalid) {
                return invalid;
            }
        }
        return null;
    }

    private static boolean isWrapper(Throwable failure) {
        String message = failure.getMessage();
        String type = failure.getClass().getName();
        return message == null
                || WRAPPERS.stream().anyMatch(type::startsWith)
                || (failure.getCause() != null && message.equals(failure.getCause().toString()));
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure;
                cause != null && !causes.contains(cause);
                cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
