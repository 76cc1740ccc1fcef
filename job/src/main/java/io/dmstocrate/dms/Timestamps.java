package io.dmstocrate.dms;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;

/**
 * Reads the times in {@code metadata} as microseconds since the epoch, digits beyond those cut off.
 *
 * <p>The form of DMS, {@code 2031-02-03T04:05:06.123456Z} with 0 to 9 digits of fraction, is read
 * without an allocation; other offsets, and a blank for the T, by java.time.
 */
final class Timestamps {

    /** Not a time, or a time before 1970. */
    static final long UNKNOWN = -1;

    private static final DateTimeFormatter OTHER_FORMS =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .appendLiteral('T')
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .parseLenient()
                    .appendOffset("+HH", "Z")
                    .toFormatter(Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT)
                    .withChronology(IsoChronology.INSTANCE);
    private static final int SECONDS_END = "2031-02-03T04:05:06".length();
    private static final int LONGEST = 64;

    private Timestamps() {}

    /** The time that these characters write; {@link #UNKNOWN} if they write none. */
    static long micros(char[] text, int start, int length) {
        if (length > SECONDS_END && text[start + length - 1] == 'Z') {
            long seconds = seconds(text, start);
            if (seconds >= 0) {
                long micros = fraction(text, start + SECONDS_END, start + length - 1);
                if (micros >= 0) {
                    return seconds * 1_000_000 + micros;
                }
            }
        }
        return length > LONGEST ? UNKNOWN : otherForms(new String(text, start, length));
    }

    private static long seconds(char[] text, int start) {
        int century = pair(text, start);
        int year = pair(text, start + 2);
        int month = pair(text, start + 5);
        int day = pair(text, start + 8);
        int hour = pair(text, start + 11);
        int minute = pair(text, start + 14);
        int second = pair(text, start + 17);
        if ((century | year | month | day | hour | minute | second) < 0
                || text[start + 4] != '-'
                || text[start + 7] != '-'
                || text[start + 10] != 'T'
                || text[start + 13] != ':'
                || text[start + 16] != ':'
                || century < 19
                || month < 1
                || month > 12
                || day < 1
                || day > daysOfMonth(century * 100 + year, month)
                || hour > 23
                || minute > 59
                || second > 59) {
            return UNKNOWN;
        }
        return epochDay(century * 100 + year, month, day) * 86_400L
                + hour * 3600L
                + minute * 60L
                + second;
    }

    private static int daysOfMonth(int year, int month) {
        return Month.of(month).length(IsoChronology.INSTANCE.isLeapYear(year));
    }

    /** Days since 1970: years begin in March here, so that the leap day is the last one. */
    private static long epochDay(int year, int month, int day) {
        int years = month > 2 ? year : year - 1;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return years * 365L + years / 4 - years / 100 + years / 400 + dayOfYear - 719_468;
    }

    private static long fraction(char[] text, int point, int end) {
        if (point == end) {
            return 0;
        }
        int digits = end - point - 1;
        if (text[point] != '.' || digits < 1 || digits > 9) {
            return UNKNOWN;
        }
        int nanos = 0;
        for (int i = 1; i <= 9; i++) {
            int digit = i <= digits ? text[point + i] - '0' : 0;
            if (digit < 0 || digit > 9) {
                return UNKNOWN;
            }
            nanos = nanos * 10 + digit;
        }
        return nanos / 1000;
    }

    private static int pair(char[] text, int at) {
        int tens = text[at] - '0';
        int ones = text[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    private static long otherForms(String text) {
        StringBuilder form = new StringBuilder(text);
        if (form.length() > 10 && form.charAt(10) == ' ') {
            form.setCharAt(10, 'T');
        }
        try {
            Instant instant = OffsetDateTime.parse(form, OTHER_FORMS).toInstant();
            long micros =
                    Math.addExact(
                            Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                            instant.getNano() / 1000);
            return Math.max(micros, UNKNOWN);
        } catch (DateTimeException | ArithmeticException e) {
            return UNKNOWN;
        }
    }
}
