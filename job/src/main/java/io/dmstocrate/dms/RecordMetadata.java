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

    private final MetadataKeys keys = new MetadataKeys();
    private final TextCache cache = new TextCache();
    private final TextCheck text;

    private boolean present;
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
        present = false;
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
        return present;
    }

    /** Reads the object that the parser stands on. */
    void read(JsonParser parser) throws IOException, MalformedRecordException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw Complaints.notAnObject("metadata");
        }
        if (present) {
            throw Complaints.fieldTwice("metadata");
        }
        present = true;
        keys.begin();
        MetadataKeys.Key key;
        while ((key = keys.next(parser)) != null) {
            JsonToken token = parser.nextToken();
            switch (key) {
                case TIMESTAMP -> timestampMicros = time(parser, token);
                case RECORD_TYPE -> recordType = word(parser, token);
                case OPERATION -> operation = word(parser, token);
                case SCHEMA_NAME -> schemaName = word(parser, token);
                case TABLE_NAME -> tableName = word(parser, token);
                case TRANSACTION_ID -> transactionId = scalar(parser, token);
                case TRANSACTION_RECORD_ID -> transactionRecordId = number(parser, token);
                case STREAM_POSITION -> streamPosition = scalar(parser, token);
                case COMMIT_TIMESTAMP -> {
                    long time = time(parser, token);
                    // The epoch is what DMS writes for a time that it does not know.
                    commitMicros = time == 0 ? Timestamps.UNKNOWN : time;
                }
                case UNUSED, UNKNOWN -> parser.skipChildren();
            }
        }
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
    private String word(JsonParser parser, JsonToken token)
            throws IOException, MalformedRecordException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING) {
            throw Complaints.wrongType(keys.path(), "a text");
        }
        char[] characters = parser.getTextCharacters();
        requireShort(parser);
        String word = cache.get(characters, parser.getTextOffset(), parser.getTextLength());
        requireWhole(word);
        return word;
    }

    /** Text or a number, as text. */
    private String scalar(JsonParser parser, JsonToken token)
            throws IOException, MalformedRecordException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
            throw Complaints.wrongType(keys.path(), "a text or number");
        }
        String value = parser.getText();
        requireShort(parser);
        requireWhole(value);
        return value;
    }

    /** A whole number that is not negative, as number or text. */
    private long number(JsonParser parser, JsonToken token)
            throws IOException, MalformedRecordException {
        if (token == JsonToken.VALUE_NULL) {
            return -1;
        }
        if (!token.isScalarValue()) {
            throw Complaints.wrongType(keys.path(), "a whole number");
        }
        char[] characters = parser.getTextCharacters();
        int start = parser.getTextOffset();
        int length = parser.getTextLength();
        if (length == 0 || length > DIGITS_OF_ANY_LONG) {
            throw Complaints.wrongType(keys.path(), "a whole number of 1 to 18 digits");
        }
        long number = 0;
        for (int i = start; i < start + length; i++) {
            int digit = characters[i] - '0';
            if (digit < 0 || digit > 9) {
                throw Complaints.wrongType(keys.path(), "a whole number");
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private void requireShort(JsonParser parser) throws IOException, MalformedRecordException {
        if (parser.getTextLength() > LONGEST) {
            throw Complaints.tooLong(keys.path(), LONGEST);
        }
    }

    private void requireWhole(String value) throws MalformedRecordException {
        if (text.hasSurrogateEscapes() && TextCheck.hasLoneSurrogate(value)) {
            throw Complaints.loneSurrogate(keys.path());
        }
    }
}
