package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

/**
 * A record that could not be applied, kept with its reason so that nothing is lost.
 *
 * <p>The identity is the record's address in the stream: keeping the same record twice leaves one
 * letter.
 *
 * @param table the source table as {@code schema.table}; empty if the record does not tell
 * @param key the row's key in words, for people; empty if unknown
 * @param stage which part of the road gave up
 * @param reason what happened and what to do, never a value of the row
 * @param payload the record as it arrived, as text (bytes that are no UTF-8 become U+FFFD)
 * @param timeMillis when the job gave up, milliseconds since the epoch
 */
public record DeadLetter(
        RecordPosition position,
        String table,
        String key,
        Stage stage,
        String reason,
        String payload,
        long timeMillis) {

    /** The parts of the road that can give up on a record. */
    public enum Stage {
        DECODE,
        RESOLVE,
        ORDER,
        SCHEMA,
        WRITE
    }

    public DeadLetter {
        requireNonNull(position, "position is null");
        requireNonNull(table, "table is null");
        requireNonNull(key, "key is null");
        requireNonNull(stage, "stage is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(payload, "payload is null");
    }
}
