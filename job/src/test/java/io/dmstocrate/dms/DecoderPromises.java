package io.dmstocrate.dms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;

/** What the decoder promises for any bytes: an event that keeps its promises, or a reason. */
final class DecoderPromises {

    private static final JsonFactory STRICT = new JsonFactory();

    private final DmsDecoder decoder = new DmsDecoder(DecoderOptions.defaults());
    private final DmsDecoder fresh = new DmsDecoder(DecoderOptions.defaults());
    private final JsonMapper trees =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private int events;
    private int malformed;

    /** How many records became events. */
    int events() {
        return events;
    }

    /** How many were refused. */
    int malformed() {
        return malformed;
    }

    /** Decodes a record, and throws if a promise is broken. */
    void check(RawRecord record, boolean compareWithTree) throws Exception {
        DmsEvent event;
        try {
            event = decoder.decode(record);
        } catch (MalformedRecordException e) {
            malformed++;
            if (e.getMessage().isEmpty()
                    || e.getMessage().endsWith("fault of this job: please report it.")) {
                throw new AssertionError(e.getMessage(), e);
            }
            return;
        }
        events++;
        if (!Events.describe(event).equals(Events.describe(fresh.decode(record)))) {
            throw new AssertionError("decoded again, the event is another one");
        }
        if (event instanceof RowChange change) {
            checkRow(change.row());
            checkRow(change.before());
            JsonNode data = compareWithTree ? data(record) : null;
            if (data != null) {
                compare(change.row(), change.before(), data);
            }
        }
    }

    private static void checkJson(String json) throws Exception {
        try (JsonParser parser = STRICT.createParser(json)) {
            assertThat(parser.nextToken().isStructStart()).isTrue();
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        }
    }

    /** What another parser finds; null where it gives up on the size of a number somewhere. */
    private JsonNode data(RawRecord record) throws Exception {
        try {
            return trees.readTree(record.data()).get("data");
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static void checkRow(Row row) throws Exception {
        for (int i = 0; i < row.size(); i++) {
            Object value = row.value(i);
            if (value instanceof JsonText text) {
                checkJson(text.json());
            } else if (value instanceof String text) {
                assertThat(TextCheck.hasLoneSurrogate(text)).isFalse();
            } else if (value instanceof BigDecimal number) {
                assertThat(Math.abs(number.scale())).isLessThanOrEqualTo(Numbers.MOST_DIGITS);
            } else if (!(value == null || value instanceof Long || value instanceof Boolean)) {
                throw new AssertionError("a value of " + value.getClass());
            }
            assertThat(TextCheck.hasLoneSurrogate(row.columns().name(i))).isFalse();
        }
    }

    /** Each column is what another parser finds, in {@code data} or in its document. */
    private static void compare(Row row, Row before, JsonNode data) {
        boolean flat = data.path("_doc").isObject() && !data.has("_id");
        int expected = flat ? data.size() - 1 + data.get("_doc").size() : data.size();
        boolean split = expected != row.size();
        assertThat(row.size() + (split ? before.size() : 0)).isEqualTo(expected);
        for (int i = 0; i < row.size(); i++) {
            String name = row.columns().name(i);
            JsonNode node =
                    flat && data.get("_doc").has(name)
                            ? data.get("_doc").get(name)
                            : data.get(name);
            compare(row.value(i), node);
        }
    }

    private static void compare(Object value, JsonNode node) {
        if (value instanceof JsonText) {
            assertThat(node.isContainerNode()).isTrue();
        } else if (value instanceof BigDecimal number) {
            assertThat(number).isEqualTo(node.decimalValue());
        } else if (value instanceof Long number) {
            assertThat(node.canConvertToLong()).isTrue();
            assertThat(number).isEqualTo(node.longValue());
        } else if (value instanceof Boolean truth) {
            assertThat(node.isBoolean()).isTrue();
            assertThat(truth).isEqualTo(node.booleanValue());
        } else if (value == null) {
            assertThat(node.isNull()).isTrue();
        } else {
            assertThat(value).isEqualTo(node.isNumber() ? node.asText() : node.textValue());
        }
    }
}
