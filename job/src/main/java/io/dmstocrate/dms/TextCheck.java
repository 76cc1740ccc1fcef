package io.dmstocrate.dms;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks over the bytes of a record before they are parsed. Guarantees that they are UTF-8 as
 * Unicode defines it: the JSON parser lets overlong forms, surrogates and numbers above U+10FFFF
 * pass, and a value would not be what the source wrote.
 */
final class TextCheck {

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 32;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long BACKSLASHES = LOW_BITS * '\\';

    private boolean surrogateEscapes;

    /** Returns the index of the first byte that is no UTF-8, or -1. */
    int firstInvalid(byte[] bytes) {
        surrogateEscapes = false;
        int i = 0;
        while (i < bytes.length) {
            if (i <= bytes.length - BLOCK && (odd(bytes, i) | odd(bytes, i + 16)) == 0) {
                i += BLOCK;
                continue;
            }
            int end = Math.min(i + BLOCK, bytes.length);
            while (i < end) {
                int length = sequence(bytes, i);
                if (length == 0) {
                    return i;
                }
                i += length;
            }
        }
        return -1;
    }

    /** Not zero if one of the 16 bytes from this index is not ASCII, or a backslash. */
    private static long odd(byte[] bytes, int i) {
        long one = (long) WORD.get(bytes, i);
        long other = (long) WORD.get(bytes, i + Long.BYTES);
        return (one | backslashes(one) | other | backslashes(other)) & HIGH_BITS;
    }

    /** The high bit is set in the lowest byte that is a backslash, and perhaps in higher ones. */
    private static long backslashes(long word) {
        long difference = word ^ BACKSLASHES;
        return (difference - LOW_BITS) & ~difference;
    }

    /** Whether the bytes looked at last escape a surrogate, which may then lack its other half. */
    boolean hasSurrogateEscapes() {
        return surrogateEscapes;
    }

    /** Returns the number of bytes of the character at this index; 0 if there is none. */
    private int sequence(byte[] bytes, int i) {
        int first = bytes[i];
        if (first >= 0) {
            if (first == '\\' && i + 2 < bytes.length && bytes[i + 1] == 'u') {
                surrogateEscapes |= (bytes[i + 2] | 0x20) == 'd';
            }
            return 1;
        }
        int lead = first & 0xFF;
        if (lead < 0xC2 || lead > 0xF4) {
            return 0;
        }
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (i + length > bytes.length) {
            return 0;
        }
        for (int k = 1; k < length; k++) {
            if ((bytes[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = bytes[i + 1] & 0xFF;
        boolean allowed =
                switch (lead) {
                    case 0xE0 -> second >= 0xA0;
                    case 0xED -> second < 0xA0;
                    case 0xF0 -> second >= 0x90;
                    case 0xF4 -> second < 0x90;
                    default -> true;
                };
        return allowed ? length : 0;
    }

    /** Whether a surrogate lacks its other half, so that the text can't be written as UTF-8. */
    static boolean hasLoneSurrogate(String text) {
        int i = 0;
        while (i < text.length()) {
            char unit = text.charAt(i++);
            if (!Character.isSurrogate(unit)) {
                continue;
            }
            if (Character.isLowSurrogate(unit)
                    || i == text.length()
                    || !Character.isLowSurrogate(text.charAt(i++))) {
                return true;
            }
        }
        return false;
    }
}
