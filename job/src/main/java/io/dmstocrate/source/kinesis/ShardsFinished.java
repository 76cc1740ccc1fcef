package io.dmstocrate.source.kinesis;

import java.util.ArrayList;
import java.util.Collection;
import org.apache.flink.api.connector.source.SourceEvent;

/** A reader has handed on the last records of these shards. */
final class ShardsFinished implements SourceEvent {

    private static final long serialVersionUID = 1;

    private final ArrayList<String> shards;

    ShardsFinished(Collection<String> shards) {
        this.shards = new ArrayList<>(shards);
    }

    Collection<String> shards() {
        return shards;
    }

    @Override
    public String toString() {
        return "finished " + shards;
    }
}
