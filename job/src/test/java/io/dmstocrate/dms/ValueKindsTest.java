package io.dmstocrate.dms;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.TableSighting.ValueKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueKindsTest {

    @ParameterizedTest
    @CsvSource({
        "0.5, DECIMAL",
        "0.0, DECIMAL",
        "-123456789012.345, DECIMAL",
        "12345678901234.567, NUMERIC",
        "123456789012345.678, NUMERIC",
        "0.100000000000000010, NUMERIC",
        "0.100000000000000000, DECIMAL",
        "0.100000000000000011, NUMERIC",
        "0.30000000000000004, DECIMAL",
        "0.0012345678901234567, DOUBLE",
        "1E-30, DOUBLE",
        "1E+17, DECIMAL",
        "1.7976931348623157E+308, DOUBLE",
        "1E+309, TEXT",
        "1E-400, TEXT",
        "0E+400, DECIMAL",
        "18446744073709551615, NUMERIC",
        "12345678901234567890123.5, TEXT",
        "0.12345678901234567890, TEXT",
        "9007199254740993.0, NUMERIC",
        "9007199254740992.0, DECIMAL"
    })
    void numberIsOfTheKindOfTheTypesThatHoldIt(BigDecimal number, ValueKind kind) {
        assertThat(ValueKinds.of(number)).isEqualTo(kind);
        assertThat(ValueKinds.of(number.negate())).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "0, INTEGER",
        "9007199254740992, INTEGER",
        "9007199254740993, LONG",
        "-9007199254740993, LONG",
        "9223372036854775807, LONG",
        "-9223372036854775808, LONG"
    })
    void wholeNumberIsOfTheKindOfTheTypesThatHoldIt(long number, ValueKind kind) {
        assertThat(ValueKinds.of(number)).isEqualTo(kind);
    }

    /** Whatever comes in whatever order: the kind's types hold each of the values. */
    @Test
    void kindOfManyValuesHoldsEachOfThem() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            List<Object> values = new ArrayList<>();
            ValueKind kind = ValueKind.NULL;
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                Object value = number(random);
                values.add(value);
                kind = TableSighting.wider(kind, ValueKinds.of(value));
            }
            for (Object value : values) {
                BigDecimal number = new BigDecimal(value.toString());
                if (kind.isWhole()) {
                    assertThat(number.longValueExact()).isEqualTo(value);
                }
                if (kind.isDouble()) {
                    assertThat(new BigDecimal(Double.toString(number.doubleValue())))
                            .isEqualByComparingTo(number);
                }
                if (kind.isNumeric()) {
                    assertThat(number.setScale(ValueKinds.SCALE).precision())
                            .isLessThanOrEqualTo(ValueKinds.PRECISION);
                }
                assertThat(TableSighting.wider(kind, ValueKinds.of(value))).isEqualTo(kind);
            }
        }
    }

    @Test
    void kindsOfNumbersAreHeldByEachOtherOrText() {
        for (ValueKind one : ValueKind.values()) {
            for (ValueKind other : ValueKind.values()) {
                ValueKind both = TableSighting.wider(one, other);

                assertThat(both).isEqualTo(TableSighting.wider(other, one));
                assertThat(TableSighting.wider(both, one)).isEqualTo(both);
                if (EnumSet.of(ValueKind.TEXT, ValueKind.JSON).contains(one) && one != other) {
                    assertThat(both).isEqualTo(other == ValueKind.NULL ? one : ValueKind.TEXT);
                }
            }
        }
    }

    private static Object number(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> (long) random.nextInt();
            case 1 -> random.nextLong();
            case 2 -> new BigDecimal(Double.toString(random.nextDouble()));
            case 3 ->
                    new BigDecimal(
                            Double.toString(
                                    random.nextDouble() * Math.pow(10, random.nextInt(60) - 30)));
            case 4 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(25));
            default -> new BigDecimal(new BigInteger(80, random), random.nextInt(25));
        };
    }
}
