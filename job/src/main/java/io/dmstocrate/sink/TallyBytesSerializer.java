package io.dmstocrate.sink;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The writer's state is a {@link io.dmstocrate.accounting.Tally} that has made itself bytes. */
final class TallyBytesSerializer implements SimpleVersionedSerializer<byte[]> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(byte[] tally) {
        return tally;
    }

    @Override
    public byte[] deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "The counters were written in version "
                            + version
                            + "; this"
                            + " release reads version "
                            + VERSION
                            + ".");
        }
        return bytes;
    }
}
