package io.dmstocrate.mapping;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * A date or time as DMS writes it, read without a detour over formatters: this is done for every
 * timestamp of every row.
 *
 * @param epochDay the local day
 * @param secondOfDay the local second
 * @param nanos of the second
 * @param offsetMinutes from UTC; 0 if the text has none
 */
record IsoTimestamp(long epochDay, int secondOfDay, int nanos, int offsetMinutes) {

    private static final int SECONDS_IN_DAY = 86_400;
    private static final long DAYS_TO_EPOCH = 719_468;

    /** What the text says; {@code null} if it is no date or time. */
    static IsoTimestamp parse(String text) {
        return new Reader(text).read();
    }

    /** Digits of the fraction of a second, without zeros at its end. */
    int significantDigits() {
        if (nanos == 0) {
            return 0;
        }
        int digits = 9;
        for (int rest = nanos; rest % 10 == 0; rest /= 10) {
            digits--;
        }
        return digits;
    }

    /** Milliseconds since the epoch, at UTC or as if the local time were UTC. */
    long epochMillis(boolean atUtc) {
        long seconds = epochDay * SECONDS_IN_DAY + secondOfDay;
        if (atUtc) {
            seconds -= offsetMinutes * 60L;
        }
        return seconds * 1_000 + nanos / 1_000_000;
    }

    /** As PostgreSQL reads it, with microseconds, at UTC or local. */
    String text(boolean atUtc) {
        long seconds = epochDay * SECONDS_IN_DAY + secondOfDay;
        if (atUtc) {
            seconds -= offsetMinutes * 60L;
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_IN_DAY));
        int second = (int) Math.floorMod(seconds, (long) SECONDS_IN_DAY);
        StringBuilder text = new StringBuilder(32);
        boolean beforeChrist = date.getYear() < 1;
        append(text, beforeChrist ? 1 - date.getYear() : date.getYear(), 4).append('-');
        append(text, date.getMonthValue(), 2).append('-');
        append(text, date.getDayOfMonth(), 2).append(' ');
        append(text, second / 3_600, 2).append(':');
        append(text, second / 60 % 60, 2).append(':');
        append(text, second % 60, 2).append('.');
        append(text, nanos / 1_000, 6);
        if (atUtc) {
            text.append('Z');
        }
        return beforeChrist ? text.append(" BC").toString() : text.toString();
    }

    private static StringBuilder append(StringBuilder text, int number, int digits) {
        int power = 1;
        for (int i = 1; i < digits; i++) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            text.append((char) ('0' + number / power % 10));
        }
        return text;
    }

    /** Reads one text from left to right. */
    private static final class Reader {

        private final String text;
        private int next;
        private boolean failed;

        Reader(String text) {
            this.text = text;
        }

        IsoTimestamp read() {
            int year = digits(4);
            expect('-');
            int month = digits(2);
            expect('-');
            int day = digits(2);
            if (failed || year < 1 || month < 1 || month > 12 || day < 1) {
                return null;
            }
            if (day > 28 && day > YearMonth.of(year, month).lengthOfMonth()) {
                return null;
            }
            long epochDay = epochDay(year, month, day);
            if (next == text.length()) {
                return new IsoTimestamp(epochDay, 0, 0, 0);
            }
            if (!accept('T') && !accept(' ')) {
                return null;
            }
            int hour = digits(2);
            expect(':');
            int minute = digits(2);
            int second = accept(':') ? digits(2) : 0;
            int nanos = accept('.') || accept(',') ? fraction() : 0;
            int offset = next == text.length() ? 0 : offset();
            if (failed || next != text.length() || hour > 23 || minute > 59 || second > 59) {
                return null;
            }
            return new IsoTimestamp(epochDay, (hour * 60 + minute) * 60 + second, nanos, offset);
        }

        private int fraction() {
            int start = next;
            int nanos = 0;
            while (next < text.length() && next - start < 9 && isDigit(text.charAt(next))) {
                nanos = nanos * 10 + text.charAt(next) - '0';
                next++;
            }
            failed |= next == start;
            for (int i = next - start; i < 9; i++) {
                nanos *= 10;
            }
            return nanos;
        }

        private int offset() {
            if (accept('Z') || accept('z')) {
                return 0;
            }
            boolean negative = accept('-');
            if (!negative && !accept('+')) {
                failed = true;
                return 0;
            }
            int hours = digits(2);
            int minutes = 0;
            if (next < text.length()) {
                accept(':');
                minutes = digits(2);
            }
            failed |= hours > 18 || minutes > 59;
            int offset = hours * 60 + minutes;
            return negative ? -offset : offset;
        }

        private int digits(int count) {
            int number = 0;
            for (int i = 0; i < count; i++) {
                if (next >= text.length() || !isDigit(text.charAt(next))) {
                    failed = true;
                    return 0;
                }
                number = number * 10 + text.charAt(next) - '0';
                next++;
            }
            return number;
        }

        private void expect(char c) {
            failed |= !accept(c);
        }

        private boolean accept(char c) {
            if (next < text.length() && text.charAt(next) == c) {
                next++;
                return true;
            }
            return false;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        /**
         * Days since 1970-01-01 of the Gregorian calendar, counted in years that begin in March.
         */
        private static long epochDay(int year, int month, int day) {
            long y = month <= 2 ? year - 1 : year;
            long era = Math.floorDiv(y, 400);
            long yearOfEra = y - era * 400;
            long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
            long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
            return era * 146_097 + dayOfEra - DAYS_TO_EPOCH;
        }
    }
}
