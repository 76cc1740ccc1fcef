package io.dmstocrate.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.RecordPosition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RecordAddressTest {

    private static final RecordPosition IN_FILE = new RecordPosition("file:a.json", "7", "", -1);

    @Test
    void aRecordOfAFileIsAddressedByItsNumber() {
        assertThat(of("{\"data\":{\"kinesis\":{\"shard_id\":\"s\",\"seq_no\":\"1\"}}}"))
                .isEqualTo(IN_FILE);
        assertThat(of("{\"data\":{},\"metadata\":{}}")).isEqualTo(IN_FILE);
    }

    @Test
    void aDumpedRecordKeepsTheAddressOfItsStream() {
        RecordPosition expected =
                new RecordPosition(
                        "shardId-000000000003",
                        "49664459213214506049272029928136046394554240732946759682",
                        "shop.orders.1",
                        Instant.parse("2031-02-03T04:05:06.789Z").toEpochMilli());
        String kinesis =
                "\"kinesis\":{\"shard_id\":\"shardId-000000000003\",\"seq_no\":"
                        + "\"49664459213214506049272029928136046394554240732946759682\","
                        + "\"ts\":\"2031-02-03 04:05:06.789012+00:00\","
                        + "\"partition\":\"shop.orders.1\",\"stream_name\":\"arn\"}";
        assertThat(of("{" + kinesis + ",\"data\":{}}")).isEqualTo(expected);
        assertThat(of("{\"data\":{\"x\":[{}]},\"n\":1.5," + kinesis + "}")).isEqualTo(expected);
    }

    @Test
    void timesAreReadInAnyOffset() {
        assertThat(arrival("\"2031-02-03 04:05:06+00:00\"")).isEqualTo("2031-02-03T04:05:06Z");
        assertThat(arrival("\"2031-02-03T04:05:06.5Z\"")).isEqualTo("2031-02-03T04:05:06.500Z");
        assertThat(arrival("\"2031-02-03 04:05:06.100+02:00\""))
                .isEqualTo("2031-02-03T02:05:06.100Z");
    }

    @Test
    void anUnreadableTimeIsUnknown() {
        assertThat(of(withTime("\"yesterday\"")).arrivalMillis()).isEqualTo(-1);
        assertThat(of(withTime("null")).arrivalMillis()).isEqualTo(-1);
        assertThat(of(withTime("{\"a\":1}")).arrivalMillis()).isEqualTo(-1);
    }

    @Test
    void anAddressThatIsNotWholeIsNone() {
        assertThat(of("{\"kinesis\":{\"shard_id\":\"s\"}}")).isEqualTo(IN_FILE);
        assertThat(of("{\"kinesis\":{\"shard_id\":null,\"seq_no\":\"1\"}}")).isEqualTo(IN_FILE);
        assertThat(of("{\"kinesis\":\"x\",\"data\":{}}")).isEqualTo(IN_FILE);
        assertThat(of("{\"kinesis\":{\"shard_id\":\"s\",\"seq_no\":")).isEqualTo(IN_FILE);
        assertThat(of("\"kinesis\"")).isEqualTo(IN_FILE);
    }

    @Test
    void aRecordThatBreaksBehindItsAddressKeepsIt() {
        assertThat(of("{\"kinesis\":{\"shard_id\":\"s\",\"seq_no\":\"1\"},\"data\":{").id())
                .isEqualTo("s/1");
    }

    private static String arrival(String time) {
        return Instant.ofEpochMilli(of(withTime(time)).arrivalMillis()).toString();
    }

    private static String withTime(String time) {
        return "{\"kinesis\":{\"shard_id\":\"s\",\"ts\":" + time + ",\"seq_no\":\"1\"}}";
    }

    private static RecordPosition of(String document) {
        return new RecordAddress("a.json").of(document.getBytes(UTF_8), 7);
    }
}
