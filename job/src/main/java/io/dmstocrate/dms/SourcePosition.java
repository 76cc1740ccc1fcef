package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

/**
 * Where a change of a row stands among the other changes of that row, as far as its record tells.
 * Taken from the record alone, so that a replay finds the same position.
 *
 * <p>{@link #text()} sorts as the changes did at the source. It holds, with transaction details,
 * the commit time, the engine's log position and the record's number in its transaction; without
 * them, the time at which DMS built the message, what is known of the log position, and the Kinesis
 * sequence number. Equal text means: the same change, delivered again.
 */
public final class SourcePosition implements Comparable<SourcePosition> {

    /** What the order of a table's changes rests on, best first. */
    public enum Ordering {
        /** Commit time, PostgreSQL LSN, record number in the transaction. */
        POSTGRESQL_LSN,
        /** Commit time, MySQL binlog file and offset, record number in the transaction. */
        MYSQL_BINLOG,
        /** Commit time, time of the message, record number in the transaction. */
        COMMIT_TIMESTAMP,
        /** Time of the message and Kinesis sequence number: transaction details are off. */
        ARRIVAL,
        /** A row of the full load: time of the message and Kinesis sequence number. */
        LOAD
    }

    // What follows the commit time; no other position of a captured change has one of these there.
    static final char POSTGRESQL = 'P';
    static final char MYSQL = 'M';
    static final char COMMITTED = 'C';

    private final String text;
    private final Ordering ordering;

    SourcePosition(String text, Ordering ordering) {
        this.text = requireNonNull(text, "text is null");
        this.ordering = requireNonNull(ordering, "ordering is null");
    }

    /** A position that was written out before with {@link #text()}. */
    public static SourcePosition of(String text, Ordering ordering) {
        return new SourcePosition(text, ordering);
    }

    public String text() {
        return text;
    }

    public Ordering ordering() {
        return ordering;
    }

    /** The commit time, microseconds since the epoch; -1 if the record does not tell it. */
    public long commitMicros() {
        return ordering == Ordering.LOAD ? -1 : commitMicros(text, 0);
    }

    /**
     * The commit time in the {@link #text()} of a captured change.
     *
     * @param start where in the text the position begins
     * @return microseconds since the epoch; -1 if the change's record did not tell it
     */
    public static long commitMicros(CharSequence text, int start) {
        int next = start + OrderedText.FIXED_LENGTH;
        if (next >= text.length()) {
            return -1;
        }
        return switch (text.charAt(next)) {
            case POSTGRESQL, MYSQL, COMMITTED -> OrderedText.readFixed(text, start);
            default -> -1;
        };
    }

    @Override
    public int compareTo(SourcePosition other) {
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof SourcePosition position && text.equals(position.text));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return ordering + " " + text;
    }
}
