package io.dmstocrate.dms;

import static io.dmstocrate.dms.Decoding.POSITION;
import static io.dmstocrate.dms.Decoding.TIME;
import static io.dmstocrate.dms.Decoding.TIME_MICROS;
import static io.dmstocrate.dms.Decoding.change;
import static io.dmstocrate.dms.Decoding.control;
import static io.dmstocrate.dms.Decoding.controlRecord;
import static io.dmstocrate.dms.Decoding.metadata;
import static io.dmstocrate.dms.Decoding.reason;
import static io.dmstocrate.dms.Decoding.record;
import static io.dmstocrate.dms.Decoding.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DmsDecoderTest {

    private final DmsDecoder decoder = new DmsDecoder(DecoderOptions.defaults());

    @Test
    void rowChangeKeepsThePositionAndTheBytesOfItsRecord() throws Exception {
        RawRecord record = raw(record("{\"id\":1}", "load"));

        RowChange change = (RowChange) decoder.decode(record);

        assertThat(change.position()).isSameAs(record.position());
        assertThat(change.payload()).isSameAs(record.data());
        assertThat(change.timestampMicros()).isEqualTo(TIME_MICROS);
    }

    @ParameterizedTest
    @CsvSource({"load,LOAD", "read,LOAD", "insert,INSERT", "update,UPDATE", "delete,DELETE"})
    void operationsOfDataAreKnown(String word, Operation operation) throws Exception {
        assertThat(change(record("{\"id\":1}", word)).operation()).isEqualTo(operation);
    }

    @Test
    void keysMayStandInAnyOrder() throws Exception {
        RowChange change =
                change(
                        "{\"before-image\":{\"id\":1},"
                                + metadata("update", "")
                                + ",\"data\":{\"id\":2}}");

        assertThat(change.row().value("id")).isEqualTo(2L);
        assertThat(change.before().value("id")).isEqualTo(1L);
    }

    @Test
    void unknownFieldsArePassedOver() throws Exception {
        RowChange change =
                change(
                        "{\"kinesis\":{\"data\":{\"id\":[9,{}]}},\"kinesis_msg_id\":\"x\",\"old\":"
                                + "{\"id\":3},\"data\":{\"id\":2},\"n\":NaN,\"l\":[[]],"
                                + metadata("update", ",\"more\":{\"operation\":\"delete\"}")
                                + "}");

        assertThat(change.operation()).isEqualTo(Operation.UPDATE);
        assertThat(change.row()).isEqualTo(row("{\"id\":2}"));
        assertThat(change.before()).isEqualTo(Row.empty());
    }

    @Test
    void whitespaceAroundTheDocumentMeansNothing() throws Exception {
        assertThat(change(" \r\n\t" + record("{\"id\" :\n1 }", "load") + "\n \t\r\n").row())
                .isEqualTo(row("{\"id\":1}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{}", ",", "}", "1", "null", "\0", "\u00a0", "\"", "[1"})
    void moreThanOneDocumentIsMalformed(String rest) {
        assertThat(reason(record("{\"id\":1}", "load") + rest)).isNotEmpty();
        assertThat(reason(record("{\"id\":1}", "load") + "\n" + rest)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "null", "[]", "[{}]", "1", "\"x\"", "{", "\uFEFF{}", "}"})
    void whatIsNoObjectIsMalformed(String json) {
        assertThat(reason(json)).isNotEmpty();
    }

    @Test
    void wideEncodingsAreMalformed() {
        String record = record("{\"id\":1}", "load");

        assertThat(reason(record.getBytes(StandardCharsets.UTF_16LE))).contains("no JSON object");
        assertThat(reason(record.getBytes(StandardCharsets.UTF_16BE))).contains("no JSON object");
        assertThat(reason(record.getBytes(StandardCharsets.UTF_16))).contains("no UTF-8");
    }

    @Test
    void rowsOfOneShapeShareTheirColumnsAndTable() throws Exception {
        RowChange first = (RowChange) decoder.decode(raw(record("{\"a\":1,\"b\":2}", "load")));
        decoder.decode(raw(record("{\"b\":1,\"a\":2}", "load")));
        RowChange second = (RowChange) decoder.decode(raw(record("{\"a\":3,\"b\":4}", "insert")));

        assertThat(second.row().columns()).isSameAs(first.row().columns());
        assertThat(second.table()).isSameAs(first.table());
    }

    @Test
    void moreShapesThanAreKeptAreReadAsWell() throws Exception {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10_000; i++) {
                RowChange change =
                        (RowChange)
                                decoder.decode(raw(record("{\"c" + i + "\":" + i + "}", "load")));
                assertThat(change.row().value("c" + i)).isEqualTo((long) i);
            }
        }
    }

    @Test
    void rowWithoutColumnsIsARow() throws Exception {
        assertThat(row("{}")).isEqualTo(Row.empty());
    }

    @Test
    void manyColumnsKeepTheirOrder() throws Exception {
        StringBuilder data = new StringBuilder("{");
        for (int i = 0; i < 2000; i++) {
            data.append(i == 0 ? "" : ",").append("\"c").append(i).append("\":").append(i);
        }
        Row row = row(data.append('}').toString());

        assertThat(row.size()).isEqualTo(2000);
        for (int i = 0; i < 2000; i++) {
            assertThat(row.columns().name(i)).isEqualTo("c" + i);
            assertThat(row.value(i)).isEqualTo((long) i);
        }
    }

    @Test
    void nullAndAbsentAreTwoThings() throws Exception {
        Row row = row("{\"id\":1,\"a\":null}");

        assertThat(row.has("a")).isTrue();
        assertThat(row.value("a")).isNull();
        assertThat(row.has("b")).isFalse();
    }

    @Test
    void valuesOfTheRecordBeforeDoNotComeBack() throws Exception {
        decoder.decode(
                raw(
                        "{\"data\":{\"a\":1,\"_doc\":{}},\"before-image\":{\"a\":2},\"control\":{},"
                                + metadata(
                                        "update",
                                        ",\"transaction-id\":1,\"transaction-record-id\":1,"
                                                + "\"commit-timestamp\":\""
                                                + TIME
                                                + "\"")
                                + "}"));
        String next = record("{\"a\":3}", "update");

        assertThat(Events.describe(decoder.decode(raw(next))))
                .isEqualTo(Events.describe(change(next)));
        assertThatThrownBy(() -> decoder.decode(raw("{\"data\":{}}")))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("metadata is missing");
    }

    @Test
    void decoderGoesOnAfterMalformedRecords() throws Exception {
        for (String bad : List.of("{\"data\":{\"a\":[1,", "{\"data\":{\"a\":1,\"a\":2}}", "x")) {
            assertThatThrownBy(() -> decoder.decode(raw(bad)))
                    .isInstanceOf(MalformedRecordException.class);
            assertThat(((RowChange) decoder.decode(raw(record("{\"a\":1}", "load")))).row())
                    .isEqualTo(row("{\"a\":1}"));
        }
    }

    @Test
    void columnThatAppearsTwiceIsNamed() {
        assertThat(reason(record("{\"id\":1,\"a\":2,\"id\":1}", "load")))
                .contains("column id appears twice in data");
        assertThat(
                        reason(
                                "{\"data\":{},\"before-image\":{\"x\":1,\"x\":1},"
                                        + metadata("update", "")
                                        + "}"))
                .contains("column x appears twice in before-image");
    }

    @Test
    void fieldThatAppearsTwiceIsNamed() {
        String metadata = metadata("load", "");

        assertThat(reason("{\"data\":{},\"data\":{}," + metadata + "}")).contains("data appears");
        assertThat(reason("{\"data\":{}," + metadata + "," + metadata + "}"))
                .contains("metadata appears twice");
        assertThat(reason("{\"data\":{}," + metadata("load", ",\"operation\":\"load\"") + "}"))
                .contains("metadata.operation appears twice");
        assertThat(reason("{\"control\":{},\"control\":{}," + metadata + "}"))
                .contains("control appears twice");
    }

    @Test
    void dataThatIsMissingOrNoObjectIsMalformed() {
        assertThat(reason("{" + metadata("load", "") + "}")).contains("data is missing");
        assertThat(reason(record("null", "load"))).contains("data is missing");
        assertThat(reason(record("[]", "load"))).contains("data is no JSON object");
        assertThat(reason(record("\"x\"", "load"))).contains("data is no JSON object");
    }

    @Test
    void metadataMustTellWhatTheRecordIs() {
        String record = record("{\"id\":1}", "load");

        assertThat(reason("{\"data\":{}}")).contains("metadata is missing");
        assertThat(reason("{\"data\":{},\"metadata\":null}")).contains("metadata is no JSON");
        assertThat(reason("{\"data\":{},\"metadata\":{}}")).contains("metadata.record-type");
        assertThat(reason(record.replace("\"data\",\"op", "\"other\",\"op")))
                .contains("metadata.record-type has the unknown value other");
        assertThat(reason(record.replace("\"data\",\"op", "null,\"op")))
                .contains("metadata.record-type is missing");
        assertThat(reason(record.replace("\"load\"", "\"\"")))
                .contains("metadata.operation is missing");
        assertThat(reason(record.replace("\"load\"", "7")))
                .contains("metadata.operation is not a text");
        assertThat(reason(record.replace("\"load\"", "\"truncate\"")))
                .contains("metadata.operation has the unknown value truncate");
        assertThat(reason(record.replace("\"item\"", "\"\""))).contains("metadata.table-name");
        assertThat(reason(record.replace("\"item\"", "{}"))).contains("metadata.table-name");
        assertThat(reason(record.replace("\"schema-name\":\"shop\",", "")))
                .contains("metadata.schema-name is missing");
    }

    @Test
    void emptySchemaIsASchema() throws Exception {
        assertThat(change(record("{\"id\":1}", "load").replace("\"shop\"", "\"\"")).table())
                .isEqualTo(new TableId("", "item"));
    }

    @Test
    void timeOfArrivalStandsInForAMissingTimestamp() throws Exception {
        for (String time :
                List.of("\"yesterday\"", "null", "7", "{}", "\"0000-00-00T00:00:00Z\"")) {
            String json = record("{\"id\":1}", "load").replace("\"" + TIME + "\"", time);
            RecordPosition arrived = new RecordPosition("shard", "1", "", 1_927_857_906_000L);

            assertThat(
                            ((RowChange) decoder.decode(new RawRecord(arrived, bytes(json))))
                                    .timestampMicros())
                    .isEqualTo(1_927_857_906_000_000L);
            assertThat(reason(json)).contains("metadata.timestamp");
        }
    }

    @Test
    void unreadableCommitTimeIsTakenForNone() throws Exception {
        for (String time : List.of("\"soon\"", "null", "7", "\"1970-01-01T00:00:00Z\"")) {
            assertThat(
                            change(
                                            "{\"data\":{},"
                                                    + metadata(
                                                            "update",
                                                            ",\"commit-timestamp\":" + time)
                                                    + "}")
                                    .source()
                                    .ordering())
                    .isEqualTo(SourcePosition.Ordering.ARRIVAL);
        }
    }

    @Test
    void transactionIdMayBeNumberOrText() throws Exception {
        String number = details("30064775168", "1", "f:4232:0:4294:30064775168:f:4170");
        String text = details("\"30064775168\"", "\"1\"", "f:4232:0:4294:30064775168:f:4170");
        String rounded = details("3.0064775168e+10", "1", "f:4232:0:4294:30064775168:f:4170");

        assertThat(change(number).source().ordering())
                .isEqualTo(SourcePosition.Ordering.MYSQL_BINLOG);
        assertThat(change(text).source()).isEqualTo(change(number).source());
        assertThat(change(rounded).source()).isEqualTo(change(number).source());
    }

    @Test
    void oddTransactionDetailsAreMalformed() {
        assertThat(reason(details("{}", "1", ""))).contains("metadata.transaction-id");
        assertThat(reason(details("true", "1", ""))).contains("metadata.transaction-id");
        assertThat(reason(details("1", "1.5", ""))).contains("metadata.transaction-record-id");
        assertThat(reason(details("1", "-1", ""))).contains("metadata.transaction-record-id");
        assertThat(reason(details("1", "[]", ""))).contains("metadata.transaction-record-id");
        assertThat(reason(details("1", "9999999999999999999", "")))
                .contains("metadata.transaction-record-id");
        assertThat(reason(details("1", "1", "x".repeat(2000))))
                .contains("metadata.stream-position has more than 1024 characters");
    }

    @Test
    void beforeImageIsFoundUnderTheConfiguredName() throws Exception {
        String json =
                "{\"data\":{\"id\":2},\"old_values\":{\"id\":1}," + metadata("update", "") + "}";

        assertThat(change(json).before()).isEqualTo(Row.empty());
        assertThat(beforeOf(json, new DecoderOptions("old_values", "")))
                .isEqualTo(row("{\"id\":1}"));
        assertThat(beforeOf(json, new DecoderOptions("", ""))).isEqualTo(Row.empty());
    }

    @Test
    void beforeImageThatIsNullIsNone() throws Exception {
        assertThat(
                        change("{\"data\":{},\"before-image\":null," + metadata("update", "") + "}")
                                .before())
                .isEqualTo(Row.empty());
        assertThat(reason("{\"data\":{},\"before-image\":[]," + metadata("update", "") + "}"))
                .contains("before-image is no JSON object");
    }

    @Test
    void fieldsOfDmsCannotHoldTheBeforeImage() {
        assertThatThrownBy(() -> new DecoderOptions("data", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"data\"");
    }

    @Test
    void prefixedColumnsOfAnUpdateAreTheBeforeImage() throws Exception {
        String data = "{\"BI_id\":1,\"id\":2,\"BI_alone\":3,\"name\":\"x\",\"BI_name\":null}";
        RowChange change = change(record(data, "update"));

        assertThat(change.row()).isEqualTo(row("{\"id\":2,\"BI_alone\":3,\"name\":\"x\"}"));
        assertThat(change.before()).isEqualTo(row("{\"id\":1,\"name\":null}"));
        assertThat(change(record(data, "insert")).row().size()).isEqualTo(5);
        assertThat(change(record(data, "insert")).before()).isEqualTo(Row.empty());
        assertThat(beforeOf(record(data, "update"), new DecoderOptions("before-image", "")))
                .isEqualTo(Row.empty());
        assertThat(beforeOf(record(data, "update"), new DecoderOptions("", "na")))
                .isEqualTo(Row.empty());
    }

    @Test
    void prefixedColumnsBesideABeforeImageAreColumns() throws Exception {
        RowChange change =
                change(
                        "{\"data\":{\"BI_id\":1,\"id\":2},\"before-image\":{\"id\":7},"
                                + metadata("update", "")
                                + "}");

        assertThat(change.row()).isEqualTo(row("{\"BI_id\":1,\"id\":2}"));
        assertThat(change.before()).isEqualTo(row("{\"id\":7}"));
    }

    @Test
    void documentOfAMappingBecomesColumns() throws Exception {
        Row row =
                row(
                        "{\"a\":1,\"_doc\":{\"b\":2.50,\"_doc\":{\"x\": [1 ]},\"c\":[1, 2]},"
                                + "\"d\":null}");

        assertThat(row.columns()).isEqualTo(Columns.of("a", "d", "b", "_doc", "c"));
        assertThat(row.value("b")).isEqualTo(new BigDecimal("2.50"));
        assertThat(row.value("_doc")).isEqualTo(new JsonText("{\"x\": [1 ]}"));
        assertThat(row.value("c")).isEqualTo(new JsonText("[1, 2]"));
        assertThat(row("{\"_doc\":{}}")).isEqualTo(Row.empty());
    }

    @Test
    void documentOfAMappingHoldsPrefixedColumnsAndBeforeImagesToo() throws Exception {
        assertThat(change(record("{\"_doc\":{\"id\":2,\"BI_id\":1}}", "update")).before())
                .isEqualTo(row("{\"id\":1}"));
        assertThat(
                        change(
                                        "{\"before-image\":{\"_doc\":{\"id\":1}},\"data\":{\"_doc\":"
                                                + "{\"id\":2}},"
                                                + metadata("update", "")
                                                + "}")
                                .before())
                .isEqualTo(row("{\"id\":1}"));
    }

    @Test
    void documentThatHoldsAColumnOfTheRowIsMalformed() {
        assertThat(reason(record("{\"a\":1,\"_doc\":{\"a\":2}}", "insert")))
                .contains("column a appears twice in data");
        assertThat(reason(record("{\"_doc\":{\"a\":2,\"a\":3}}", "insert")))
                .contains("column a appears twice in data");
        assertThat(reason(record("{\"_doc\":{},\"_doc\":{}}", "insert")))
                .contains("column _doc appears twice");
        assertThat(reason(record("{\"_doc\":{},\"_doc\":\"\"}", "insert")))
                .contains("column _doc appears twice");
        assertThat(reason(record("{\"_id\":1,\"_doc\":{},\"_doc\":{}}", "insert")))
                .contains("column _doc appears twice");
    }

    @Test
    void documentBesideAnIdIsAColumn() throws Exception {
        for (String data : List.of("{\"_doc\":{ },\"_id\":1}", "{\"_id\":1,\"_doc\":{ }}")) {
            assertThat(row(data).value("_doc")).isEqualTo(new JsonText("{ }"));
        }
        assertThat(row("{\"_doc\":\"{}\"}").value("_doc")).isEqualTo("{}");
        assertThat(row("{\"_doc\":[ ]}").value("_doc")).isEqualTo(new JsonText("[ ]"));
    }

    @Test
    void controlRecordNeedsNoControl() throws Exception {
        String record = controlRecord("drop-table", "{}");

        assertThat(control(record).kind()).isEqualTo(SchemaChange.Kind.DROP_TABLE);
        assertThat(control(record).timestampMicros()).isEqualTo(TIME_MICROS);
        assertThat(control(record).position()).isSameAs(POSITION);
        for (String same :
                List.of(
                        record.replace("\"control\":{},", ""),
                        record.replace("\"control\":{}", "\"control\":null"),
                        record.replace("{}", "{\"table-def\":null}"),
                        record.replace("{}", "{\"table-def\":{}}"),
                        record.replace("{}", "{\"new\":[{\"table-def\":7}]}"),
                        record.replace("\"control\":{}", "\"data\":null"))) {
            assertThat(control(same)).isEqualTo(control(record));
        }
    }

    @Test
    void unknownControlOperationKeepsItsDefinition() throws Exception {
        SchemaChange change =
                control(
                        controlRecord(
                                "shuffle-columns",
                                "{\"table-def\":{\"x\":[{}],\"primary-key\":[\"a\"],\"columns\":"
                                        + "{\"a\":{\"nullable\":false,\"y\":{},\"type\":\"int4\"},"
                                        + "\"b\":{\"type\":\"GEO\",\"length\":4294967295}}}}"));

        assertThat(change.kind()).isEqualTo(SchemaChange.Kind.OTHER);
        assertThat(change.operation()).isEqualTo("shuffle-columns");
        assertThat(change.definition())
                .contains(
                        new TableDefinition(
                                new TableId("shop", "item"),
                                List.of(
                                        new Column("a", DmsType.INT32, -1, -1, -1, false),
                                        new Column(
                                                "b",
                                                DmsType.UNKNOWN,
                                                Integer.MAX_VALUE,
                                                -1,
                                                -1,
                                                true)),
                                List.of("a")));
    }

    @Test
    void eventOfTheTaskHasNoTable() throws Exception {
        String record = controlRecord("task-restart", "{}");
        SchemaChange change =
                control(record.replace("\"shop\"", "\"\"").replace("\"item\"", "\"\""));

        assertThat(change.table()).isEmpty();
        assertThat(
                        control(
                                record.replace(
                                        "\"schema-name\":\"shop\",\"table-name\":\"item\"",
                                        "\"x\":1")))
                .isEqualTo(change);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"table-def\":[]} | it is no JSON object",
                "{\"table-def\":\"x\"} | it is no JSON object",
                "{\"table-def\":{},\"table-def\":{}} | control.table-def appears twice",
                "{\"table-def\":{\"primary-key\":[]}} | it has no \"columns\"",
                "{\"table-def\":{\"columns\":null}} | \"columns\" is no JSON object",
                "{\"table-def\":{\"columns\":[]}} | \"columns\" is no JSON object",
                "{\"table-def\":{\"columns\":{\"a\":1}}} | the column a is no JSON object",
                "{\"table-def\":{\"columns\":{\"a\":{}}}} | the column a has no type",
                "{\"table-def\":{\"columns\":{\"a\":{\"type\":1}}}} | column a has a type that",
                "{\"table-def\":{\"columns\":{\"a\":{\"type\":\"x\"},\"a\":{\"type\":\"x\"}}}}"
                        + " | the column a appears twice",
                "{\"table-def\":{\"columns\":{},\"primary-key\":\"a\"}} | is no JSON array",
                "{\"table-def\":{\"columns\":{},\"primary-key\":[1]}} | something else than names",
                "{\"table-def\":{\"columns\":{},\"primary-key\":[[]]}} | something else than",
                "{\"table-def\":{\"columns\":{},\"primary-key\":[\"a\"]}}"
                        + " | the column a of the primary key is not among the columns",
                "{\"table-def\":{\"columns\":{\"a\":{\"type\":\"x\",\"length\":1.5}}}}"
                        + " | that is no whole number",
                "{\"table-def\":{\"columns\":{\"a\":{\"type\":\"x\",\"length\":\"y\"}}}}"
                        + " | that is no whole number",
                "{\"table-def\":{\"columns\":{\"a\":{\"type\":\"x\",\"scale\":{}}}}}"
                        + " | that is no number",
                "{\"table-def\":{\"columns\":{\"a\":{\"type\":\"x\",\"nullable\":2}}}}"
                        + " | neither true nor false",
                "[] | control is no JSON object",
            })
    void brokenDefinitionIsMalformed(String control, String reason) {
        assertThat(reason(controlRecord("create-table", control))).contains(reason);
    }

    private static String details(String transaction, String record, String position) {
        return "{\"data\":{\"id\":1},"
                + metadata(
                        "update",
                        ",\"commit-timestamp\":\"2031-02-03T04:05:06Z\",\"transaction-id\":"
                                + transaction
                                + ",\"transaction-record-id\":"
                                + record
                                + ",\"stream-position\":\""
                                + position
                                + "\"")
                + "}";
    }

    private static Row beforeOf(String json, DecoderOptions options) throws Exception {
        return ((RowChange) new DmsDecoder(options).decode(raw(json))).before();
    }

    private static RawRecord raw(String json) {
        return new RawRecord(POSITION, bytes(json));
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
