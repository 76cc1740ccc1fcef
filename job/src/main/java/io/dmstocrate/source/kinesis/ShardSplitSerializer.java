package io.dmstocrate.source.kinesis;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes and reads splits, as messages and in savepoints. */
final class ShardSplitSerializer implements SimpleVersionedSerializer<ShardSplit> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(ShardSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(128);
        out.writeUTF(split.shard());
        split.position().write(out);
        out.writeBoolean(split.finished());
        return out.getCopyOfBuffer();
    }

    @Override
    public ShardSplit deserialize(int version, byte[] bytes) throws IOException {
        Versions.check(version, VERSION);
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        return new ShardSplit(in.readUTF(), ShardPosition.read(in), in.readBoolean());
    }
}
