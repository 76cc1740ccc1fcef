package io.dmstocrate.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * The way from one subtask to those of the next operator. Records go as bytes, as they do between
 * machines.
 */
final class Edge<T> {

    private final TypeSerializer<T> writing;
    private final TypeSerializer<T> reading;
    private final KeySelector<T, String> key;
    private final boolean broadcast;
    private final List<Channel> channels = new ArrayList<>();
    private final DataOutputSerializer bytes = new DataOutputSerializer(256);

    private Edge(TypeInformation<T> type, KeySelector<T, String> key, boolean broadcast) {
        this.writing = Attempt.serializer(type);
        this.reading = Attempt.serializer(type);
        this.key = key;
        this.broadcast = broadcast;
    }

    static <T> Edge<T> forward(TypeInformation<T> type) {
        return new Edge<>(type, null, false);
    }

    static <T> Edge<T> broadcast(TypeInformation<T> type) {
        return new Edge<>(type, null, true);
    }

    static <T> Edge<T> keyed(TypeInformation<T> type, KeySelector<T, String> key) {
        return new Edge<>(type, key, false);
    }

    /** Adds a channel to the next of the readers. */
    void to(Channel channel) {
        channels.add(channel);
    }

    void send(T value) {
        try {
            if (broadcast) {
                for (Channel channel : channels) {
                    channel.add(copy(value));
                }
            } else {
                channels.get(subtask(value)).add(copy(value));
            }
        } catch (Exception e) {
            throw new IllegalStateException("a record can't be sent", e);
        }
    }

    private int subtask(T value) throws Exception {
        return key == null
                ? 0
                : KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        key.getKey(value), Attempt.MAX_PARALLELISM, channels.size());
    }

    void sign(Object sign) {
        channels.forEach(channel -> channel.add(sign));
    }

    private T copy(T value) {
        try {
            bytes.clear();
            writing.serialize(value, bytes);
            return reading.deserialize(
                    new DataInputDeserializer(bytes.getSharedBuffer(), 0, bytes.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
