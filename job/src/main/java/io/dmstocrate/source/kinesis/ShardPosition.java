package io.dmstocrate.source.kinesis;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Where in a shard reading goes on.
 *
 * @param sequenceNumber of the last record that was read; else empty
 * @param timestampMillis of the first record to read; else -1
 */
record ShardPosition(Kind kind, String sequenceNumber, long timestampMillis)
        implements Serializable {

    /** The oldest record that is kept. */
    static final ShardPosition TRIM_HORIZON = new ShardPosition(Kind.TRIM_HORIZON, "", -1);

    /** What a position goes by. */
    enum Kind {
        TRIM_HORIZON(0),
        AT_TIMESTAMP(1),
        AFTER_RECORD(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** What stands for it in savepoints, once and for all. */
        int code() {
            return code;
        }

        static Kind of(int code) throws IOException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IOException("unknown kind: " + code);
        }
    }

    ShardPosition {
        requireNonNull(kind, "kind is null");
        requireNonNull(sequenceNumber, "sequenceNumber is null");
    }

    static ShardPosition at(long timestampMillis) {
        return new ShardPosition(Kind.AT_TIMESTAMP, "", timestampMillis);
    }

    static ShardPosition after(String sequenceNumber) {
        return new ShardPosition(Kind.AFTER_RECORD, sequenceNumber, -1);
    }

    void write(DataOutputView out) throws IOException {
        out.writeByte(kind.code());
        out.writeUTF(sequenceNumber);
        out.writeLong(timestampMillis);
    }

    static ShardPosition read(DataInputView in) throws IOException {
        return new ShardPosition(Kind.of(in.readByte()), in.readUTF(), in.readLong());
    }
}
