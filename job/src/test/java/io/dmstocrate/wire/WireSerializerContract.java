package io.dmstocrate.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.RowWrite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.testutils.DeeplyEqualsChecker;
import org.junit.jupiter.api.Test;

/**
 * What holds for each type: all that Flink asks of a serializer, and that bytes of every version
 * are read for ever.
 */
abstract class WireSerializerContract<T> extends SerializerTestBase<T> {

    private final TypeInformation<T> type;

    WireSerializerContract(TypeInformation<T> type) {
        super(
                new DeeplyEqualsChecker()
                        .withCustomCheck(
                                (left, right) -> true,
                                (left, right, checker) -> equal(left, right)));
        this.type = type;
    }

    /** The values of which the checked-in bytes were made, and others after them. */
    abstract T[] samples();

    @Override
    protected T[] getTestData() {
        return samples();
    }

    @Override
    protected TypeSerializer<T> createSerializer() {
        return type.createSerializer(new SerializerConfigImpl());
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<T> getTypeClass() {
        return type.getTypeClass();
    }

    @Override
    @Test
    protected void testInstantiate() {
        assertThat(createSerializer().createInstance()).isNull();
    }

    @Override
    protected void deepEquals(String message, T should, T is) {
        assertThat(equal(should, is)).as(message).isTrue();
    }

    /** The version of the format that is written. */
    int version() {
        return 1;
    }

    @Test
    void bytesOfEveryVersionAreRead() throws IOException {
        for (int version = 1; version <= version(); version++) {
            bytesAreRead(resource(version));
        }
    }

    private void bytesAreRead(String name) throws IOException {
        byte[] bytes;
        try (InputStream resource = getClass().getResourceAsStream(name)) {
            assertThat(resource).as(name).isNotNull();
            bytes = resource.readAllBytes();
        }
        TypeSerializer<T> serializer = createSerializer();
        DataInputDeserializer input = new DataInputDeserializer(bytes);

        int read = 0;
        while (input.available() > 0) {
            deepEquals("value " + read, samples()[read], serializer.deserialize(input));
            read++;
        }

        assertThat(read).isPositive();
    }

    @Test
    void immutableValuesAreNotCopied() {
        T value = samples()[0];
        TypeSerializer<T> serializer = createSerializer();

        assertThat(serializer.isImmutableType()).isTrue();
        assertThat(serializer.copy(value)).isSameAs(value);
        assertThat(serializer.copy(value, samples()[1])).isSameAs(value);
    }

    private String resource(int version) {
        return "/wire/" + name() + ".v" + version;
    }

    /** The value's name in resources, such as {@code RowChange}. */
    private String name() {
        return getClass().getSimpleName().replace("SerializerTest", "");
    }

    /** Writes the bytes of a new version's resource; see {@link WireResources}. */
    void writeResource(Path directory) throws IOException {
        DataOutputSerializer output = new DataOutputSerializer(4096);
        for (T value : samples()) {
            createSerializer().serialize(value, output);
        }
        Files.write(directory.resolve(name() + ".v" + version()), output.getCopyOfBuffer());
    }

    static boolean equal(Object left, Object right) {
        return parts(left).equals(parts(right));
    }

    private static List<Object> parts(Object value) {
        if (value instanceof RawRecord record) {
            return List.of(record.position(), Arrays.hashCode(record.data()), record.data().length);
        } else if (value instanceof RowChange change) {
            return List.of(
                    change.table(),
                    change.operation(),
                    change.row(),
                    change.before(),
                    change.timestampMicros(),
                    parts(change.source()),
                    change.position(),
                    Arrays.toString(change.payload()));
        } else if (value instanceof KeyedChange change) {
            return List.of(
                    change.key(),
                    change.table(),
                    change.word(),
                    change.phase(),
                    change.part(),
                    change.keySize(),
                    change.row(),
                    change.timestampMicros(),
                    parts(change.source()),
                    change.position(),
                    Arrays.toString(change.payload()));
        } else if (value instanceof RowWrite write) {
            return List.of(
                    write.key(),
                    write.table(),
                    write.kind(),
                    write.keySize(),
                    write.row(),
                    write.version(),
                    write.counted(),
                    write.timestampMicros(),
                    write.position(),
                    Arrays.toString(write.payload()));
        } else if (value instanceof SourcePosition source) {
            return List.of(source.ordering(), source.text());
        }
        return List.of(value);
    }
}
