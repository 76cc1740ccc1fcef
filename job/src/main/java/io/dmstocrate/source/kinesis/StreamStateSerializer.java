package io.dmstocrate.source.kinesis;

import io.dmstocrate.source.kinesis.StreamState.Progress;
import io.dmstocrate.source.kinesis.StreamState.TrackedShard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Writes and reads the enumerator's state in savepoints. */
final class StreamStateSerializer implements SimpleVersionedSerializer<StreamState> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(StreamState state) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        out.writeBoolean(state.start().isPresent());
        if (state.start().isPresent()) {
            state.start().get().write(out);
        }
        out.writeInt(state.shards().size());
        for (TrackedShard tracked : state.shards()) {
            out.writeUTF(tracked.shard().id());
            out.writeByte(tracked.shard().parents().size());
            for (String parent : tracked.shard().parents()) {
                out.writeUTF(parent);
            }
            out.writeByte(tracked.progress().code());
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public StreamState deserialize(int version, byte[] bytes) throws IOException {
        Versions.check(version, VERSION);
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        Optional<ShardPosition> start =
                in.readBoolean() ? Optional.of(ShardPosition.read(in)) : Optional.empty();
        int count = in.readInt();
        List<TrackedShard> shards = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String id = in.readUTF();
            List<String> parents = new ArrayList<>(2);
            for (int left = in.readByte(); left > 0; left--) {
                parents.add(in.readUTF());
            }
            Progress progress = Progress.of(in.readByte());
            shards.add(new TrackedShard(new Shard(id, parents), progress));
        }
        return new StreamState(start, shards);
    }
}
