package io.dmstocrate.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.Transfer;
import io.dmstocrate.flow.ValueRank;
import io.dmstocrate.flow.VersionText;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import io.dmstocrate.testing.FlakyTargets;
import io.dmstocrate.testing.InMemoryDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values reach the row's new key in whichever order its two writers work. */
class TransfersTest {

    private static final TableId TABLE = new TableId("shop", "item");
    private static final String OLD = "000000000" + "11" + "000000000";
    private static final String NEW = "000000000" + "12" + "000000000";

    private final InMemoryDatabase database = new InMemoryDatabase();
    private Target target = database.targets().open();

    @BeforeEach
    void prepare() {
        target.prepare(
                new TableDefinition(
                        TABLE,
                        List.of(
                                Column.of("id", DmsType.INT64),
                                Column.of("a", DmsType.STRING),
                                Column.of("b", DmsType.STRING)),
                        List.of("id")));
        write(plain(1, OLD, "a", "old a", "b", "old b"));
    }

    private final RowWrite leave =
            write(
                    RowWrite.Kind.DELETE,
                    1,
                    NEW,
                    List.of(
                            new Transfer(
                                    Transfer.Kind.TAKE, "p", List.of("b"), List.of("1old"), NEW)));
    private final RowWrite arrive =
            write(
                    RowWrite.Kind.UPSERT,
                    2,
                    NEW,
                    List.of(Transfer.of(Transfer.Kind.WANT, "p", List.of("b"))),
                    "a",
                    "new a");

    @Test
    void theRowThatLeavesMayComeFirst() {
        write(leave);
        write(arrive);

        checkMoved();
    }

    @Test
    void theRowThatArrivesMayComeFirst() {
        write(arrive);
        write(leave);

        checkMoved();
    }

    @Test
    void doneAgainItChangesNothing() {
        write(leave);
        write(arrive);
        write(plain(1, OLD, "a", "half"));
        write(leave);
        write(arrive);

        checkMoved();
    }

    @Test
    void whatANewerWriteSaysStays() {
        write(arrive);
        write(
                write(
                        RowWrite.Kind.UPSERT,
                        2,
                        "000000000" + "13" + "000000000",
                        List.of(Transfer.of(Transfer.Kind.DROP, "p", List.of("b"))),
                        "b",
                        "newest b"));
        write(leave);

        assertThat(rows()).containsEntry(2L, Map.of("id", 2L, "a", "new a", "b", "newest b"));
    }

    @Test
    void aNewerRowOfTheOldKeyIsNotTaken() {
        write(plain(1, "000000000" + "14" + "000000000", "a", "other", "b", "other"));
        write(arrive);
        write(leave);

        assertThat(database.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("[b]"));
    }

    /** Its dead letter can be replayed when there is room for it: the values have waited. */
    @Test
    void aRowThatWasRejectedGetsItsValuesWhenItIsTakenAfterAll() {
        database.rejectRows((table, row) -> row.get("id").equals(2L) ? "no room" : null);
        write(arrive);
        write(leave);
        assertThat(rows()).isEmpty();
        assertThat(database.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("no room"));

        database.rejectRows((table, row) -> null);
        write(leave);
        write(arrive);

        assertThat(rows()).isEqualTo(Map.of(2L, Map.of("id", 2L, "a", "new a", "b", "old b")));
    }

    /** The row of the old key may have been there before a reload that did not bring it back. */
    @Test
    void aRowOfAFormerLifeIsNotTaken() {
        String reloaded = "300000000";
        write(plain(1, "200000000" + "1-200000000", "a", "former", "b", "former"));
        write(
                write(
                        RowWrite.Kind.DELETE,
                        1,
                        reloaded + "1-400000000",
                        List.of(
                                new Transfer(
                                        Transfer.Kind.TAKE,
                                        "p",
                                        List.of("b"),
                                        List.of("0"),
                                        reloaded + "1-400000000"))));
        write(arrive);

        assertThat(rows()).isEqualTo(Map.of(2L, Map.of("id", 2L, "a", "new a")));
    }

    @Test
    void aLossIsToldOnce() {
        write(arrive);
        write(
                write(
                        RowWrite.Kind.DELETE,
                        1,
                        NEW,
                        List.of(
                                new Transfer(
                                        Transfer.Kind.LOSE,
                                        "p",
                                        List.of("b"),
                                        List.of(ValueRank.LOST),
                                        ""),
                                Transfer.of(Transfer.Kind.DROP, "p", List.of("a")))));
        assertThat(database.deadLetters()).hasSize(1);
        database.deadLetters().forEach(letter -> assertThat(letter.reason()).contains("[b]"));
    }

    /** The first to come had a rank of before it was known that the table was loaded anew. */
    @Test
    void ofTwoValuesTheOneOfTheLaterLifeStays() {
        write(arrive);
        write(give("former", ValueRank.of(0, 90, VersionText.CHANGE, "later")));
        write(give("reloaded", ValueRank.of(100, 110, VersionText.LOAD, "")));
        write(give("former", ValueRank.of(0, 90, VersionText.CHANGE, "later")));

        assertThat(rows().get(2L)).containsEntry("b", "reloaded");
    }

    @Test
    void anOlderValueDoesNotStandForOneThatIsLost() {
        write(give("older", ValueRank.of(0, 90, VersionText.CHANGE, "")));
        write(
                write(
                        RowWrite.Kind.CARRY,
                        1,
                        NEW,
                        List.of(
                                new Transfer(
                                        Transfer.Kind.LOSE,
                                        "p",
                                        List.of("b"),
                                        List.of(ValueRank.of(100, 110, VersionText.LOAD, "")),
                                        ""))));
        write(arrive);

        assertThat(rows().get(2L)).doesNotContainKey("b");
        assertThat(database.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("[b]"));
    }

