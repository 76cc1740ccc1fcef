package io.dmstocrate.proof;

import io.dmstocrate.dms.RawRecord;
import java.util.ArrayList;
import java.util.List;

/** A shard of the simulated stream, with all records that it ever holds. */
final class Shard {

    private final String id;
    private final List<Shard> parents;
    private final int from;
    private final int to;
    private final List<RawRecord> records = new ArrayList<>();

    /** Takes keys with a hash from the one to below the other; read when its parents were. */
    Shard(String id, List<Shard> parents, int from, int to) {
        this.id = id;
        this.parents = List.copyOf(parents);
        this.from = from;
        this.to = to;
    }

    String id() {
        return id;
    }

    List<Shard> parents() {
        return parents;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    boolean takes(int hash) {
        return from <= hash && hash < to;
    }

    List<RawRecord> records() {
        return records;
    }
}
