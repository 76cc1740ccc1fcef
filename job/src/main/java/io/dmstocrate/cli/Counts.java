package io.dmstocrate.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of records. Each record counts once in {@code records}, and once under one of the
 * other six.
 */
record Counts(
        long records,
        long applied,
        long superseded,
        long duplicates,
        long control,
        long skipped,
        long deadLetters) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    /** The counts with the names of the job's counters; those that are missing are 0. */
    static Counts of(Map<String, Long> byName) {
        return new Counts(
                byName.getOrDefault("records", 0L),
                byName.getOrDefault("applied", 0L),
                byName.getOrDefault("superseded", 0L),
                byName.getOrDefault("duplicates", 0L),
                byName.getOrDefault("control", 0L),
                byName.getOrDefault("skipped", 0L),
                byName.getOrDefault("deadLetters", 0L));
    }

    /** The names of the counters with their values, in the order in which people read them. */
    Map<String, Long> byName() {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("records", records);
        values.put("applied", applied);
        values.put("superseded", superseded);
        values.put("duplicates", duplicates);
        values.put("control", control);
        values.put("skipped", skipped);
        values.put("deadLetters", deadLetters);
        return values;
    }

    /** Whether any of the counts is above 0. */
    boolean isAnything() {
        return !equals(NONE);
    }

    Counts plus(Counts other) {
        return new Counts(
                records + other.records,
                applied + other.applied,
                superseded + other.superseded,
                duplicates + other.duplicates,
                control + other.control,
                skipped + other.skipped,
                deadLetters + other.deadLetters);
    }

    /** Whether every record is accounted for. */
    boolean addUp() {
        return records == applied + superseded + duplicates + control + skipped + deadLetters;
    }
}