    private static RowWrite give(String value, String rank) {
        return write(
                RowWrite.Kind.CARRY,
                1,
                NEW,
                List.of(new Transfer(Transfer.Kind.GIVE, "p", List.of("b"), List.of(rank), "")),
                "b",
                value);
    }

    @Test
    void whatStaysBehindIsTold() {
        write(leaveBehind("b"));

        assertThat(rows()).isEmpty();
        checkToldOf("[b]");
    }

    @Test
    void whatIsNullStaysBehindUnheard() {
        write(plain(1, OLD, "a", "old a", "b", null));
        write(leaveBehind("b"));

        assertThat(rows()).isEmpty();
        assertThat(database.deadLetters()).isEmpty();
    }

    @Test
    void ofARowThatIsGoneNothingIsTold() {
        write(write(RowWrite.Kind.DELETE, 1, OLD, List.of()));
        write(leaveBehind("b"));

        assertThat(database.deadLetters()).isEmpty();
    }

    /** Whether there was a value, nobody can tell any more. */
    @Test
    void whatANewerRowOfTheOldKeyHasReplacedIsTold() {
        write(plain(1, "000000000" + "14" + "000000000", "a", "other", "b", null));
        write(leaveBehind("b"));

        checkToldOf("[b]");
    }

    @Test
    void aRecordThatOnlySaysWhatStaysBehindIsADeadLetter() {
        Tally tally =
                write(
                        write(
                                RowWrite.Kind.CARRY,
                                1,
                                OLD,
                                List.of(Transfer.of(Transfer.Kind.STRAND, "", List.of("b"))),
                                "b",
                                "late"));

        assertThat(rows()).containsOnlyKeys(1L);
        checkToldOf("[b]");
        assertThat(tally.get(TABLE, Outcome.DEAD_LETTERS)).isEqualTo(1);
        assertThat(tally.get(TABLE, Outcome.APPLIED)).isZero();
    }

    /** It is told before the row goes; else a failure between the two would silence it. */
    @Test
    void brokenConnectionsDoNotSilenceWhatStaysBehind() {
        for (int seed = 0; seed < 200; seed++) {
            InMemoryDatabase fresh = new InMemoryDatabase();
            target = fresh.targets().open();
            prepare();
            target = new FlakyTargets(seed, 5, true).over(fresh.targets()).open();
            persistently(leaveBehind("b"));

            assertThat(fresh.rows(TABLE)).isEmpty();
            assertThat(fresh.deadLetters()).as("seed %d", seed).hasSize(1);
        }
    }

    private static RowWrite leaveBehind(String column) {
        return write(
                RowWrite.Kind.DELETE,
                1,
                NEW,
                List.of(new Transfer(Transfer.Kind.LOOK, "", List.of(column), List.of(), NEW)));
    }

    private void checkToldOf(String columns) {
        assertThat(database.deadLetters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.reason())
                                        .contains(columns + " were known")
                                        .contains("Reload the table"));
    }

    @Test
    void brokenConnectionsChangeNothing() {
        for (int seed = 0; seed < 200; seed++) {
            FlakyTargets flaky = new FlakyTargets(seed, 5, true);
            target = flaky.over(database.targets()).open();
            persistently(plain(1, OLD, "a", "old a", "b", "old b"));
            persistently(seed % 2 == 0 ? leave : arrive);
            persistently(seed % 2 == 0 ? arrive : leave);
            checkMoved();
        }
    }

    private void persistently(RowWrite write) {
        while (true) {
            try {
                write(write);
                return;
            } catch (TargetException e) {
                assertThat(e.kind()).isEqualTo(FailureKind.RETRYABLE);
            }
        }
    }

    private void checkMoved() {
        assertThat(rows()).isEqualTo(Map.of(2L, Map.of("id", 2L, "a", "new a", "b", "old b")));
        assertThat(database.deadLetters()).isEmpty();
    }

    private Map<Long, Map<String, Object>> rows() {
        Map<Long, Map<String, Object>> rows = new TreeMap<>();
        database.rows(TABLE).forEach((key, row) -> rows.put((Long) key.get(0), row));
        return rows;
    }

    private Tally write(RowWrite write) {
        ChangeBuffer buffer = new ChangeBuffer(false);
        buffer.add(write);
        return new BatchWriter(
                        target,
                        BatchWriterTest.options(SinkOptions.OnRejected.DEAD_LETTER),
                        Duration.ofDays(7),
                        () -> 0)
                .write(buffer);
    }

    private static RowWrite plain(long id, String version, String... namesAndValues) {
        return write(RowWrite.Kind.UPSERT, id, version, List.of(), namesAndValues);
    }

    private static RowWrite write(
            RowWrite.Kind kind,
            long id,
            String version,
            List<Transfer> transfers,
            String... namesAndValues) {
        List<String> names = new ArrayList<>(List.of("id"));
        List<Object> values = new ArrayList<>(List.of(id));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add(namesAndValues[i]);
            values.add(namesAndValues[i + 1]);
        }
        return new RowWrite(
                TABLE + "/" + id,
                TABLE,
                kind,
                1,
                new Row(Columns.of(names), values.toArray()),
                RowVersions.whole(version),
                true,
                1,
                new RecordPosition("shard", "7", "", -1),
                new byte[0],
                0,
                0,
                transfers);
    }
}
