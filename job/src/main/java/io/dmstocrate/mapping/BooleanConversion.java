package io.dmstocrate.mapping;

import java.util.Locale;

/** BOOLEAN from true and false, 1 and 0, and the words that DMS and databases write for them. */
final class BooleanConversion implements ValueConversion {

    private final Misfit noBoolean;

    BooleanConversion(TargetColumn column) {
        this.noBoolean = Misfit.of(column, "neither true nor false");
    }

    @Override
    public Object convert(Object value, ConversionNotes notes) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Long number && (number == 0 || number == 1)) {
            return number == 1;
        }
        if (!(value instanceof String text)) {
            return noBoolean;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "1" -> (Object) true;
            case "false", "f", "0" -> (Object) false;
            default -> noBoolean;
        };
    }
}
