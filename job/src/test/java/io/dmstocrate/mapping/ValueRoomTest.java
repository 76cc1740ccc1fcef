package io.dmstocrate.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.JsonText;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRoomTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smallint | 32767 | true",
                "smallint | 32768 | false",
                "integer | -2147483648 | true",
                "integer | 2147483648 | false",
                "bigint | 9223372036854775807 | true",
                "bigint | 9223372036854775808 | false",
                "bigint | 5.5 | false",
                "bigint | 5.0 | true",
                "numeric(10,2) | 99999999 | true",
                "numeric(10,2) | 100000000 | false",
                "numeric(10,2) | 1.25 | true",
                "numeric(10,2) | 1.250 | true",
                "numeric(10,2) | 1.255 | false",
                "numeric(38,18) | 9223372036854775807 | true",
                "real | 1.1 | true",
                "real | 1.10000002 | true",
                "real | 1.10000002384185791015625 | true",
                "real | 1.23456789012 | false",
                "real | 16777216 | true",
                "real | 16777217 | false",
                "real | 1e300 | false",
                "boolean | 1 | true",
                "boolean | 2 | false",
                "text | 12345678901234567890 | true",
                "varchar(3) | 123 | true",
                "varchar(3) | 1234 | false",
            })
    void numbersHaveRoomOrNot(String type, BigDecimal value, boolean takes) {
        ValueRoom room = ValueRoom.of(ColumnTypes.parse(type), false);
        boolean isLong = value.scale() == 0 && value.precision() < 19;

        assertThat(room.takes(isLong ? (Object) value.longValueExact() : value)).isEqualTo(takes);
        assertThat(room.takes(null)).isTrue();
    }

    @Test
    void textIsANumberOnlyIfTheNumberIsWrittenSo() {
        ValueRoom room = ValueRoom.of(ColumnTypes.parse("bigint"), false);

        assertThat(room.takes("55")).isTrue();
        assertThat(room.takes("055")).isFalse();
        assertThat(room.takes("abc")).isFalse();
        assertThat(room.takes(new JsonText("{}"))).isFalse();
    }

    @Test
    void columnThatWasLearnedTakesItsOwnKindOnly() {
        assertThat(ValueRoom.of(ColumnTypes.parse("bigint"), true).takes("55")).isFalse();
        assertThat(ValueRoom.of(ColumnTypes.parse("double"), true).takes("55.5")).isFalse();
        assertThat(ValueRoom.of(ColumnTypes.parse("double"), true).takes(55L)).isTrue();
        assertThat(ValueRoom.of(ColumnTypes.parse("boolean"), true).takes(1L)).isFalse();
        assertThat(ValueRoom.of(ColumnTypes.parse("boolean"), true).takes(true)).isTrue();
        assertThat(ValueRoom.of(ColumnTypes.LEARNED_NUMBER, true).takes(true)).isFalse();
    }

    @Test
    void textHasRoomByItsBytes() {
        ValueRoom room = ValueRoom.of(ColumnTypes.parse("text"), false);

        assertThat(room.takes("x".repeat(32_766))).isTrue();
        assertThat(room.takes("x".repeat(32_767))).isFalse();
        assertThat(room.takes("ü".repeat(16_384))).isFalse();
        assertThat(ValueRoom.of(ColumnTypes.parse("large_text"), false)).isNull();
    }

    @Test
    void namesOfWideColumnsTellTheirColumns() {
        String wide = WideName.wide(12, "3_a");

        assertThat(WideName.columnOf(wide)).isEqualTo("3_a");
        assertThat(WideName.isWideOf("3_a", wide)).isTrue();
        assertThat(WideName.isWideOf("a", wide)).isFalse();
        assertThat(WideName.isTemporary(wide)).isTrue();
        assertThat(WideName.isTemporary(WideName.narrow("a"))).isTrue();
        assertThat(WideName.isTemporary("dms_wide_angle")).isFalse();
        assertThat(WideName.isTemporary("dms_wide_3")).isFalse();
    }
}
