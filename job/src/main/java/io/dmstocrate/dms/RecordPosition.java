package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

/**
 * The address of a record in its stream; with it anyone can find the record again.
 *
 * @param shard the Kinesis shard id, or {@code file:<name>} for a file of raw records
 * @param sequenceNumber the Kinesis sequence number (up to 129 decimal digits), or the record's
 *     number in its file, from 1
 * @param partitionKey the Kinesis partition key; empty if unknown
 * @param arrivalMillis when Kinesis took the record, milliseconds since the epoch; -1 if unknown
 */
public record RecordPosition(
        String shard, String sequenceNumber, String partitionKey, long arrivalMillis) {

    public RecordPosition {
        requireNonNull(shard, "shard is null");
        requireNonNull(sequenceNumber, "sequenceNumber is null");
        requireNonNull(partitionKey, "partitionKey is null");
    }

    /** The identity of the record: the same for every delivery of it to this job. */
    public String id() {
        return shard + "/" + sequenceNumber;
    }

    @Override
    public String toString() {
        return "shard " + shard + ", sequence number " + sequenceNumber;
    }
}
