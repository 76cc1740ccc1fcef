package io.dmstocrate.dms;

import com.fasterxml.jackson.core.io.NumberInput;
import com.fasterxml.jackson.core.io.NumberOutput;
import io.dmstocrate.dms.TableSighting.ValueKind;
import java.math.BigDecimal;

/**
 * Tells of which kind a value of a row is. Looked at for each value, so the usual ones are cheap.
 */
public final class ValueKinds {

    /** Digits of the NUMERIC that a column of numbers gets if only values are known. */
    public static final int PRECISION = 38;

    /** Decimals of it: so it has room for each whole number of 64 bits. */
    public static final int SCALE = 18;

    /** Whole numbers of no more than 53 bits are doubles. */
    private static final long LARGEST_WHOLE_DOUBLE = 1L << 53;

    /** Any number of so few digits comes back from a double as it was written. */
    private static final int DIGITS_OF_A_DOUBLE = 15;

    /** No double has more digits where it is written in the shortest way. */
    private static final int MOST_DIGITS_OF_A_DOUBLE = 17;

    /** Powers of ten within which doubles have all their digits; they end at -307 and 308. */
    private static final int RANGE_OF_A_DOUBLE = 300;

    private ValueKinds() {}

    /** The kind of a value; {@code null} is of kind NULL. */
    public static ValueKind of(Object value) {
        if (value instanceof String) {
            return ValueKind.TEXT;
        }
        if (value instanceof Long number) {
            return isDouble(number) ? ValueKind.INTEGER : ValueKind.LONG;
        }
        if (value == null) {
            return ValueKind.NULL;
        }
        if (value instanceof BigDecimal number) {
            return ValueKind.number(false, isDouble(number), isNumeric(number));
        }
        if (value instanceof Boolean) {
            return ValueKind.BOOLEAN;
        }
        if (value instanceof JsonText) {
            return ValueKind.JSON;
        }
        throw new IllegalArgumentException("no value of a row: " + value.getClass());
    }

    /** Whether values of this kind together with the value are still of this kind. */
    public static boolean isHeld(ValueKind kind, Object value) {
        return switch (kind) {
            case TEXT -> true;
            // Whether it is a double, too, would cost more than all else, and says nothing new.
            case NUMERIC ->
                    value == null
                            || value instanceof Long
                            || (value instanceof BigDecimal number && isNumeric(number));
            default -> TableSighting.wider(kind, of(value)) == kind;
        };
    }

    /** Whether a double is this number. */
    public static boolean isDouble(long number) {
        return number <= LARGEST_WHOLE_DOUBLE && number >= -LARGEST_WHOLE_DOUBLE;
    }

    /**
     * Whether this number is what is written for the double that is nearest to it. Jackson's way to
     * read and write doubles is meant: in Java 17 it is three times as fast, and shorter.
     */
    public static boolean isDouble(BigDecimal number) {
        if (number.signum() == 0) {
            return true;
        }
        int digits = number.precision();
        long power = (long) digits - number.scale();
        if (digits <= DIGITS_OF_A_DOUBLE && Math.abs(power) <= RANGE_OF_A_DOUBLE) {
            return true;
        }
        if (digits > MOST_DIGITS_OF_A_DOUBLE
                && number.stripTrailingZeros().precision() > MOST_DIGITS_OF_A_DOUBLE) {
            return false;
        }
        double nearest = NumberInput.parseDouble(number.toString(), true);
        return Double.isFinite(nearest)
                && nearest != 0
                && new BigDecimal(NumberOutput.toString(nearest, true)).compareTo(number) == 0;
    }

    private static boolean isNumeric(BigDecimal number) {
        return number.signum() == 0
                || ((long) number.precision() - number.scale() <= PRECISION - SCALE
                        && (number.scale() <= SCALE
                                || number.stripTrailingZeros().scale() <= SCALE));
    }
}
