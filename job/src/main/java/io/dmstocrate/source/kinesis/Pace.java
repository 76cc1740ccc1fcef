package io.dmstocrate.source.kinesis;

import java.io.Serializable;

/**
 * How long to leave a shard alone between two calls.
 *
 * @param busyMillis after a call that brought records
 * @param idleMillis after a call that brought none
 */
record Pace(long busyMillis, long idleMillis) implements Serializable {

    /** Kinesis answers five calls per second and shard, to all consumers together. */
    static final Pace POLITE = new Pace(200, 250);
}
