package io.dmstocrate.accounting;

/**
 * What is counted of records. {@code records = applied + superseded + duplicates + control +
 * skipped + dead letters}, once the stream is read to its end.
 */
public enum Outcome {
    /** Records read. */
    RECORDS(0, "records"),
    /** Records that contributed anything to the target. */
    APPLIED(1, "applied"),
    /** Records that came after something newer. */
    SUPERSEDED(2, "superseded"),
    /** Records that said what was known already. */
    DUPLICATES(3, "duplicates"),
    /** Control records. */
    CONTROL(4, "control"),
    /** Records of tables that are switched off. */
    SKIPPED(5, "skipped"),
    /** Records that could not be applied and were kept with their reason. */
    DEAD_LETTERS(6, "deadLetters");

    private final int place;
    private final String metric;

    Outcome(int place, String metric) {
        this.place = place;
        this.metric = metric;
    }

    /** Its place among the counts of a checkpoint: never changes, new outcomes come last. */
    int place() {
        return place;
    }

    /** The name of its metric, and of its member in the summary. */
    public String metric() {
        return metric;
    }
}
