package io.dmstocrate.dms;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Reads JSON numbers without losing a digit, as {@link Row} says.
 *
 * <p>Refuses a number that nobody can have meant: written out, it would fill pages, and one step of
 * arithmetic on it the memory.
 */
final class Numbers {

    /** The most digits that a number may have when it is written without exponent. */
    static final int MOST_DIGITS = 10_000;

    private static final int DIGITS_OF_ANY_LONG = 18;

    private Numbers() {}

    /**
     * A number without fraction and exponent: {@link Long} or, beyond 64 bits, {@link BigDecimal}.
     */
    static Object whole(char[] text, int start, int length) {
        if (length > DIGITS_OF_ANY_LONG) {
            BigDecimal number = new BigDecimal(text, start, length);
            return number.unscaledValue().bitLength() < Long.SIZE
                    ? (Object) number.longValue()
                    : number;
        }
        boolean negative = text[start] == '-';
        long value = 0;
        for (int i = negative ? start + 1 : start; i < start + length; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return negative ? -value : value;
    }

    /** Any other number; empty if it is absurdly large or small. */
    static Optional<BigDecimal> decimal(char[] text, int start, int length) {
        try {
            BigDecimal number = new BigDecimal(text, start, length);
            return Math.abs((long) number.scale()) <= MOST_DIGITS
                    ? Optional.of(number)
                    : Optional.empty();
        } catch (NumberFormatException e) {
            // The exponent has more than 32 bits.
            return Optional.empty();
        }
    }
}
