package io.dmstocrate.proof;

import io.dmstocrate.dms.JsonText;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * A value of the source: how DMS writes it, and what it is.
 *
 * @param json as it stands in a record
 * @param value for comparison, see {@link #canonical}; {@code null} for NULL
 */
record Cell(String json, Object value) {

    static final Cell NULL = new Cell("null", null);

    static Cell text(String text) {
        return new Cell(quoted(text), text);
    }

    static Cell number(String digits) {
        return new Cell(digits, canonical(new BigDecimal(digits)));
    }

    static Cell truth(boolean truth) {
        return new Cell(Boolean.toString(truth), truth);
    }

    /** Whether DMS leaves it out where it is told to leave out NULL and empty values. */
    boolean isNullOrEmpty() {
        return value == null || value.equals("");
    }

    /** A value in a form that is equal for equal values, whoever has spelled them. */
    static Object canonical(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.stripTrailingZeros();
        }
        if (value instanceof Number number) {
            return canonical(new BigDecimal(number.toString()));
        }
        return value instanceof JsonText json ? json.toString() : value;
    }

    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ') {
                        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
