package io.dmstocrate.source.kinesis;

import java.util.ArrayList;
import java.util.Collection;
import org.apache.flink.api.connector.source.SourceEvent;

/** The first word of a reader: what a checkpoint has given to it. */
final class ShardsHeld implements SourceEvent {

    private static final long serialVersionUID = 1;

    private final ArrayList<String> reading;
    private final ArrayList<String> finished;

    ShardsHeld(Collection<String> reading, Collection<String> finished) {
        this.reading = new ArrayList<>(reading);
        this.finished = new ArrayList<>(finished);
    }

    Collection<String> reading() {
        return reading;
    }

    Collection<String> finished() {
        return finished;
    }

    @Override
    public String toString() {
        return "reading " + reading + ", finished " + finished;
    }
}
