package io.dmstocrate.mapping;

import java.math.BigDecimal;

/** REAL and DOUBLE: the nearest number that the column has. Infinite only if it came so. */
final class FloatConversion implements ValueConversion {

    private final boolean single;
    private final Misfit noNumber;
    private final Misfit outOfRange;

    FloatConversion(TargetColumn column) {
        this.single = column.type().kind() == ColumnType.Kind.REAL;
        this.noNumber = Misfit.of(column, "not a number");
        this.outOfRange = Misfit.of(column, "a number out of the range of " + column.type().kind());
    }

    @Override
    public Object convert(Object value, ConversionNotes notes) {
        if (value == null) {
            return null;
        }
        if (value instanceof Long number) {
            return single ? (Object) (float) (long) number : (Object) (double) (long) number;
        }
        BigDecimal number = Numbers.of(value);
        if (number == null) {
            return value instanceof String word ? notFinite(word) : noNumber;
        }
        if (single) {
            float result = number.floatValue();
            return Float.isInfinite(result) ? outOfRange : (Object) result;
        }
        double result = number.doubleValue();
        return Double.isInfinite(result) ? outOfRange : (Object) result;
    }

    private Object notFinite(String word) {
        return switch (word) {
            case "NaN" -> typed(Double.NaN);
            case "Infinity", "+Infinity" -> typed(Double.POSITIVE_INFINITY);
            case "-Infinity" -> typed(Double.NEGATIVE_INFINITY);
            default -> noNumber;
        };
    }

    private Object typed(double number) {
        return single ? (Object) (float) number : (Object) number;
    }
}
