package io.dmstocrate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.flow.RowWrite;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class WireSerializerTest {

    @Test
    void hugeValuesPassAndLeaveTheSerializerUsable() throws IOException {
        TypeSerializer<RowChange> serializer = serializer(WireTypes.ROW_CHANGE);
        RowChange huge = WireSamples.hugeRowChange();
        RowChange small = WireSamples.rowChanges()[0];

        DataOutputSerializer output = new DataOutputSerializer(64);
        serializer.serialize(huge, output);
        serializer.serialize(small, output);
        DataInputDeserializer input = new DataInputDeserializer(output.getCopyOfBuffer());

        assertThat(WireSerializerContract.equal(serializer.deserialize(input), huge)).isTrue();
        assertThat(WireSerializerContract.equal(serializer.deserialize(input), small)).isTrue();
        assertThat(input.available()).isZero();
    }

    @Test
    void hugePayloadsPass() throws IOException {
        TypeSerializer<RawRecord> serializer = serializer(WireTypes.RAW_RECORD);
        RawRecord huge = WireSamples.hugeRawRecord();

        assertThat(roundTrip(serializer, huge).data()).isEqualTo(huge.data());
    }

    @Test
    void copyPassesBytesOn() throws IOException {
        TypeSerializer<RowChange> serializer = serializer(WireTypes.ROW_CHANGE);
        DataOutputSerializer output = new DataOutputSerializer(64);
        serializer.serialize(WireSamples.rowChanges()[4], output);
        serializer.serialize(WireSamples.hugeRowChange(), output);
        byte[] bytes = output.getCopyOfBuffer();

        DataInputDeserializer input = new DataInputDeserializer(bytes);
        DataOutputSerializer copied = new DataOutputSerializer(64);
        serializer.copy(input, copied);
        serializer.copy(input, copied);

        assertThat(copied.getCopyOfBuffer()).isEqualTo(bytes);
    }

    @Test
    void rowsOfOneShapeShareTheirColumnsTableAndShard() throws IOException {
        TypeSerializer<RowChange> serializer = serializer(WireTypes.ROW_CHANGE);
        RowChange change = WireSamples.rowChanges()[0];

        RowChange first = roundTrip(serializer, change);
        RowChange second = roundTrip(serializer, change);

        assertThat(second.row().columns()).isSameAs(first.row().columns());
        assertThat(second.table()).isSameAs(first.table());
        assertThat(second.position().shard()).isSameAs(first.position().shard());
        assertThat(second.position().partitionKey()).isSameAs(first.position().partitionKey());
        assertThat(second.before()).isSameAs(Row.empty());
    }

    @Test
    void moreShapesAndKeysThanTheCachesHoldAreReadRight() throws IOException {
        TypeSerializer<RowWrite> serializer = serializer(WireTypes.ROW_WRITE);
        RowWrite sample = WireSamples.rowWrites()[0];

        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < 20_000; i++) {
                Row row = new Row(Columns.of("id", "column " + i), new Object[] {(long) i, null});
                RecordPosition position =
                        new RecordPosition("shard", Integer.toString(i), "key " + i, i);
                RowWrite write =
                        new RowWrite(
                                "key",
                                sample.table(),
                                sample.kind(),
                                1,
                                row,
                                "v",
                                true,
                                i,
                                position,
                                sample.payload());

                RowWrite read = roundTrip(serializer, write);

                assertThat(read.row()).isEqualTo(row);
                assertThat(read.position()).isEqualTo(position);
            }
        }
    }

    @Test
    void aValueThatNoRowHoldsIsRefusedByItsTypeOnly() {
        TypeSerializer<RowWrite> serializer = serializer(WireTypes.ROW_WRITE);
        RowWrite sample = WireSamples.rowWrites()[0];
        RowWrite write =
                new RowWrite(
                        "key",
                        sample.table(),
                        sample.kind(),
                        1,
                        new Row(Columns.of("a"), new Object[] {1.5}),
                        "v",
                        true,
                        0,
                        sample.position(),
                        sample.payload());

        assertThatThrownBy(() -> serializer.serialize(write, new DataOutputSerializer(64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no value of a row: java.lang.Double");
    }

    @Test
    void bytesOfANewerVersionAreRefused() throws IOException {
        TypeSerializer<RowChange> serializer = serializer(WireTypes.ROW_CHANGE);
        byte[] bytes = bytes(serializer, WireSamples.rowChanges()[0]);
        bytes[Integer.BYTES]++;

        assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(bytes)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("restore with a newer release");
    }

    @Test
    void bytesThatAreCutAreRefused() throws IOException {
        TypeSerializer<RowChange> serializer = serializer(WireTypes.ROW_CHANGE);
        byte[] bytes = bytes(serializer, WireSamples.rowChanges()[0]);
        for (int length = 1; length < bytes.length - Integer.BYTES; length++) {
            byte[] cut = bytes.clone();
            cut[2] = (byte) (length >>> 8);
            cut[3] = (byte) length;

            assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(cut)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aSnapshotIsRestoredByItsFormatsName() throws IOException {
        TypeSerializer<RowChange> serializer = serializer(WireTypes.ROW_CHANGE);
        DataOutputSerializer output = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(output, serializer.snapshotConfiguration());

        TypeSerializerSnapshot<RowChange> restored =
                TypeSerializerSnapshot.readVersionedSnapshot(
                        new DataInputDeserializer(output.getCopyOfBuffer()),
                        getClass().getClassLoader());

        assertThat(restored.restoreSerializer()).isEqualTo(serializer);
        assertThat(
                        serializer
                                .snapshotConfiguration()
                                .resolveSchemaCompatibility(restored)
                                .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void aSnapshotOfANewerVersionOrAnotherFormatIsIncompatible() throws IOException {
        TypeSerializerSnapshot<RowChange> current =
                serializer(WireTypes.ROW_CHANGE).snapshotConfiguration();

        assertThat(current.resolveSchemaCompatibility(snapshot("row-change", 99)).isIncompatible())
                .isTrue();
        assertThat(current.resolveSchemaCompatibility(snapshot("row-write", 1)).isIncompatible())
                .isTrue();
    }

    @Test
    void aSnapshotOfAnUnknownFormatSaysWhatToDo() {
        assertThatThrownBy(() -> snapshot("no-such-format", 1))
                .hasMessageContaining("restore with the release that wrote the savepoint");
    }

    private static TypeSerializerSnapshot<RowChange> snapshot(String id, int version)
            throws IOException {
        DataOutputSerializer output = new DataOutputSerializer(64);
        output.writeUTF(id);
        output.writeInt(version);
        WireSerializerSnapshot<RowChange> snapshot = new WireSerializerSnapshot<>();
        snapshot.readSnapshot(
                1,
                new DataInputDeserializer(output.getCopyOfBuffer()),
                WireSerializerTest.class.getClassLoader());
        return snapshot;
    }

    private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
        return type.createSerializer(new SerializerConfigImpl());
    }

    private static <T> byte[] bytes(TypeSerializer<T> serializer, T value) throws IOException {
        DataOutputSerializer output = new DataOutputSerializer(64);
        serializer.serialize(value, output);
        return output.getCopyOfBuffer();
    }

    private static <T> T roundTrip(TypeSerializer<T> serializer, T value) throws IOException {
        return serializer.deserialize(new DataInputDeserializer(bytes(serializer, value)));
    }
}
