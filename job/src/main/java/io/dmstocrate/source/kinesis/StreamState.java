package io.dmstocrate.source.kinesis;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the enumerator remembers.
 *
 * @param start where shards are begun; empty until the stream was listed for the first time
 * @param shards all shards that matter still
 */
record StreamState(Optional<ShardPosition> start, List<TrackedShard> shards) {

    static final StreamState NEW = new StreamState(Optional.empty(), List.of());

    StreamState {
        shards = List.copyOf(shards);
    }

    /** How far the reading of a shard is. */
    enum Progress {
        WAITING(0),
        READING(1),
        FINISHED(2);

        private final int code;

        Progress(int code) {
            this.code = code;
        }

        /** What stands for it in savepoints, once and for all. */
        int code() {
            return code;
        }

        static Progress of(int code) throws IOException {
            for (Progress progress : values()) {
                if (progress.code == code) {
                    return progress;
                }
            }
            throw new IOException("unknown progress: " + code);
        }
    }

    /** A shard and how far its reading is. */
    record TrackedShard(Shard shard, Progress progress) {}
}
