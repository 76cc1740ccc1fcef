package io.dmstocrate.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a configuration, so that all of it is told at once. */
public final class Problems {

    private final List<String> lines = new ArrayList<>();

    /**
     * Notes a problem.
     *
     * @param key the full key, such as {@code Sink.flush.rows}, or a file's name
     * @param what what is wrong with it; never a secret
     * @param remedy what to do about it
     */
    public void add(String key, String what, String remedy) {
        lines.add(key + ": " + what + "; " + remedy);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Throws if anything was noted. */
    public void throwIfAny() {
        if (!lines.isEmpty()) {
            throw new InvalidOptionsException(lines);
        }
    }
}
