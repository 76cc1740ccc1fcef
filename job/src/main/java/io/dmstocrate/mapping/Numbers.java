package io.dmstocrate.mapping;

import java.math.BigDecimal;

/** Reads numbers out of values, exactly. */
final class Numbers {

    /** No column has more digits; what is longer is no honest number. */
    private static final int LONGEST = 2_000;

    private Numbers() {}

    /** The number that a value is, or is the text of; {@code null} if it is none. */
    static BigDecimal of(Object value) {
        if (value instanceof Long number) {
            return BigDecimal.valueOf(number);
        }
        if (value instanceof BigDecimal number) {
            return number;
        }
        if (!(value instanceof String text) || text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // BigDecimal would also take the digits of other alphabets.
            if ((c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') {
                return null;
            }
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
