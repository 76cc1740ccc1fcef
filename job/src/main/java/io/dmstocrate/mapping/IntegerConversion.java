package io.dmstocrate.mapping;

import java.math.BigDecimal;

/** SMALLINT, INTEGER and BIGINT, exactly. */
final class IntegerConversion implements ValueConversion {

    private final long smallest;
    private final long largest;
    private final boolean key;
    private final Misfit noNumber;
    private final Misfit fraction;
    private final Misfit outOfRange;
    private final Misfit inexactKey;

    IntegerConversion(TargetColumn column, boolean key, long smallest, long largest) {
        this.smallest = smallest;
        this.largest = largest;
        this.key = key;
        this.noNumber = Misfit.of(column, "not a number");
        this.fraction =
                Misfit.of(column, "a number with a fraction, for a column of whole numbers");
        this.outOfRange = Misfit.of(column, "a number out of the range of " + column.type().kind());
        this.inexactKey =
                Misfit.of(
                        column,
                        "a key with an exponent has lost its last digits on the way; set"
                                + " UseLargeIntegerValue at the DMS endpoint");
    }

    @Override
    public Object convert(Object value, ConversionNotes notes) {
        if (value instanceof Long number) {
            return number < smallest || number > largest ? outOfRange : value;
        }
        if (value == null) {
            return null;
        }
        BigDecimal number = Numbers.of(value);
        return number == null ? noNumber : convert(number, notes);
    }

    private Object convert(BigDecimal number, ConversionNotes notes) {
        // A long has 19 digits at most; anything longer must not be written out first.
        if ((long) number.precision() - number.scale() > 19) {
            return number.signum() == 0 ? Long.valueOf(0) : outOfRange;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.scale() > 0) {
            return fraction;
        }
        if (stripped.precision() - stripped.scale() > 19) {
            return outOfRange;
        }
        BigDecimal whole = stripped.setScale(0);
        if (whole.compareTo(BigDecimal.valueOf(smallest)) < 0
                || whole.compareTo(BigDecimal.valueOf(largest)) > 0) {
            return outOfRange;
        }
        if (number.scale() < 0) {
            if (key) {
                return inexactKey;
            }
            notes.add(Inexactness.WHOLE_NUMBER_WITH_EXPONENT);
        }
        return whole.longValueExact();
    }
}
