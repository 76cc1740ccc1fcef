package io.dmstocrate.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;

/** Words for the tests of the decoder. */
final class Decoding {

    static final RecordPosition POSITION =
            new RecordPosition("shardId-000000000000", "49664459213", "shop.item", -1);
    static final String TIME = "2031-02-03T04:05:06.123456Z";
    static final long TIME_MICROS = 1_927_857_906_123_456L;

    private Decoding() {}

    static DmsEvent decode(String json) throws MalformedRecordException {
        return decode(json.getBytes(StandardCharsets.UTF_8));
    }

    static DmsEvent decode(byte[] bytes) throws MalformedRecordException {
        return new DmsDecoder(DecoderOptions.defaults()).decode(new RawRecord(POSITION, bytes));
    }

    static RowChange change(String json) throws MalformedRecordException {
        return (RowChange) decode(json);
    }

    static SchemaChange control(String json) throws MalformedRecordException {
        return (SchemaChange) decode(json);
    }

    /** The row of an insert with this {@code data}. */
    static Row row(String data) throws MalformedRecordException {
        return change(record(data, "insert")).row();
    }

    /** The value that this JSON text becomes. */
    static Object value(String json) throws MalformedRecordException {
        return row("{\"v\":" + json + "}").value("v");
    }

    static String record(String data, String operation) {
        return "{\"data\":" + data + "," + metadata(operation, "") + "}";
    }

    /** A metadata field for {@code shop.item}, with more keys at its end. */
    static String metadata(String operation, String more) {
        return "\"metadata\":{\"timestamp\":\""
                + TIME
                + "\",\"record-type\":\"data\",\"operation\":\""
                + operation
                + "\",\"schema-name\":\"shop\",\"table-name\":\"item\""
                + more
                + "}";
    }

    static String controlRecord(String operation, String control) {
        return ("{\"control\":" + control + "," + metadata(operation, "") + "}")
                .replace("\"record-type\":\"data\"", "\"record-type\":\"control\"");
    }

    static String reason(String json) {
        return reason(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Why these bytes are malformed. */
    static String reason(byte[] bytes) {
        MalformedRecordException failure =
                catchThrowableOfType(MalformedRecordException.class, () -> decode(bytes));
        assertThat(failure).as("a record that must be malformed").isNotNull();
        return failure.getMessage();
    }
}
