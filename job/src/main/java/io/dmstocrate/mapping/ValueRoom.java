package io.dmstocrate.mapping;

import io.dmstocrate.dms.ValueKinds;
import io.dmstocrate.mapping.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Whether a column has room for a value, so that it would be there unchanged.
 *
 * <p>Looked at for each value on its way, so the usual ones cost a comparison. A value that is no
 * value of the column's type at all has no room either.
 */
public final class ValueRoom {

    /** The most digits with which anybody writes a number of single precision. */
    private static final MathContext SINGLE = new MathContext(9, RoundingMode.HALF_EVEN);

    private static final ValueRules RULES =
            new ValueRules(true, ValueRules.INDEXED_TEXT_BYTES, true);

    private final Kind kind;
    private final ColumnType type;
    private final boolean strict;
    private final long smallest;
    private final long largest;
    private final ValueConversion conversion;
    private final ConversionNotes unread = new ConversionNotes();

    private ValueRoom(ColumnType type, boolean strict) {
        this.kind = type.kind();
        this.type = type;
        this.strict = strict;
        this.largest =
                switch (kind) {
                    case SMALLINT -> Short.MAX_VALUE;
                    case INTEGER -> Integer.MAX_VALUE;
                    case NUMERIC -> largest(type.precision() - Math.max(type.scale(), 0));
                    default -> Long.MAX_VALUE;
                };
        this.smallest = kind == Kind.NUMERIC ? -largest : -largest - 1;
        this.conversion = ValueConversion.of(new TargetColumn("", "", type), false, RULES);
    }

    /**
     * The room of a column.
     *
     * @param strict whether only values that came as the column's type have room: the text {@code
     *     "055"} is no number then
     * @return {@code null} if there is room for whatever may come
     */
    public static ValueRoom of(ColumnType type, boolean strict) {
        return switch (type.kind()) {
            case LARGE_TEXT, TIMESTAMP, TIMESTAMP_WITH_TIME_ZONE, OBJECT, OTHER -> null;
            case DOUBLE -> strict ? new ValueRoom(type, true) : null;
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, NUMERIC, REAL, TEXT, VARCHAR, CHAR ->
                    new ValueRoom(type, strict);
        };
    }

    /** Whether a value has room; NULL always has. */
    public boolean takes(Object value) {
        if (value == null) {
            return true;
        }
        if (value instanceof Long number) {
            return takes((long) number);
        }
        if (strict && (kind == Kind.BOOLEAN) != (value instanceof Boolean)) {
            return false;
        }
        if (strict && kind != Kind.BOOLEAN && !(value instanceof BigDecimal)) {
            return false;
        }
        return switch (kind) {
            case BOOLEAN -> value instanceof Boolean || converts(value);
            case REAL -> !(value instanceof BigDecimal number) || isSingle(number);
            // Only asked for where values alone have told the type.
            case DOUBLE -> value instanceof BigDecimal number && ValueKinds.isDouble(number);
            case TEXT -> isShort(value) || converts(value);
            case VARCHAR, CHAR -> {
                String text = value.toString();
                yield text.codePointCount(0, text.length()) <= type.precision();
            }
            case SMALLINT, INTEGER, BIGINT -> isWhole(value);
            case NUMERIC ->
                    value instanceof BigDecimal number ? hasDigits(number) : converts(value);
            default -> converts(value);
        };
    }

    private boolean takes(long number) {
        return switch (kind) {
            case SMALLINT, INTEGER, BIGINT, NUMERIC -> number >= smallest && number <= largest;
            case REAL -> (long) (float) number == number;
            case DOUBLE -> ValueKinds.isDouble(number);
            case BOOLEAN -> !strict && (number == 0 || number == 1);
            case VARCHAR, CHAR -> Long.toString(number).length() <= type.precision();
            default -> true;
        };
    }

    /** Whether a text is indexed whatever its characters are. */
    private static boolean isShort(Object value) {
        return value instanceof String text && text.length() * 3L <= ValueRules.INDEXED_TEXT_BYTES;
    }

    /** The same as NUMERIC's conversion says, without making its text. */
    private boolean hasDigits(BigDecimal number) {
        int scale = Math.max(type.scale(), 0);
        return type.precision() < 1
                || number.signum() == 0
                || ((long) number.precision() - number.scale() <= type.precision() - scale
                        && (number.scale() <= scale
                                || number.stripTrailingZeros().scale() <= scale));
    }

    /** A text has room as a number only if the number is written like it. */
    private boolean isWhole(Object value) {
        Object number = conversion.convert(value, unread);
        return number instanceof Long
                && (!(value instanceof String) || number.toString().equals(value));
    }

    private boolean converts(Object value) {
        return !(conversion.convert(value, unread) instanceof Misfit);
    }

    /** Whether a number of single precision can be written so. */
    private static boolean isSingle(BigDecimal number) {
        float single = number.floatValue();
        if (Float.isInfinite(single)) {
            return false;
        }
        return new BigDecimal(Float.toString(single)).compareTo(number) == 0
                || number.doubleValue() == (double) single
                || (number.precision() <= SINGLE.getPrecision()
                        && new BigDecimal((double) single).round(SINGLE).compareTo(number) == 0);
    }

    private static long largest(int digits) {
        if (digits >= 19 || digits < 0) {
            return Long.MAX_VALUE;
        }
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power - 1;
    }
}
