package io.dmstocrate.source.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.dmstocrate.dms.RecordPosition;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;

/**
 * Finds the address of a record that lies in a file.
 *
 * <p>A stream-dump record carries the one it had in its stream, in the member {@code kinesis}: a
 * dump is the stream over again, and what was applied from one is known from the other. Any other
 * record is addressed by its file and its number therein.
 */
final class RecordAddress {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] MARK = "\"kinesis\"".getBytes(US_ASCII);

    /** As in {@code 2025-06-21 12:06:46.091000+00:00}, or in ISO 8601. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .appendPattern("[ ]['T']")
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .appendOffset("+HH:mm", "Z")
                    .toFormatter();

    private final String shardOfFile;

    RecordAddress(String file) {
        this.shardOfFile = "file:" + file;
    }

    /** The address of the document with this number in its file, from 1. */
    RecordPosition of(byte[] document, long number) {
        RecordPosition dumped = mentionsKinesis(document) ? dumped(document) : null;
        return dumped != null
                ? dumped
                : new RecordPosition(shardOfFile, Long.toString(number), "", -1);
    }

    private static boolean mentionsKinesis(byte[] document) {
        int last = document.length - MARK.length;
        for (int i = 0; i <= last; i++) {
            if (document[i] == MARK[0]
                    && Arrays.equals(document, i, i + MARK.length, MARK, 0, MARK.length)) {
                return true;
            }
        }
        return false;
    }

    /** The address in the stream; null if there is none, or none that can be read. */
    private static RecordPosition dumped(byte[] document) {
        try (JsonParser parser = JSON.createParser(document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals("kinesis");
                if (parser.nextToken() == JsonToken.START_OBJECT && found) {
                    return position(parser);
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            // Whoever decodes the document will find the same, and say so.
            return null;
        }
    }

    private static RecordPosition position(JsonParser parser) throws IOException {
        String shard = "";
        String sequenceNumber = "";
        String partitionKey = "";
        long arrivalMillis = -1;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                switch (name) {
                    case "shard_id" -> shard = parser.getText();
                    case "seq_no" -> sequenceNumber = parser.getText();
                    case "partition" -> partitionKey = parser.getText();
                    case "ts" -> arrivalMillis = millis(parser.getText());
                    default -> {}
                }
            }
            parser.skipChildren();
        }
        return shard.isEmpty() || sequenceNumber.isEmpty()
                ? null
                : new RecordPosition(shard, sequenceNumber, partitionKey, arrivalMillis);
    }

    private static long millis(String time) {
        try {
            return TIME.parse(time, OffsetDateTime::from).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return -1;
        }
    }
}
