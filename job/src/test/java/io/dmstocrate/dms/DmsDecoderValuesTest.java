package io.dmstocrate.dms;

import static io.dmstocrate.dms.Decoding.metadata;
import static io.dmstocrate.dms.Decoding.reason;
import static io.dmstocrate.dms.Decoding.record;
import static io.dmstocrate.dms.Decoding.row;
import static io.dmstocrate.dms.Decoding.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exactness of values: no digit, character or byte is lost or made up. */
class DmsDecoderValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "55",
                "-1",
                "999999999999999999",
                "-999999999999999999",
                "1000000000000000000",
                "123456789012345678",
                "9223372036854775807",
                "-9223372036854775808"
            })
    void wholeNumberOf64BitsIsALong(String number) throws Exception {
        assertThat(value(number)).isEqualTo(Long.valueOf(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2345678901234568e+17",
                "9.223372036854776e+18",
                "1.8446744073709552e+19",
                "9223372036854775808",
                "-9223372036854775809",
                "18446744073709551615",
                "12345678901234567890123456789012345678",
                "12345678901234567890123456789.123456789",
                "2.20000005",
                "55.0",
                "55.50",
                "5e0",
                "1E+2",
                "-0.0",
                "0.1",
                "1e400",
                "-1e-400",
                "4.9e-324",
                "1e10000",
                "0e5"
            })
    void anyOtherNumberKeepsItsDigits(String number) throws Exception {
        assertThat(value(number)).isEqualTo(new BigDecimal(number));
    }

    @Test
    void minusZeroIsZero() throws Exception {
        assertThat(value("-0")).isEqualTo(0L);
    }

    @Test
    void numberOfAThousandDigitsIsExact() throws Exception {
        String digits = "1234567890".repeat(100);

        assertThat(value(digits)).isEqualTo(new BigDecimal(digits));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e10001", "1e-10001", "1e2147483648", "1e99999999999", "-1e999999999"})
    void absurdNumberIsMalformed(String number) {
        assertThat(reason(record("{\"a\":1,\"big\":" + number + "}", "load")))
                .contains("column big of data")
                .doesNotContain(number);
    }

    @Test
    void numberOfEndlessDigitsIsMalformed() {
        assertThat(reason(record("{\"big\":" + "7".repeat(5000) + "}", "load")))
                .contains("too long")
                .contains("data.big");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "-",
                "1.",
                ".5",
                "+1",
                "1e",
                "1e+",
                "0x1F",
                "1_000",
                "--1",
                "1.2.3",
                "Inf",
                "nan",
                "undefined",
                "True",
                "nul",
                "'a'",
                "\"a",
                "\"a\\x\"",
                "\"a\\u12\"",
                "\"\n\"",
                "[1,]",
                "{\"a\":}",
                "{a:1}",
                "[1 2]",
                "/*x*/1",
                ""
            })
    void whatIsNoJsonIsMalformed(String json) {
        assertThat(reason(record("{\"v\":" + json + "}", "load"))).contains("no valid JSON");
    }

    @ParameterizedTest
    @CsvSource({"NaN,NaN", "Infinity,Infinity", "-Infinity,-Infinity", "-INF,-Infinity"})
    void whatIsNotFiniteIsAWord(String json, String word) throws Exception {
        assertThat(value(json)).isEqualTo(word);
    }

    @Test
    void notANumberInsideJsonIsMalformed() {
        assertThat(reason(record("{\"v\":{\"a\":[NaN]}}", "load")))
                .contains("column v of data")
                .contains("NaN");
        assertThat(reason(record("{\"v\":[-Infinity]}", "load"))).contains("column v of data");
    }

    @Test
    void plainValuesAreThemselves() throws Exception {
        assertThat(value("true")).isEqualTo(true);
        assertThat(value("false")).isEqualTo(false);
        assertThat(value("null")).isNull();
        assertThat(value("\"\"")).isEqualTo("");
        assertThat(value("\"null\"")).isEqualTo("null");
        assertThat(value("\" 7 \"")).isEqualTo(" 7 ");
    }

    @Test
    void textKeepsEveryCharacter() throws Exception {
        String text = "Шайба М6 žluťoučký 漢字 🚲 \u0000 \u007f \u2028 \uFEFF \uFFFD \uFFFF 👩‍👩‍👧";

        assertThat(value("\"" + text.replace("\0", "\\u0000") + "\"")).isEqualTo(text);
    }

    @Test
    void escapesAreResolved() throws Exception {
        assertThat(value("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u6F22\""))
                .isEqualTo("\"\\/\b\f\n\r\té漢");
        assertThat(value("\"\\ud83d\\uDEB2\"")).isEqualTo("🚲");
        assertThat(value("\"\\\\ud83d\"")).isEqualTo("\\ud83d");
        assertThat(row("{\"gr\\u00f6\\u00dfe\":1,\"\\ud83d\\udeb2\":2}").columns())
                .isEqualTo(Columns.of("größe", "🚲"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\ud83d\"",
                "\"\\udeb2\"",
                "\"a\\uD83Db\"",
                "\"\\udeb2\\ud83d\"",
                "\"\\ud83d\\ud83d\\udeb2\"",
                "[\"\\ud83d\"]"
            })
    void halfASurrogatePairIsMalformed(String json) {
        assertThat(reason(record("{\"v\":" + json + "}", "load"))).contains("surrogate");
    }

    @Test
    void halfASurrogatePairInANameIsMalformed() {
        assertThat(reason(record("{\"v\\ud83d\":1}", "load"))).contains("in data");
        assertThat(reason(record("{\"v\":{\"\\ud83d\":1}}", "load"))).contains("in data.v");
        assertThat(reason(record("{\"v\":1}", "load").replace("item", "\\ud83d")))
                .contains("surrogate");
        assertThat(reason("{\"data\":{}," + metadata("load", ",\"transaction-id\":\"\\udead\"}")))
                .contains("surrogate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c3",
                "c328",
                "c080",
                "c1bf",
                "e08080",
                "e0a0",
                "eda080",
                "edbfbf",
                "f0808080",
                "f48fbf",
                "f4908080",
                "f8888080",
                "ff",
                "fe",
                "e28228",
                "f0288cbc"
            })
    void whatIsNoUtf8IsMalformed(String hexadecimal) throws Exception {
        for (String around : new String[] {"", "x", "sevenxx", "a long text in front of it é"}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(("{\"data\":{\"v\":\"" + around).getBytes(StandardCharsets.UTF_8));
            int at = bytes.size();
            bytes.write(HexFormat.of().parseHex(hexadecimal));
            bytes.write(
                    (around + "\"}," + metadata("load", "") + "}")
                            .getBytes(StandardCharsets.UTF_8));

            assertThat(reason(bytes.toByteArray())).contains("no UTF-8 text at byte " + at);
        }
    }

    @Test
    void nestedJsonKeepsItsBytes() throws Exception {
        for (String json :
                new String[] {
                    "{}",
                    "[]",
                    "{ \"a\" :1.50,\n\t\"b\": [ 1e5 , \"x\\u00e9é🚲\\\"]}\" ] }",
                    "[[[]],{\"k\":{\"k\":{}}} ,-0, 12345678901234567890123]",
                    "{\"a\":1,\"a\":2}"
                }) {
            Row row = row("{\"é\":\"ü\",\"v\": \n" + json + " ,\"w\":1}");

            assertThat(row.value("v")).isEqualTo(new JsonText(json));
            assertThat(row.value("w")).isEqualTo(1L);
            assertThat(
                            ((RowChange)
                                            Decoding.decode(
                                                    "  " + record("{\"v\":" + json + "}", "load")))
                                    .row()
                                    .value("v"))
                    .isEqualTo(new JsonText(json));
        }
    }

    @Test
    void nestedJsonInADocumentKeepsItsBytes() throws Exception {
        assertThat(row("{\"é\":1,\"_doc\": {\"ü\":\"é\", \"v\" : [ 1.0, {} ] }}").value("v"))
                .isEqualTo(new JsonText("[ 1.0, {} ]"));
    }

    @Test
    void endlessNestingIsMalformed() throws Exception {
        int deep = 400;

        assertThat(value("[".repeat(deep) + "]".repeat(deep)))
                .isEqualTo(new JsonText("[".repeat(deep) + "]".repeat(deep)));
        for (String open : new String[] {"[", "{\"a\":"}) {
            assertThat(reason(record("{\"v\":" + open.repeat(200_000), "load")))
                    .contains("nested too deeply");
        }
        assertThat(reason("{\"unknown\":" + "[".repeat(100_000))).contains("nested too deeply");
        assertThat(reason("{\"control\":" + "[".repeat(100_000))).contains("control is no JSON");
        assertThat(reason("{\"control\":{\"x\":" + "[".repeat(100_000)))
                .contains("nested too deeply");
    }

    @Test
    void largeTextIsExact() throws Exception {
        String text = "äbc\\n🚲0123456789".repeat(60_000);

        assertThat(value("\"" + text + "\"")).isEqualTo(text.replace("\\n", "\n"));
        assertThat(value("[\"" + text + "\"]")).isEqualTo(new JsonText("[\"" + text + "\"]"));
    }

    @Test
    void textBeyondTheLimitIsMalformed() {
        assertThat(reason(record("{\"v\":\"" + "x".repeat(20_000_001) + "\"}", "load")))
                .contains("too long")
                .contains("data.v");
    }

    @Test
    void reasonsNameNoValues() {
        for (String data :
                new String[] {
                    "{\"v\":secret}",
                    "{\"v\":\"secret}",
                    "{\"v\":\"secret\" \"secret\"}",
                    "{\"v\":{\"secret\":x}}",
                    "{\"v\":[\"secret\",{\"secret\":1",
                    "{\"v\":\"secret\\x\"}",
                    "{\"v\":\"secret\",\"v\":\"secret\"}",
                    "{\"v\":\"secret\\ud83d\"}",
                    "{\"v\":secret1e99999999999}"
                }) {
            assertThat(reason(record(data, "load"))).doesNotContain("secret");
        }
    }
}
