package io.dmstocrate.source.kinesis;

import java.util.List;

/**
 * A shard as the stream lists it.
 *
 * @param id its name, unique in the stream's life
 * @param parents the shards that were split or merged into it; those may be long gone
 */
record Shard(String id, List<String> parents) {

    Shard {
        parents = List.copyOf(parents);
    }
}
