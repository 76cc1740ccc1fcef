package io.dmstocrate.mapping;

import java.math.BigDecimal;

/**
 * NUMERIC(p, s), bound as text. Digits that the column would round away make a misfit: CrateDB
 * rounds without a word.
 */
final class NumericConversion implements ValueConversion {

    private final int precision;
    private final int scale;
    private final Misfit noNumber;
    private final Misfit tooManyDecimals;
    private final Misfit tooManyDigits;

    /**
     * @param precision digits in all; below 1 if the column takes any
     */
    NumericConversion(TargetColumn column, int precision, int scale) {
        this.precision = precision;
        this.scale = Math.max(scale, 0);
        String type = "NUMERIC(" + precision + "," + this.scale + ")";
        this.noNumber = Misfit.of(column, "not a number");
        this.tooManyDecimals = Misfit.of(column, "more decimals than " + type + " holds");
        this.tooManyDigits = Misfit.of(column, "more digits than " + type + " holds");
    }

    @Override
    public Object convert(Object value, ConversionNotes notes) {
        if (value == null) {
            return null;
        }
        BigDecimal number = Numbers.of(value);
        if (number == null) {
            return noNumber;
        }
        if (number.signum() == 0) {
            return "0";
        }
        if (precision < 1) {
            return ValueConversion.plain(number);
        }
        if ((long) number.precision() - number.scale() > precision - scale) {
            return tooManyDigits;
        }
        if (number.scale() > scale) {
            number = number.stripTrailingZeros();
            if (number.scale() > scale) {
                return tooManyDecimals;
            }
        }
        return number.toPlainString();
    }
}
