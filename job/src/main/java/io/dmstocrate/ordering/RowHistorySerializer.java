package io.dmstocrate.ordering;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Flink's serializer of {@link RowHistory}, over {@link RowHistoryFormat}.
 *
 * <p>Each value tells its own form, so a new form needs no migration of state.
 */
final class RowHistorySerializer extends TypeSerializerSingleton<RowHistory> {

    static final RowHistorySerializer INSTANCE = new RowHistorySerializer();

    private static final long serialVersionUID = 1;

    @Override
    public void serialize(RowHistory history, DataOutputView target) throws IOException {
        RowHistoryFormat.write(history, target);
    }

    @Override
    public RowHistory deserialize(DataInputView source) throws IOException {
        return RowHistoryFormat.read(source);
    }

    @Override
    public RowHistory deserialize(RowHistory reuse, DataInputView source) throws IOException {
        return RowHistoryFormat.read(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        RowHistoryFormat.write(RowHistoryFormat.read(source), target);
    }

    @Override
    public RowHistory copy(RowHistory from) {
        return from;
    }

    @Override
    public RowHistory copy(RowHistory from, RowHistory reuse) {
        return from;
    }

    @Override
    public boolean isImmutableType() {
        return true;
    }

    @Override
    public RowHistory createInstance() {
        return RowHistory.NONE;
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public TypeSerializerSnapshot<RowHistory> snapshotConfiguration() {
        return new Snapshot();
    }

    /** What a savepoint keeps of the serializer: its name is enough. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<RowHistory> {

        public Snapshot() {
            super(() -> INSTANCE);
        }
    }
}
