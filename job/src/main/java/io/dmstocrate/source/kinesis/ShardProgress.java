package io.dmstocrate.source.kinesis;

/** How far the records of a shard have gone on into the job. */
final class ShardProgress {

    private final ShardPosition start;
    private String lastSequenceNumber = "";

    ShardProgress(ShardPosition start) {
        this.start = start;
    }

    /** A record has gone on. */
    void emitted(String sequenceNumber) {
        lastSequenceNumber = sequenceNumber;
    }

    /** Where to read on after a failure now. */
    ShardPosition position() {
        return lastSequenceNumber.isEmpty() ? start : ShardPosition.after(lastSequenceNumber);
    }
}
