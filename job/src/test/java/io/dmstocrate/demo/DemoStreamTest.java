package io.dmstocrate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dmstocrate.demo.DemoExpectation.Letter;
import io.dmstocrate.dms.DecoderOptions;
import io.dmstocrate.dms.DmsDecoder;
import io.dmstocrate.dms.MalformedRecordException;
import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The files are what {@link DemoStream} makes, and hold what the demo is to show. */
class DemoStreamTest {

    private static final DemoStream STREAM = DemoStream.generate();

    @Test
    void filesAreWhatIsGenerated() throws IOException {
        assertThat(Files.readString(DemoStream.STREAM)).isEqualTo(STREAM.text());
        assertThat(Files.readString(DemoStream.EXPECTATION)).isEqualTo(STREAM.expectation());
    }

    @Test
    void streamIsSmall() throws IOException {
        assertThat(STREAM.records()).hasSizeBetween(3_000, 5_000);
        assertThat(Files.size(DemoStream.STREAM)).isLessThan(3_000_000);
    }

    @Test
    void everyOperationIsThere() {
        Map<String, Long> operations =
                STREAM.records().stream()
                        .collect(
                                Collectors.groupingBy(
                                        DemoRecord::operation, Collectors.counting()));

        assertThat(operations)
                .containsKeys(
                        "load",
                        "insert",
                        "update",
                        "delete",
                        "create-table",
                        "drop-table",
                        "add-column");
        assertThat(operations.get("delete")).isGreaterThan(50);
    }

    @Test
    void someLoadsComeAfterTheirRowWasDeletedOrUpdated() {
        assertThat(follows("load", "delete")).isGreaterThan(3);
        assertThat(follows("load", "update")).isGreaterThan(3);
    }

    @Test
    void someRowsAreInsertedAgain() {
        assertThat(follows("insert", "delete")).isGreaterThan(3);
    }

    @Test
    void someChangesOvertakeEarlierOnes() {
        Map<String, String> newest = new HashMap<>();
        int late = 0;
        for (DemoRecord record : STREAM.records()) {
            if (record.isCaptured()) {
                String time = record.body().at("/metadata/commit-timestamp").asText();
                String known =
                        newest.merge(record.about(), time, (a, b) -> a.compareTo(b) > 0 ? a : b);
                late += known.equals(time) ? 0 : 1;
            }
        }
        assertThat(late).isGreaterThan(20);
    }

    @Test
    void someKeysChange() {
        assertThat(
                        count(
                                record -> {
                                    JsonNode before = record.body().path("before-image");
                                    return record.operation().equals("update")
                                            && record.isCaptured()
                                            && !before.isEmpty();
                                }))
                .isGreaterThan(10);
    }

    @Test
    void someRecordsAreReadTwice() {
        assertThat(duplicates(DemoStreamTest::address)).isGreaterThan(20);
    }

    @Test
    void restartSendsChangesAgainWithOtherAddresses() {
        int same = duplicates(DemoStreamTest::address);
        int identity =
                duplicates(
                        record ->
                                record.isCaptured()
                                        ? record.body().at("/metadata/transaction-id").asText()
                                                + "/"
                                                + record.body()
                                                        .at("/metadata/transaction-record-id")
                                                        .asText()
                                        : address(record));
        assertThat(identity - same).isGreaterThan(20);
    }

    @Test
    void tablesWithoutKeyAreNeverSentAgain() {
        Set<String> addresses = new HashSet<>();
        Set<String> changes = new HashSet<>();
        STREAM.records().stream()
                .filter(DemoRecord::isCaptured)
                .filter(record -> record.about().startsWith("shop.stock_movement"))
                .filter(record -> addresses.add(address(record)))
                .forEach(
                        record ->
                                assertThat(
                                                changes.add(
                                                        record.body()
                                                                        .at(
                                                                                "/metadata/transaction-id")
                                                                        .asText()
                                                                + "/"
                                                                + record.body()
                                                                        .at(
                                                                                "/metadata/transaction-record-id")
                                                                        .asText()))
                                        .isTrue());
    }

    @Test
    void addedColumnIsCarriedBeforeItIsDefinedOnAnotherShard() {
        List<DemoRecord> records = STREAM.records();
        int defined = first(record -> record.operation().equals("add-column"));
        int carried = first(record -> record.body().path("data").has("language"));

        assertThat(carried).isLessThan(defined);
        assertThat(DemoStream.shardId(records.get(carried)))
                .isNotEqualTo(DemoStream.shardId(records.get(defined)));
    }

    @Test
    void expectationAgreesWithTheStream() throws IOException {
        DemoExpectation expectation = DemoExpectation.load();

        assertThat(expectation.records()).isEqualTo(STREAM.records().size());
        assertThat(expectation.control()).isEqualTo(count(DemoRecord::isControl));
        assertThat(expectation.deadLetters()).hasSize((int) count(DemoRecord::isFaulty));
        assertThat(expectation.deadLettersByFault()).hasSize(8);
        assertThat(expectation.tables()).contains("shop.customer", "dms.awsdms_status").hasSize(10);
        assertThat(expectation.rows("shop.customer").get(0)).hasSize(7);
    }

    @Test
    void decoderReadsEverythingButWhatIsBroken() throws IOException {
        DmsDecoder decoder = new DmsDecoder(new DecoderOptions("before-image", ""));
        Map<Integer, String> faults =
                DemoExpectation.load().deadLetters().stream()
                        .collect(Collectors.toMap(Letter::line, Letter::fault));
        List<String> lines = STREAM.text().lines().toList();
        List<String> unreadable = new ArrayList<>();
        for (int number = 1; number <= lines.size(); number++) {
            byte[] line = lines.get(number - 1).getBytes(StandardCharsets.UTF_8);
            RecordPosition position = new RecordPosition("shop", "" + number, "", -1);
            try {
                decoder.decode(new RawRecord(position, line));
            } catch (MalformedRecordException e) {
                unreadable.add(faults.getOrDefault(number, "line " + number + ": " + e));
            }
        }
        assertThat(unreadable)
                .containsExactlyInAnyOrder(
                        "a truncated record", "no metadata", "an unknown operation");
    }

    /** How many records of one operation come after one of another on the same row. */
    private static long follows(String operation, String earlier) {
        Set<String> rows = new HashSet<>();
        long found = 0;
        for (DemoRecord record : STREAM.records()) {
            if (record.operation().equals(earlier) && record.isCaptured()) {
                rows.add(record.about());
            }
            if (record.operation().equals(operation) && rows.contains(record.about())) {
                found++;
            }
        }
        return found;
    }

    private static int duplicates(Function<DemoRecord, String> identity) {
        Set<String> seen = new HashSet<>();
        return (int) count(record -> !seen.add(identity.apply(record)));
    }

    private static String address(DemoRecord record) {
        return DemoStream.shardId(record) + "/" + record.sequenceNumber();
    }

    private static long count(Predicate<DemoRecord> which) {
        return STREAM.records().stream().filter(which).count();
    }

    private static int first(Predicate<DemoRecord> which) {
        List<DemoRecord> records = STREAM.records();
        for (int index = 0; index < records.size(); index++) {
            if (which.test(records.get(index))) {
                return index;
            }
        }
        throw new AssertionError("there is none");
    }
}
