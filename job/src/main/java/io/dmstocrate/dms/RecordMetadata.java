package io.dmstocrate.dms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * The {@code metadata} of one record, as far as this job needs it. Used again for each record.
 *
 * <p>What a record does not say is {@code null}, or -1 for a number.
 */
final class RecordMetadata {

    private static final int LONGEST = 1024;
    private static final int DIGITS_OF_ANY_LONG = 18;

    private final TextCache cache = new TextCache();
    private final TextCheck text;

    private int seen;
    String recordType;
    String operation;
    String schemaName;
    String tableName;
    long timestampMicros;
    long commitMicros;
    String transactionId;
    long transactionRecordId;
    String streamPosition;

    RecordMetadata(TextCheck text) {
        this.text = text;
    }

    void clear() {
        seen = 0;
        recordType = null;
        operation = null;
        schemaName = null;
        tableName = null;
        timestampMicros = Timestamps.UNKNOWN;
        commitMicros = Timestamps.UNKNOWN;
        transactionId = null;
        transactionRecordId = -1;
        streamPosition = null;
    }

    /** Whether the record has metadata. */
    boolean isPresent() {
        return seen != 0;
    }

    /** Reads the object that the parser stands on. */
    void read(JsonParser parser) throws IOException, MalformedRecordException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Complaints.notAnObject("metadata");
        }
        once(0, "metadata");
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken token = parser.nextToken();
            switch (name) {
                case "timestamp" -> {
                    once(1, "metadata.timestamp");
                    timestampMicros = time(parser, token);
                }
                case "record-type" -> {
                    once(2, "metadata.record-type");
                    recordType = word(parser, token, "metadata.record-type");
                }
                case "operation" -> {
                    once(3, "metadata.operation");
                    operation = word(parser, token, "metadata.operation");
                }
                case "schema-name" -> {
                    once(4, "metadata.schema-name");
                    schemaName = word(parser, token, "metadata.schema-name");
                }
                case "table-name" -> {
                    once(5, "metadata.table-name");
                    tableName = word(parser, token, "metadata.table-name");
                }
                case "commit-timestamp" -> {
                    once(6, "metadata.commit-timestamp");
                    long time = time(parser, token);
                    // The epoch is what DMS writes for a time that it does not know.
                    commitMicros = time == 0 ? Timestamps.UNKNOWN : time;
                }
                case "transaction-id" -> {
                    once(7, "metadata.transaction-id");
                    transactionId = scalar(parser, token, "metadata.transaction-id");
                }
                case "transaction-record-id" -> {
                    once(8, "metadata.transaction-record-id");
                    transactionRecordId = number(parser, token, "metadata.transaction-record-id");
                }
                case "stream-position" -> {
                    once(9, "metadata.stream-position");
                    streamPosition = scalar(parser, token, "metadata.stream-position");
                }
                default -> parser.skipChildren();
            }
        }
    }

    private void once(int bit, String field) throws MalformedRecordException {
        if ((seen & 1 << bit) != 0) {
            throw Complaints.fieldTwice(field);
        }
        seen |= 1 << bit;
    }

    private static long time(JsonParser parser, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return Timestamps.UNKNOWN;
        }
        char[] characters = parser.getTextCharacters();
        return Timestamps.micros(characters, parser.getTextOffset(), parser.getTextLength());
    }

    /** Text of which there are few different ones. */
    private String word(JsonParser parser, JsonToken token, String field)
            throws IOException, MalformedRecordException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING) {
            throw Complaints.wrongType(field, "a text");
        }
        char[] characters = parser.getTextCharacters();
        requireShort(parser, field);
        String word = cache.get(characters, parser.getTextOffset(), parser.getTextLength());
        requireWhole(word, field);
        return word;
    }

    /** Text or a number, as text. */
    private String scalar(JsonParser parser, JsonToken token, String field)
            throws IOException, MalformedRecordException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            throw Complaints.wrongType(field, "a text or number");
        }
        String value = parser.getText();
        requireShort(parser, field);
        requireWhole(value, field);
        return value;
    }

    /** A whole number that is not negative, as number or text. */
    private static long number(JsonParser parser, JsonToken token, String field)
            throws IOException, MalformedRecordException {
        if (token == JsonToken.VALUE_NULL) {
            return -1;
        }
        if (!token.isScalarValue()) {
            throw Complaints.wrongType(field, "a whole number");
        }
        char[] characters = parser.getTextCharacters();
        int start = parser.getTextOffset();
        int length = parser.getTextLength();
        if (length == 0 || length > DIGITS_OF_ANY_LONG) {
            throw Complaints.wrongType(field, "a whole number of 1 to 18 digits");
        }
        long number = 0;
        for (int i = start; i < start + length; i++) {
            int digit = characters[i] - '0';
            if (digit < 0 || digit > 9) {
                throw Complaints.wrongType(field, "a whole number");
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static void requireShort(JsonParser parser, String field)
            throws IOException, MalformedRecordException {
        if (parser.getTextLength() > LONGEST) {
            throw Complaints.tooLong(field, LONGEST);
        }
    }

    private void requireWhole(String value, String field) throws MalformedRecordException {
        if (text.hasSurrogateEscapes() && TextCheck.hasLoneSurrogate(value)) {
            throw Complaints.loneSurrogate(field);
        }
    }
}
