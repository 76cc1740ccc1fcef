package io.dmstocrate.mapping;

import java.math.BigDecimal;

/** Text, as long as the column takes it; numbers and JSON as their text. */
final class TextConversion implements ValueConversion {

    private final int maximumBytes;
    private final boolean nulCharacters;
    private final Misfit tooLong;
    private final Misfit nul;
    private final Misfit surrogate;

    /**
     * @param maximumBytes of UTF-8; -1 for any number
     */
    TextConversion(TargetColumn column, int maximumBytes, boolean nulCharacters) {
        this.maximumBytes = maximumBytes;
        this.nulCharacters = nulCharacters;
        this.tooLong =
                Misfit.of(
                        column,
                        "text of more than "
                                + maximumBytes
                                + " bytes, for an indexed column; set its type to large_text");
        this.nul = Misfit.of(column, "text with the character U+0000");
        this.surrogate = Misfit.of(column, "half of a character, which is no text in UTF-8");
    }

    @Override
    public Object convert(Object value, ConversionNotes notes) {
        if (value instanceof String text) {
            return check(text);
        }
        if (value == null) {
            return null;
        }
        if (value instanceof BigDecimal number) {
            return ValueConversion.plain(number);
        }
        return check(value.toString());
    }

    /** The text itself, or why it does not fit. */
    private Object check(String text) {
        int length = text.length();
        int bytes = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (c == 0 && !nulCharacters) {
                    return nul;
                }
            } else if (c < 0x800) {
                bytes++;
            } else if (!Character.isSurrogate(c)) {
                bytes += 2;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                bytes += 2;
                i++;
            } else {
                return surrogate;
            }
        }
        return maximumBytes >= 0 && bytes > maximumBytes ? tooLong : text;
    }
}
