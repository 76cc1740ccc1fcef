package io.dmstocrate.wire;

import io.dmstocrate.dms.JsonText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** How a value of a row is written: a byte that says what it is, then what it needs. */
final class Values {

    private static final int NULL = 0;
    private static final int FALSE = 1;
    private static final int TRUE = 2;
    private static final int LONG = 3;
    private static final int STRING = 4;
    private static final int JSON = 5;
    private static final int DECIMAL = 6;

    /** A decimal whose digits do not fit 64 bits. */
    private static final int LARGE_DECIMAL = 7;

    private Values() {}

    static void write(Object value, WireOutput output) {
        if (value == null) {
            output.writeByte(NULL);
        } else if (value instanceof String text) {
            output.writeByte(STRING);
            output.writeString(text);
        } else if (value instanceof Long number) {
            output.writeByte(LONG);
            output.writeSigned(number);
        } else if (value instanceof BigDecimal number) {
            writeDecimal(number, output);
        } else if (value instanceof Boolean truth) {
            output.writeByte(truth ? TRUE : FALSE);
        } else if (value instanceof JsonText text) {
            output.writeByte(JSON);
            output.writeString(text.json());
        } else {
            throw new IllegalArgumentException("no value of a row: " + value.getClass().getName());
        }
    }

    private static void writeDecimal(BigDecimal number, WireOutput output) {
        BigInteger digits = number.unscaledValue();
        boolean small = digits.bitLength() < Long.SIZE;
        output.writeByte(small ? DECIMAL : LARGE_DECIMAL);
        output.writeSigned(number.scale());
        if (small) {
            output.writeSigned(digits.longValue());
        } else {
            output.writeBytes(digits.toByteArray());
        }
    }

    static Object read(WireInput input) throws IOException {
        int tag = input.readByte();
        return switch (tag) {
            case NULL -> null;
            case FALSE -> false;
            case TRUE -> true;
            case LONG -> input.readSigned();
            case STRING -> input.readString();
            case JSON -> new JsonText(input.readString());
            case DECIMAL -> {
                int scale = (int) input.readSigned();
                yield BigDecimal.valueOf(input.readSigned(), scale);
            }
            case LARGE_DECIMAL -> {
                int scale = (int) input.readSigned();
                yield new BigDecimal(new BigInteger(input.readBytes()), scale);
            }
            default -> throw new IOException("no kind of value has the code " + tag);
        };
    }
}
