package io.dmstocrate.proof;

import java.util.ArrayDeque;
import java.util.Deque;

/** What lies between two subtasks: records in order, and Flink's own signs among them. */
final class Channel {

    /** Everything before it belongs to the checkpoint. */
    record Barrier(long checkpoint) {}

    /** Signs without a number. */
    enum Sign {
        /** The watermark at the end of time. */
        LAST_WATERMARK,
        END
    }

    private final Node reader;
    private final int input;
    private final int weight;
    private final Deque<Object> items = new ArrayDeque<>();
    private boolean blocked;
    private boolean ended;
    private boolean lastWatermark;

    /**
     * Makes an empty channel.
     *
     * @param input which of the reader's inputs it belongs to, 1 or 2
     * @param weight how often it is read, compared with others
     */
    Channel(Node reader, int input, int weight) {
        this.reader = reader;
        this.input = input;
        this.weight = weight;
        reader.inputs().add(this);
    }

    void add(Object item) {
        items.add(item);
    }

    boolean isReady() {
        return !blocked && !items.isEmpty();
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    int weight() {
        return weight;
    }

    int input() {
        return input;
    }

    boolean blocked() {
        return blocked;
    }

    void block(boolean now) {
        blocked = now;
    }

    boolean ended() {
        return ended;
    }

    boolean lastWatermark() {
        return lastWatermark;
    }

    /** The reader takes the next item. */
    void deliver() throws Exception {
        Object item = items.remove();
        if (item instanceof Barrier barrier) {
            blocked = true;
            reader.barrier(barrier);
        } else if (item == Sign.LAST_WATERMARK) {
            lastWatermark = true;
            reader.lastWatermark(input);
        } else if (item == Sign.END) {
            ended = true;
            reader.end(input);
        } else {
            reader.element(input, item);
        }
    }
}
