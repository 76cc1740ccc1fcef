package io.dmstocrate.dms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads one value of a row, exactly, as {@link Row} says. */
final class ValueReader {

    private final TextCheck text;

    ValueReader(TextCheck text) {
        this.text = text;
    }

    /**
     * Reads the value that the parser stands on, to its last token.
     *
     * @param bytes what the parser reads, from the index {@code base}
     */
    Object read(JsonParser parser, byte[] bytes, int base, String where, String column)
            throws IOException, MalformedRecordException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case VALUE_STRING -> text(parser.getText(), where, column);
            case VALUE_NUMBER_INT ->
                    Numbers.whole(
                            parser.getTextCharacters(),
                            parser.getTextOffset(),
                            parser.getTextLength());
            case VALUE_NUMBER_FLOAT -> decimal(parser, where, column);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case START_OBJECT, START_ARRAY -> {
                int start = start(parser, base);
                yield json(bytes, start, skip(parser, base, where, column));
            }
            default -> throw new IllegalStateException("not a value: " + token);
        };
    }

    /** Where the value that the parser stands on begins. */
    static int start(JsonParser parser, int base) {
        return base + (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Goes to the end of an object or array, and returns where that is. */
    int skip(JsonParser parser, int base, String where, String column)
            throws IOException, MalformedRecordException {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                if (parser.isNaN()) {
                    throw Complaints.nestedNotANumber(where, column);
                }
            } else if (text.hasSurrogateEscapes() && !token.isNumeric()) {
                text(parser.getText(), where, column);
            }
        }
        return base + (int) parser.currentLocation().getByteOffset();
    }

    static JsonText json(byte[] bytes, int start, int end) {
        return new JsonText(new String(bytes, start, end - start, StandardCharsets.UTF_8));
    }

    private String text(String value, String where, String column) throws MalformedRecordException {
        if (text.hasSurrogateEscapes() && TextCheck.hasLoneSurrogate(value)) {
            throw Complaints.loneSurrogate(where + "." + column);
        }
        return value;
    }

    private static Object decimal(JsonParser parser, String where, String column)
            throws IOException, MalformedRecordException {
        char[] characters = parser.getTextCharacters();
        int start = parser.getTextOffset();
        int length = parser.getTextLength();
        if (characters[start + length - 1] > '9') {
            return notFinite(characters, start, length);
        }
        Optional<BigDecimal> number = Numbers.decimal(characters, start, length);
        if (number.isEmpty()) {
            throw Complaints.absurdNumber(where, column);
        }
        return number.get();
    }

    /** One of the three words that databases know, for any of the spellings that parsers know. */
    private static String notFinite(char[] characters, int start, int length) {
        if (characters[start + length - 1] == 'N') {
            return "NaN";
        }
        return characters[start] == '-' ? "-Infinity" : "Infinity";
    }
}
