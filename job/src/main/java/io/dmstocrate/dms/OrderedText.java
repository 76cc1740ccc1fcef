package io.dmstocrate.dms;

/**
 * Numbers as short text that sorts like the numbers: by byte order, in Java, in CrateDB and (with
 * collation "C") in PostgreSQL. Base 64 with an alphabet that ascends in ASCII.
 */
public final class OrderedText {

    /** Digits of {@link #appendFixed}: 54 bits, microseconds from 1970 to the year 2540. */
    public static final int FIXED_LENGTH = 9;

    private static final String ALPHABET =
            "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    private static final long LARGEST_FIXED = (1L << (6 * FIXED_LENGTH)) - 1;
    private static final int ZERO = 32;
    private static final int DECIMALS_IN_GROUP = 9;
    private static final int DIGITS_IN_GROUP = 5;

    private OrderedText() {}

    /** Appends nine digits. A value outside of 0 to 2^54-1 is taken for the nearest one inside. */
    public static void appendFixed(StringBuilder text, long value) {
        appendDigits(text, Math.min(Math.max(value, 0), LARGEST_FIXED), FIXED_LENGTH);
    }

    /** The number that {@link #appendFixed} wrote at this place. */
    public static long readFixed(CharSequence text, int start) {
        long value = 0;
        for (int i = start; i < start + FIXED_LENGTH; i++) {
            value = value << 6 | ALPHABET.indexOf(text.charAt(i));
        }
        return value;
    }

    /** Appends any number in 1 to 12 digits, small numbers in few. */
    public static void appendSigned(StringBuilder text, long value) {
        long magnitude = value < 0 ? ~value : value;
        int digits = (64 - Long.numberOfLeadingZeros(magnitude) + 5) / 6;
        text.append(ALPHABET.charAt(value < 0 ? ZERO - 1 - digits : ZERO + digits));
        for (int shift = 6 * (digits - 1); shift >= 0; shift -= 6) {
            int digit = (int) (magnitude >>> shift & 63);
            text.append(ALPHABET.charAt(value < 0 ? 63 - digit : digit));
        }
    }

    /**
     * Appends a whole number of any size (to 567 decimals) that is given in decimal digits, such as
     * a Kinesis sequence number. Text with anything but digits sorts as if they were zeros.
     */
    public static void appendDecimal(StringBuilder text, String decimals) {
        int start = 0;
        while (start < decimals.length() && digit(decimals, start) == 0) {
            start++;
        }
        int length = decimals.length() - start;
        int groups = Math.min((length + DECIMALS_IN_GROUP - 1) / DECIMALS_IN_GROUP, 63);
        text.append(ALPHABET.charAt(groups));
        int next = start;
        for (int group = groups; group > 0; group--) {
            int end = decimals.length() - (group - 1) * DECIMALS_IN_GROUP;
            long value = 0;
            for (; next < end; next++) {
                value = value * 10 + digit(decimals, next);
            }
            appendDigits(text, value, DIGITS_IN_GROUP);
        }
    }

    private static int digit(String decimals, int index) {
        int digit = decimals.charAt(index) - '0';
        return digit < 0 || digit > 9 ? 0 : digit;
    }

    private static void appendDigits(StringBuilder text, long value, int digits) {
        for (int shift = 6 * (digits - 1); shift >= 0; shift -= 6) {
            text.append(ALPHABET.charAt((int) (value >>> shift & 63)));
        }
    }
}
