package io.dmstocrate.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.JsonText;
import io.dmstocrate.mapping.ColumnType.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueConversionTest {

    private static final ValueRules CRATE =
            new ValueRules(true, ValueRules.INDEXED_TEXT_BYTES, true);
    private static final ValueRules POSTGRES = new ValueRules(false, -1, false);

    private final ConversionNotes notes = new ConversionNotes();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nullIsNullInEveryColumn(Kind kind) {
        assertThat(convert(kind, null)).isNull();
    }

    // Whole numbers

    @ParameterizedTest
    @CsvSource({
        "SMALLINT, 32767",
        "SMALLINT, -32768",
        "INTEGER, 2147483647",
        "INTEGER, -2147483648",
        "BIGINT, 9223372036854775807",
        "BIGINT, -9223372036854775808"
    })
    void wholeNumbersInRangeFitHoweverTheyAreWritten(Kind kind, String number) {
        Long expected = Long.valueOf(number);

        assertThat(convert(kind, expected)).isEqualTo(expected);
        assertThat(convert(kind, number)).isEqualTo(expected);
        assertThat(convert(kind, new BigDecimal(number))).isEqualTo(expected);
        assertThat(convert(kind, new BigDecimal(number + ".00"))).isEqualTo(expected);
        assertThat(notes.counts().values()).containsOnly(0L);
    }

    @ParameterizedTest
    @CsvSource({
        "SMALLINT, 32768",
        "SMALLINT, -32769",
        "INTEGER, 2147483648",
        "BIGINT, 9223372036854775808",
        "BIGINT, 1e19",
        "BIGINT, 1e1000000000",
        "BIGINT, 12345678901234567890123.5",
        "INTEGER, 1.5",
        "INTEGER, 1e-5",
        "INTEGER, 1e-1000000000",
        "INTEGER, ''",
        "INTEGER, abc",
        "INTEGER, 1_000",
        "INTEGER, 0x10",
        "INTEGER, ' 1'",
        "INTEGER, ١"
    })
    void otherNumbersDoNot(Kind kind, String number) {
        assertMisfit(convert(kind, number));
    }

    @Test
    void aWholeNumberWithAnExponentIsWrittenAndCounted() {
        assertThat(convert(Kind.BIGINT, new BigDecimal("1.2345E+17")))
                .isEqualTo(123450000000000000L);
        assertThat(notes.counts()).containsEntry(Inexactness.WHOLE_NUMBER_WITH_EXPONENT, 1L);
    }

    @Test
    void aKeyWithAnExponentIsRefused() {
        TargetColumn column = column(ColumnType.of(Kind.BIGINT));

        assertMisfit(
                ValueConversion.of(column, true, CRATE).convert(new BigDecimal("1E+17"), notes));
    }

    @Test
    void zeroIsZeroHoweverItIsWritten() {
        assertThat(convert(Kind.INTEGER, new BigDecimal("0E+1000000"))).isEqualTo(0L);
        assertThat(convert(Kind.INTEGER, new BigDecimal("0.00"))).isEqualTo(0L);
        assertThat(convert(ColumnType.numeric(4, 2), new BigDecimal("0E-100"))).isEqualTo("0");
    }

    @Test
    void truthIsNoNumber() {
        assertMisfit(convert(Kind.INTEGER, true));
        assertMisfit(convert(Kind.BIGINT, new JsonText("1")));
    }

    // Numbers with a fraction

    @ParameterizedTest
    @CsvSource({
        "1.23, 1.23",
        "1.2300, 1.23",
        "-9999.99, -9999.99",
        "1e3, 1000",
        "9.999E+3, 9999",
        "0.10, 0.10"
    })
    void exactDecimalsFit(String number, String bound) {
        assertThat(convert(ColumnType.numeric(6, 2), new BigDecimal(number))).isEqualTo(bound);
        assertThat(convert(ColumnType.numeric(6, 2), number)).isEqualTo(bound);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.239", "10000", "1e4", "12345.6", "1e-3", "1e999999999", "NaN", "", "1,5"})
    void decimalsThatWouldBeRoundedDoNot(String number) {
        assertMisfit(convert(ColumnType.numeric(6, 2), number));
    }

    @Test
    void anyNumberFitsANumericWithoutDigits() {
        assertThat(convert(ColumnType.numeric(-1, -1), new BigDecimal("1E+5"))).isEqualTo("100000");
    }

    @Test
    void floatsAreTheNearestOnes() {
        assertThat(convert(Kind.REAL, new BigDecimal("2.20000005"))).isEqualTo(2.2f);
        assertThat(convert(Kind.DOUBLE, new BigDecimal("0.1"))).isEqualTo(0.1);
        assertThat(convert(Kind.DOUBLE, 55L)).isEqualTo(55.0);
        assertThat(convert(Kind.DOUBLE, "-1.5e300")).isEqualTo(-1.5e300);
        assertThat(convert(Kind.REAL, "NaN")).isEqualTo(Float.NaN);
        assertThat(convert(Kind.DOUBLE, "-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1d", "0x1p3", " 1", "one"})
    void whatIsNoFloatDoesNotFit(String number) {
        assertMisfit(convert(Kind.DOUBLE, number));
        assertMisfit(convert(Kind.REAL, number));
    }

    // Truth

    @Test
    void truthComesInManyWords() {
        for (Object truth : new Object[] {true, "true", "TRUE", "t", "1", 1L}) {
            assertThat(convert(Kind.BOOLEAN, truth)).isEqualTo(true);
        }
        for (Object untruth : new Object[] {false, "false", "f", "0", 0L}) {
            assertThat(convert(Kind.BOOLEAN, untruth)).isEqualTo(false);
        }
        for (Object neither : new Object[] {2L, "", "yes", "trueish", new BigDecimal("1.0")}) {
            assertMisfit(convert(Kind.BOOLEAN, neither));
        }
    }

    // Text

    @Test
    void textIsBoundAsItIsAndNumbersAsTheirText() {
        assertThat(convert(Kind.TEXT, "a'b\"\\\uD83D\uDE00")).isEqualTo("a'b\"\\\uD83D\uDE00");
        assertThat(convert(Kind.TEXT, 42L)).isEqualTo("42");
        assertThat(convert(Kind.TEXT, new BigDecimal("1.50"))).isEqualTo("1.50");
        assertThat(convert(Kind.TEXT, new BigDecimal("1E+5"))).isEqualTo("100000");
        assertThat(convert(Kind.TEXT, true)).isEqualTo("true");
        assertThat(convert(Kind.LARGE_TEXT, new JsonText("{\"a\":1}"))).isEqualTo("{\"a\":1}");
    }

    @Test
    void indexedTextHasALimitInBytes() {
        assertThat(convert(Kind.TEXT, "x".repeat(32_766))).isInstanceOf(String.class);
        assertMisfit(convert(Kind.TEXT, "x".repeat(32_767)));
        assertMisfit(convert(Kind.TEXT, "é".repeat(16_384)));
        assertMisfit(convert(Kind.TEXT, "日".repeat(10_923)));
        assertThat(convert(Kind.TEXT, "\uD83D\uDE00".repeat(8_191))).isInstanceOf(String.class);
        assertMisfit(convert(Kind.TEXT, "\uD83D\uDE00".repeat(8_192)));
        assertThat(convert(Kind.LARGE_TEXT, "x".repeat(100_000))).isInstanceOf(String.class);
    }

    @Test
    void halvesOfCharactersAreNoText() {
        assertMisfit(convert(Kind.TEXT, "a\uD83D"));
        assertMisfit(convert(Kind.TEXT, "\uDE00a"));
        assertMisfit(convert(Kind.LARGE_TEXT, "\uD83D\uD83D\uDE00"));
    }

    @Test
    void theNulCharacterDependsOnTheDatabase() {
        TargetColumn column = column(ColumnType.of(Kind.TEXT));

        assertThat(ValueConversion.of(column, false, CRATE).convert("a\0b", notes))
                .isEqualTo("a\0b");
        assertMisfit(ValueConversion.of(column, false, POSTGRES).convert("a\0b", notes));
    }

    // Objects

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {\"a\": [1, {\"b\": null}]} ", "{\"\": 1}"})
    void jsonObjectsFit(String json) {
        assertThat(convert(Kind.OBJECT, json)).isEqualTo(json);
        assertThat(convert(Kind.OBJECT, new JsonText(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[1]", "\"a\"", "12", "null", "{\"a\":", "{\"a\":1", "{} {}", "{a:1}"})
    void whatIsNoWholeObjectDoesNot(String json) {
        assertMisfit(convert(Kind.OBJECT, json));
    }

    // Arrays

    @Test
    void jsonArraysBecomeLiteralsWithBraces() {
        ColumnType type = new ColumnType(Kind.OTHER, -1, -1, "ARRAY(TEXT)");

        assertThat(convert(type, "[1, 2.50, null, true]")).isEqualTo("{1,2.50,NULL,true}");
        assertThat(convert(type, new JsonText("[[\"a\\\"b\\\\\"], []]")))
                .isEqualTo("{{\"a\\\"b\\\\\"},{}}");
        assertThat(convert(type, "{1,2}")).isEqualTo("{1,2}");
        assertMisfit(convert(type, "[1, 2"));
        assertMisfit(convert(type, "[{}]"));
        assertMisfit(convert(type, new JsonText("{}")));
    }

    // Times

    @ParameterizedTest
    @CsvSource({
        "2031-02-03T04:05:06.123Z, 2031-02-03T04:05:06.123Z",
        "2031-02-03 04:05:06, 2031-02-03T04:05:06Z",
        "2031-02-03T04:05, 2031-02-03T04:05:00Z",
        "2031-02-03, 2031-02-03T00:00:00Z",
        "2031-02-03T04:05:06+02:00, 2031-02-03T02:05:06Z",
        "2031-02-03T04:05:06-0530, 2031-02-03T09:35:06Z",
        "2031-02-03T04:05:06+02, 2031-02-03T02:05:06Z",
        "1969-12-31T23:59:59.999Z, 1969-12-31T23:59:59.999Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z",
        "2000-02-29, 2000-02-29T00:00:00Z"
    })
    void timesAreMillisecondsForCrate(String text, Instant instant) {
        assertThat(convert(Kind.TIMESTAMP_WITH_TIME_ZONE, text)).isEqualTo(instant.toEpochMilli());
        assertThat(notes.counts()).containsEntry(Inexactness.FRACTION_OF_SECOND_CUT, 0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-00-00",
                "0000-00-00 00:00:00",
                "2031-02-30",
                "2031-13-01",
                "1900-02-29",
                "",
                "now",
                "infinity",
                "10000-01-01",
                "2031-02-03T24:00:00Z",
                "2031-02-03T04:60:00Z",
                "2031-02-03T04:05:60Z",
                "2031-02-03T",
                "2031-02-03T04:05:06.Z",
                "2031-2-3",
                "2031-02-03T04:05:06.1234567890Z",
                "2031-02-03T04:05:06Zx",
                "2031-02-03T04:05:06+2",
                "0000-01-01",
                "-0001-01-01"
            })
    void whatIsNoTimeDoesNotFit(String text) {
        assertMisfit(convert(Kind.TIMESTAMP_WITH_TIME_ZONE, text));
        assertMisfit(convert(Kind.TIMESTAMP, text));
        assertMisfit(convert(Kind.TIMESTAMP, 1_700_000_000L));
    }

    @Test
    void fractionsBeyondWhatIsKeptAreCutAndCounted() {
        assertThat(convert(Kind.TIMESTAMP, "2031-02-03T04:05:06.123999Z"))
                .isEqualTo(Instant.parse("2031-02-03T04:05:06.123Z").toEpochMilli());
        assertThat(convert(Kind.TIMESTAMP, "1969-12-31T23:59:59.999999Z")).isEqualTo(-1L);
        assertThat(convert(Kind.TIMESTAMP, "2031-02-03T04:05:06.123000000Z"))
                .isEqualTo(Instant.parse("2031-02-03T04:05:06.123Z").toEpochMilli());
        assertThat(notes.counts()).containsEntry(Inexactness.FRACTION_OF_SECOND_CUT, 2L);
    }

    @Test
    void aKeyMorePreciseThanTheTargetIsRefused() {
        TargetColumn column = column(ColumnType.of(Kind.TIMESTAMP));
        ValueConversion key = ValueConversion.of(column, true, CRATE);

        assertMisfit(key.convert("2031-02-03T04:05:06.123456Z", notes));
        assertThat(key.convert("2031-02-03T04:05:06.123000Z", notes)).isInstanceOf(Long.class);
    }

    @Test
    void withoutTimeZoneTheLocalTimeIsKept() {
        assertThat(convert(Kind.TIMESTAMP, "2031-02-03T04:05:06+02:00"))
                .isEqualTo(Instant.parse("2031-02-03T04:05:06Z").toEpochMilli());
        assertThat(notes.counts()).containsEntry(Inexactness.OFFSET_DROPPED, 1L);
    }

    @Test
    void postgresGetsTextWithMicroseconds() {
        TargetColumn zoned = column(ColumnType.of(Kind.TIMESTAMP_WITH_TIME_ZONE));
        TargetColumn local = column(ColumnType.of(Kind.TIMESTAMP));
        String text = "2031-02-03T01:05:06.123456789+02:00";

        assertThat(ValueConversion.of(zoned, false, POSTGRES).convert(text, notes))
                .isEqualTo("2031-02-02 23:05:06.123456Z");
        assertThat(ValueConversion.of(local, false, POSTGRES).convert(text, notes))
                .isEqualTo("2031-02-03 01:05:06.123456");
    }

    @Property
    void timesAreReadAsJavaReadsThem(
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second,
            @ForAll @IntRange(max = 999) int millis,
            @ForAll @IntRange(min = -18, max = 18) int offset) {
        OffsetDateTime time =
                LocalDateTime.ofEpochSecond(second, millis * 1_000_000, ZoneOffset.UTC)
                        .atOffset(ZoneOffset.ofHours(offset));
        String text = time.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);

        assertThat(convert(Kind.TIMESTAMP_WITH_TIME_ZONE, text))
                .isEqualTo(time.toInstant().toEpochMilli());
    }

    @Test
    void reasonsNameTheColumnAndNeverTheValue() {
        for (Kind kind : Kind.values()) {
            Object result = convert(kind, "secret\uD83D");
            if (result instanceof Misfit misfit) {
                assertThat(misfit.reason()).contains("\"price\"").doesNotContain("secret");
            }
        }
    }

    private Object convert(Kind kind, Object value) {
        return convert(ColumnType.of(kind), value);
    }

    private Object convert(ColumnType type, Object value) {
        return ValueConversion.of(column(type), false, CRATE).convert(value, notes);
    }

    private static TargetColumn column(ColumnType type) {
        return new TargetColumn("price", "price", type);
    }

    private static void assertMisfit(Object result) {
        assertThat(result).isInstanceOf(Misfit.class);
    }
}
