package io.dmstocrate.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The configuration can't be used. Holds every problem that was found, a line each: the key, what
 * is wrong with it, and what would do.
 */
public final class InvalidOptionsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ArrayList<String> problems;

    public InvalidOptionsException(List<String> problems) {
        super("The configuration is not valid:\n  " + String.join("\n  ", problems));
        this.problems = new ArrayList<>(problems);
    }

    /** The problems, a line each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
