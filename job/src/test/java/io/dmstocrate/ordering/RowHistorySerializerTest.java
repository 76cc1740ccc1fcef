package io.dmstocrate.ordering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.flow.KeyedChange.Phase;
import io.dmstocrate.ordering.Travels.Departure;
import io.dmstocrate.ordering.Travels.Want;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Flink's own tests of a serializer, and those of the format. */
class RowHistorySerializerTest extends SerializerTestBase<RowHistory> {

    private static final long TIME = 1_926_000_000_000_000L;
    private static final ChangeVersion CHANGE =
            new ChangeVersion(TIME, Phase.CHANGE, "5k-ct3g-1P_3abcdeV0W0");
    private static final ChangeVersion LATER =
            new ChangeVersion(TIME + 5, Phase.CHANGE, "5k-ct3g-2P_3abcdeV0W0");
    private static final ChangeVersion ODD =
            new ChangeVersion(-1, Phase.CHANGE, "5k-ct3g-2Ctransaktion-№-\uD83D\uDE00");

    @Override
    protected TypeSerializer<RowHistory> createSerializer() {
        return RowHistorySerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<RowHistory> getTypeClass() {
        return RowHistory.class;
    }

    @Override
    protected RowHistory[] getTestData() {
        return samples();
    }

    private static RowHistory[] samples() {
        return Stream.of(firstForm(), secondForm(), thirdAndFourthForm())
                .flatMap(Stream::of)
                .toArray(RowHistory[]::new);
    }

    /** Where the row has left, by which revision; the fourth with an update behind the base. */
    private static RowHistory[] thirdAndFourthForm() {
        RowHistory former = updated(rowAt(load(), false), CHANGE, 3);
        Travels travels =
                new Travels(
                        List.of(new Want("größe", LATER)),
                        List.of(
                                new Departure(CHANGE, "", List.of(), former, 70_000),
                                new Departure(LATER, "ff", List.of("price"), wanting(), 3)));
        RowHistory nested = RowHistory.NONE.with(travels);
        return new RowHistory[] {
            rowAt(LATER, true).with(travels),
            updated(rowAt(CHANGE, true), LATER, 4).with(travels),
            rowAt(LATER, true)
                    .with(
                            new Travels(
                                    List.of(),
                                    List.of(new Departure(LATER, "", List.of(), nested, 0))))
        };
    }

    /** With an update behind the base. */
    private static RowHistory[] secondForm() {
        return new RowHistory[] {
            updated(null, CHANGE, 0),
            updated(rowAt(CHANGE, true), LATER, 1),
            updated(rowAt(load(), false), CHANGE, 70_000),
            updated(rowAt(load(), false), CHANGE, 2)
                    .withColumns(new String[] {"größe", ""}, 2, LATER),
            rowAt(LATER, true)
                    .with(
                            new Travels(
                                    List.of(),
                                    List.of(
                                            new Departure(
                                                    LATER,
                                                    "ff",
                                                    List.of("price"),
                                                    updated(rowAt(load(), false), CHANGE, 3),
                                                    0))))
        };
    }

    private static RowHistory updated(RowHistory row, ChangeVersion update, long revision) {
        return (row == null ? RowHistory.NONE : row)
                .withUpdate(update, revision, KnownColumns.NONE, Generations.NONE);
    }

    private static RowHistory[] firstForm() {
        return new RowHistory[] {
            RowHistory.NONE,
            rowAt(CHANGE, false),
            rowAt(CHANGE, true),
            rowAt(load(), false),
            rowAt(ODD, false),
            new RowHistory(
                    null,
                    false,
                    new String[] {"a", "größe", ""},
                    new ChangeVersion[] {CHANGE, LATER, CHANGE}),
            new RowHistory(load(), false, new String[] {"price"}, new ChangeVersion[] {CHANGE}),
            rowAt(LATER, true)
                    .with(
                            new Travels(
                                    List.of(new Want("price", CHANGE), new Want("größe", LATER)),
                                    List.of(
                                            new Departure(
                                                    CHANGE, "0a1b", List.of(), RowHistory.NONE, 0),
                                            new Departure(
                                                    LATER,
                                                    "ff",
                                                    List.of("price", "größe"),
                                                    wanting(),
                                                    0))))
        };
    }

    private static RowHistory wanting() {
        return new RowHistory(
                load(),
                false,
                new String[] {"a"},
                new ChangeVersion[] {CHANGE},
                new Travels(List.of(new Want("b", CHANGE)), List.of()));
    }

    @Test
    void bytesOfEveryFormAreRead() throws IOException {
        bytesAreRead("/ordering/row-histories-form-1.hex", firstForm());
        bytesAreRead("/ordering/row-histories-form-2.hex", secondForm());
        bytesAreRead("/ordering/row-histories-forms-3-and-4.hex", thirdAndFourthForm());
    }

    private void bytesAreRead(String name, RowHistory[] samples) throws IOException {
        try (InputStream resource = getClass().getResourceAsStream(name)) {
            List<String> lines =
                    new String(resource.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
            assertThat(lines).hasSize(samples.length);
            for (int i = 0; i < samples.length; i++) {
                assertThat(read(HexFormat.of().parseHex(lines.get(i)))).isEqualTo(samples[i]);
            }
        }
    }

    @Test
    void formsOfALaterReleaseAreRefused() {
        assertThatThrownBy(() -> read(new byte[] {5}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("form 5");
    }

    @Test
    void stateOfAUsualRowIsSmall() throws IOException {
        assertThat(write(rowAt(CHANGE, false))).hasSizeLessThan(35);
        assertThat(write(rowAt(load(), false))).hasSizeLessThan(55);
        assertThat(write(updated(rowAt(load(), false), CHANGE, 5))).hasSizeLessThan(50);
        assertThat(write(updated(rowAt(CHANGE, false), LATER, 5))).hasSizeLessThan(65);
    }

    @Test
    void columnsOfOneUpdateShareItsVersion() throws IOException {
        RowHistory one = RowHistory.NONE.withColumns(new String[] {"a"}, 1, CHANGE);
        RowHistory three = RowHistory.NONE.withColumns(new String[] {"a", "b", "c"}, 3, CHANGE);

        assertThat(write(three).length - write(one).length).isEqualTo(6);
        RowHistory read = read(write(three));
        assertThat(read.version(0)).isSameAs(read.version(2));
    }

    static RowHistory rowAt(ChangeVersion base, boolean deleted) {
        return new RowHistory(base, deleted, RowHistory.NO_COLUMNS, RowHistory.NO_VERSIONS);
    }

    private static ChangeVersion load() {
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, TIME);
        OrderedText.appendDecimal(text, "49590338271490256608559692538361571095921575989136588898");
        return new ChangeVersion(TIME, Phase.LOAD, text.toString());
    }

    private static byte[] write(RowHistory history) throws IOException {
        DataOutputSerializer target = new DataOutputSerializer(16);
        RowHistorySerializer.INSTANCE.serialize(history, target);
        return target.getCopyOfBuffer();
    }

    private static RowHistory read(byte[] bytes) throws IOException {
        DataInputDeserializer source = new DataInputDeserializer(bytes);
        RowHistory history = RowHistorySerializer.INSTANCE.deserialize(source);
        assertThat(source.available()).isZero();
        return history;
    }

    /** Writes the bytes of this release, for a new form's resource. */
    public static void main(String[] arguments) throws IOException {
        for (RowHistory sample : thirdAndFourthForm()) {
            System.out.println(HexFormat.of().formatHex(write(sample)));
        }
    }
}
