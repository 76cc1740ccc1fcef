package io.dmstocrate.mapping;

import java.math.BigDecimal;

/**
 * Turns the values of one source column into what is bound for its target column.
 *
 * <p>A value is bound as it is, or as well as the target can where only its precision in time
 * suffers, or not at all: then the result is a {@link Misfit}. In a key nothing may suffer, for two
 * rows could become one.
 */
public interface ValueConversion {

    /**
     * The value to bind: for whole numbers a {@link Long}, for REAL a {@link Float}, for DOUBLE a
     * {@link Double}, for BOOLEAN a {@link Boolean}, for timestamps a {@link Long} if they are
     * bound as milliseconds, for everything else its text; {@code null} for {@code null}.
     *
     * @param value as {@link io.dmstocrate.dms.Row} describes it
     * @return the value to bind, or a {@link Misfit}
     */
    Object convert(Object value, ConversionNotes notes);

    /** The conversion for a column. */
    static ValueConversion of(TargetColumn column, boolean key, ValueRules rules) {
        ColumnType type = column.type();
        return switch (type.kind()) {
            case BOOLEAN -> new BooleanConversion(column);
            case SMALLINT -> new IntegerConversion(column, key, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER ->
                    new IntegerConversion(column, key, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> new IntegerConversion(column, key, Long.MIN_VALUE, Long.MAX_VALUE);
            case NUMERIC -> new NumericConversion(column, type.precision(), type.scale());
            case REAL, DOUBLE -> new FloatConversion(column);
            case TIMESTAMP_WITH_TIME_ZONE, TIMESTAMP ->
                    new TimestampConversion(column, key, rules.milliseconds());
            case OBJECT -> new ObjectConversion(column, rules);
            case TEXT, VARCHAR, CHAR ->
                    new TextConversion(column, rules.indexedTextBytes(), rules.nulCharacters());
            case LARGE_TEXT -> new TextConversion(column, -1, rules.nulCharacters());
            case OTHER ->
                    ArrayConversion.isArray(type.sql())
                            ? new ArrayConversion(column, rules)
                            : new TextConversion(column, -1, rules.nulCharacters());
        };
    }

    /** A number as people and databases write it; an exponent only where it saves many zeros. */
    static String plain(BigDecimal number) {
        return Math.abs((long) number.scale()) <= 400 ? number.toPlainString() : number.toString();
    }
}
