package io.dmstocrate.ordering;

import io.dmstocrate.dms.DmsType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * Writes a value of a primary key in one way: 7, 7.0 and 70e-1, {@code 04:05:06Z} and {@code
 * 04:05:06.000000Z} are the same.
 *
 * <p>What does not read as its column's type stays as it is.
 */
final class KeyPart {

    /** Numbers with larger exponents are not written out. */
    private static final int LARGEST_EXPONENT = 40;

    /** More digits than any database has in a number that can be a key. */
    private static final int LONGEST_NUMBER = 1_000;

    private static final int DATE_LENGTH = "2031-02-03".length();
    private static final int MINUTE_LENGTH = "2031-02-03T04:05".length();

    private static final DateTimeFormatter WITH_OFFSET =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .appendLiteral('T')
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .parseLenient()
                    .appendOffset("+HH", "Z")
                    .toFormatter(Locale.ROOT);

    private KeyPart() {}

    static String text(Object value, DmsType type) {
        return switch (type) {
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, NUMERIC, REAL, DOUBLE ->
                    value instanceof Long ? value.toString() : number(value);
            case BOOLEAN -> truth(value.toString());
            case DATE, TIMESTAMP -> time(value.toString());
            case TIME -> withoutZeros(value.toString());
            case BYTES -> bytes(value.toString());
            case STRING -> value.toString();
            case UNKNOWN -> value instanceof BigDecimal ? number(value) : value.toString();
        };
    }

    /**
     * The value that is written for a key, so that equal keys are one row of the target where their
     * column is text as well.
     */
    static Object written(Object value, DmsType type) {
        return switch (type) {
            case NUMERIC, UNKNOWN ->
                    value instanceof BigDecimal number
                            ? withoutZeros(number)
                            : type == DmsType.NUMERIC && value instanceof String text
                                    ? number(text)
                                    : value;
            case TIME -> text(value, type);
            default -> value;
        };
    }

    /** A number in the exponent's form stays, for it may have lost digits. */
    private static BigDecimal withoutZeros(BigDecimal number) {
        if (number.scale() <= 0) {
            return number;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static String number(Object value) {
        BigDecimal number;
        if (value instanceof BigDecimal decimal) {
            number = decimal;
        } else {
            String text = value.toString().trim();
            if (text.length() > LONGEST_NUMBER) {
                return text;
            }
            try {
                number = new BigDecimal(text);
            } catch (NumberFormatException e) {
                return value.toString();
            }
        }
        if (number.precision() > LONGEST_NUMBER) {
            return number.toString();
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return Math.abs((long) stripped.scale()) <= LARGEST_EXPONENT
                ? stripped.toPlainString()
                : stripped.unscaledValue() + "E" + -(long) stripped.scale();
    }

    private static String truth(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1", "y", "yes" -> "true";
            case "false", "f", "0", "n", "no" -> "false";
            default -> value;
        };
    }

    private static String bytes(String value) {
        boolean hasPrefix = value.startsWith("0x") || value.startsWith("0X");
        return (hasPrefix ? value.substring(2) : value).toLowerCase(Locale.ROOT);
    }

    /** A time in UTC without zeros at its end; a date is the first moment of its day. */
    private static String time(String value) {
        String text = value.trim();
        if (text.length() == DATE_LENGTH) {
            return text + "T00:00:00";
        }
        if (text.length() < MINUTE_LENGTH || !isSeparator(text.charAt(DATE_LENGTH))) {
            return text;
        }
        if (text.charAt(DATE_LENGTH) != 'T') {
            text = text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1);
        }
        int zone = zone(text);
        String offset = text.substring(zone);
        String local = text.substring(0, zone);
        if (!offset.isEmpty() && !offset.equalsIgnoreCase("Z")) {
            try {
                local =
                        OffsetDateTime.parse(text, WITH_OFFSET)
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toLocalDateTime()
                                .toString();
            } catch (DateTimeException e) {
                return text;
            }
        }
        return withoutZeros(local.length() == MINUTE_LENGTH ? local + ":00" : local);
    }

    private static boolean isSeparator(char character) {
        return character == 'T' || character == 't' || character == ' ';
    }

    /** Where the offset begins; at the end if there is none. */
    private static int zone(String text) {
        for (int i = DATE_LENGTH + 1; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 'Z' || character == 'z' || character == '+' || character == '-') {
                return i;
            }
        }
        return text.length();
    }

    /** The text without zeros at the end of its fraction. */
    private static String withoutZeros(String text) {
        int point = text.lastIndexOf('.');
        if (point < 0) {
            return text;
        }
        int end = text.length();
        while (end > point + 1 && text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end == point + 1 ? point : end);
    }
}
