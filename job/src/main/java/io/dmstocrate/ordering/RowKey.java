package io.dmstocrate.ordering;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Table and primary key as one text: equal for equal keys, however a record spells them (7, 7.0 and
 * 7e0 in a whole-number column; fractions of a second that are zero), different for different ones.
 */
public final class RowKey {

    private static final char SEPARATOR = '\n';

    private RowKey() {}

    /**
     * The text of a key.
     *
     * @param definition has the types of the key's columns
     * @param keyValues the values of the key's columns in order, none of them {@code null}
     */
    public static String of(TableId table, TableDefinition definition, Object[] keyValues) {
        StringBuilder text = new StringBuilder(64);
        text.append(table.schema()).append(SEPARATOR).append(table.name());
        for (int i = 0; i < keyValues.length; i++) {
            int start = text.append(SEPARATOR).length();
            append(text, keyValues[i], definition, i);
            if (keyValues.length > 1) {
                // With its length in front, no value can look like a separator and another value.
                text.insert(start, (text.length() - start) + ":");
            }
        }
        return text.toString();
    }

    private static void append(
            StringBuilder text, Object value, TableDefinition definition, int part) {
        DmsType type =
                definition
                        .column(definition.primaryKey().get(part))
                        .map(Column::type)
                        .orElse(DmsType.UNKNOWN);
        switch (type) {
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> {
                if (value instanceof Long) {
                    text.append(value);
                } else {
                    text.append(number(value));
                }
            }
            case NUMERIC, REAL, DOUBLE -> text.append(number(value));
            case BOOLEAN -> text.append(truth(value.toString()));
            case TIMESTAMP, DATE -> text.append(time(value.toString()));
            case BYTES, TIME, STRING, UNKNOWN -> text.append(value);
        }
    }

    private static String number(Object value) {
        BigDecimal number;
        if (value instanceof BigDecimal decimal) {
            number = decimal;
        } else if (value instanceof Long integer) {
            number = BigDecimal.valueOf(integer);
        } else {
            try {
                number = new BigDecimal(value.toString().trim());
            } catch (NumberFormatException e) {
                return value.toString();
            }
        }
        BigDecimal stripped = number.stripTrailingZeros();
        boolean isSmallInteger = stripped.scale() <= 0 && stripped.scale() >= -40;
        // A giant exponent is not written out.
        return isSmallInteger ? stripped.toPlainString() : stripped.toString();
    }

    private static String truth(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1", "y", "yes" -> "true";
            case "false", "f", "0", "n", "no" -> "false";
            default -> value;
        };
    }

    /** A time in UTC without zeros at its end; a date is the first moment of its day. */
    private static String time(String value) {
        String text = value.trim().replace(' ', 'T');
        int time = text.indexOf('T');
        if (time < 0) {
            return text + "T00:00:00";
        }
        int zone = zone(text, time);
        String local = text.substring(0, zone);
        String offset = text.substring(zone);
        if (!offset.isEmpty() && !offset.equals("Z") && !offset.equals("+00:00")) {
            try {
                local =
                        OffsetDateTime.parse(text)
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toLocalDateTime()
                                .toString();
            } catch (DateTimeException e) {
                return value;
            }
        }
        return withoutZeros(local);
    }

    private static int zone(String text, int time) {
        for (int i = time + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'Z' || c == '+' || c == '-') {
                return i;
            }
        }
        return text.length();
    }

    private static String withoutZeros(String local) {
        String text = local.length() == "2031-02-03T04:05".length() ? local + ":00" : local;
        int end = text.length();
        if (text.indexOf('.') >= 0) {
            while (text.charAt(end - 1) == '0') {
                end--;
            }
            if (text.charAt(end - 1) == '.') {
                end--;
            }
        }
        return text.substring(0, end);
    }
}
