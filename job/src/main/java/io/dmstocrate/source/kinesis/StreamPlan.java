package io.dmstocrate.source.kinesis;

import io.dmstocrate.source.SourceOptions.InitialPosition;
import java.io.Serializable;

/**
 * How a stream is to be read.
 *
 * @param initial where to begin if no checkpoint tells
 * @param initialMillis the time to begin at with {@code AT_TIMESTAMP}; with {@code LATEST} the time
 *     the job was defined, so that a restart before the first checkpoint skips nothing
 * @param bounded whether to end at what is there at the start
 * @param discoveryMillis how often to look for new shards
 */
record StreamPlan(
        InitialPosition initial,
        long initialMillis,
        boolean bounded,
        long discoveryMillis,
        Pace pace)
        implements Serializable {

    /** Where shards are begun, those too that are found later. */
    ShardPosition start(long serverMillis) {
        return switch (initial) {
            case TRIM_HORIZON -> ShardPosition.TRIM_HORIZON;
            case AT_TIMESTAMP -> ShardPosition.at(initialMillis);
            // Kinesis refuses times to come, and clocks differ.
            case LATEST -> ShardPosition.at(Math.min(initialMillis, serverMillis));
        };
    }
}
