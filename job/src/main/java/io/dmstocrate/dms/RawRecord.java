package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

/**
 * A record as the stream holds it.
 *
 * <p>The array is handed over, not copied.
 */
public final class RawRecord {

    private final RecordPosition position;
    private final byte[] data;

    public RawRecord(RecordPosition position, byte[] data) {
        this.position = requireNonNull(position, "position is null");
        this.data = requireNonNull(data, "data is null");
    }

    public RecordPosition position() {
        return position;
    }

    public byte[] data() {
        return data;
    }
}
