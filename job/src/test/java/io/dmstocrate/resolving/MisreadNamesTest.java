package io.dmstocrate.resolving;

import static io.dmstocrate.testing.Samples.ITEM;
import static io.dmstocrate.testing.Samples.change;
import static io.dmstocrate.testing.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.flow.TypeNews;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rows that use a column's former name again, and are read before the record by which that name was
 * given up: nobody knows it then, but a dead letter tells it when the record comes.
 */
class MisreadNamesTest {

    private static final long WAIT_MILLIS = 60_000;
    private static final List<ColumnFate> NO_FATES = List.of();
    private static final ColumnFate RENAMED = new ColumnFate("a", "e", 10);
    private static final ColumnFate DROPPED = ColumnFate.gone("a", 10);

    private TwoInputStreamOperatorTestHarness<RowChange, TableAnnouncement, KeyedChange> resolver;

    @BeforeEach
    void open() throws Exception {
        resolver = harness(1, 0);
        resolver.open();
        announce(NO_FATES, NO_FATES, "a", "b");
    }

    @AfterEach
    void close() throws Exception {
        resolver.close();
    }

    @Test
    void rowsOfARenamedColumnsNameAreToldOnceByTheNewest() throws Exception {
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));
        send(change(13, Operation.UPDATE, row("id", 2L, "a", 2L)));
        send(change(12, Operation.UPDATE, row("id", 3L, "a", 3L, "b", 3L)));
        assertThat(letters()).isEmpty();

        announce(NO_FATES, List.of(RENAMED), "a", "b");
        announce(List.of(RENAMED), NO_FATES, "e", "b");
        announce(List.of(RENAMED), NO_FATES, "e", "b", "a");

        assertThat(resolver.extractOutputValues()).hasSize(3);
        assertThat(letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.position().id()).isEqualTo("shard-0/13/a");
                            assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.RESOLVE);
                            assertThat(letter.table()).isEqualTo("shop.item");
                            assertThat(letter.payload()).isEmpty();
                            assertThat(letter.reason())
                                    .contains(
                                            "carried a column a ",
                                            "1970-01-01T00:00:00.000010Z",
                                            "went to that column, which is called e now",
                                            "shard shard-0, sequence number 13",
                                            "Reload the table.");
                        });
    }

    @Test
    void rowsOfADroppedColumnsNameAreTold() throws Exception {
        send(change(10, Operation.INSERT, row("id", 1L, "a", 1L, "b", 1L)));

        announce(List.of(DROPPED), NO_FATES, "b");

        assertThat(letters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.reason())
                                        .contains("went with that column, which was dropped"));
    }

    @Test
    void whereTheFormerColumnWasRenamedTwiceItsLastNameIsTold() throws Exception {
        send(change(21, Operation.UPDATE, row("id", 1L, "a", 1L)));

        announce(NO_FATES, List.of(RENAMED, new ColumnFate("e", "f", 20)), "a", "b");

        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("is called f now"));
    }

    @Test
    void olderRowsAndRowsWithoutTheNameAndDeletesAreNotTold() throws Exception {
        send(change(9, Operation.INSERT, row("id", 1L, "a", 1L, "b", 1L)));
        send(change(11, Operation.INSERT, row("id", 2L, "b", 2L)));
        send(change(12, Operation.DELETE, row("id", 1L, "a", 1L, "b", 1L)));

        announce(NO_FATES, List.of(RENAMED), "a", "b");
        announce(List.of(RENAMED), NO_FATES, "e", "b");
        send(change(9, Operation.INSERT, row("id", 3L, "a", 1L, "b", 1L)));
        announce(List.of(RENAMED), NO_FATES, "e", "b", "a");
        send(change(13, Operation.INSERT, row("id", 4L, "a", 4L, "b", 4L, "e", 4L)));
        announce(List.of(RENAMED), NO_FATES, "e", "b", "a", "c");

        assertThat(letters()).isEmpty();
    }

    /** Under `lenient` nothing is taken away, and names mean what they always meant. */
    @Test
    void whereNothingIsTakenAwayNothingIsTold() throws Exception {
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));
        announce(NO_FATES, NO_FATES, "a", "b", "e");
        send(change(12, Operation.UPDATE, row("id", 1L, "a", 1L, "e", 1L)));
        announce(List.of(ColumnFate.gone("c", Long.MAX_VALUE)), NO_FATES, "a", "b", "e");

        assertThat(letters()).isEmpty();
    }

    /** The announcement tells of both at once, so the column can't have been dropped meanwhile. */
    @Test
    void columnThatCameAgainBeforeItWasDroppedHasTheValues() throws Exception {
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));
        announce(List.of(DROPPED), NO_FATES, "b", "a");

        assertThat(letters()).isEmpty();
    }

    /** A column whose rename is pending is dropped under its old name, and does not come again. */
    @Test
    void columnThatCameAgainUnderAnotherNameHasNotTheValues() throws Exception {
        announce(NO_FATES, List.of(RENAMED), "a", "b");
        send(change(21, Operation.UPDATE, row("id", 1L, "e", 1L)));
        announce(List.of(RENAMED, ColumnFate.gone("e", 20)), NO_FATES, "b", "e");

        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("which was dropped"));
    }

    @Test
    void ofTwoRecordsEachIsTold() throws Exception {
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));
        announce(List.of(RENAMED), NO_FATES, "e", "b");
        announce(List.of(RENAMED), NO_FATES, "e", "b", "a");
        send(change(21, Operation.UPDATE, row("id", 2L, "a", 2L)));
        ColumnFate second = new ColumnFate("a", "f", 20);
        announce(List.of(RENAMED), List.of(second), "e", "b", "a");
        announce(List.of(RENAMED, second), NO_FATES, "e", "b", "f", "a");

        assertThat(letters())
                .extracting(letter -> letter.position().id())
                .containsExactly("shard-0/11/a", "shard-0/21/a");
        assertThat(letters().get(1).reason()).contains("is called f now");
    }

    /** An announcement that has nothing to do with it comes in between. */
    @Test
    void recordThatComesEvenLaterTellsIt() throws Exception {
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));
        announce(NO_FATES, NO_FATES, "a", "b", "c");
        send(change(9, Operation.UPDATE, row("id", 1L, "a", 1L)));
        announce(NO_FATES, List.of(RENAMED), "a", "b", "c");

        assertThat(letters()).hasSize(1);
    }

    /** It waited for the record of the new column, and was taken for a row that was built anew. */
    @Test
    void recordOfTheNewColumnThatComesTooLateTellsIt() throws Exception {
        announce(List.of(RENAMED), NO_FATES, "e", "b");
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));
        resolver.setProcessingTime(WAIT_MILLIS + 2000);
        assertThat(resolver.extractOutputValues()).hasSize(1);
        assertThat(letters()).isEmpty();

        announce(List.of(RENAMED), NO_FATES, "e", "b", "a");
        announce(List.of(RENAMED), NO_FATES, "e", "b", "a", "c");

        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("is called e now"));
    }

    @Test
    void itIsKnownAfterAFailure() throws Exception {
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L, "b", 1L)));
        restart(resolver.snapshot(1, 1));
        announce(NO_FATES, List.of(RENAMED), "a", "b");
        assertThat(letters()).hasSize(1);

        restart(resolver.snapshot(2, 2));
        announce(List.of(RENAMED), NO_FATES, "e", "b");

        assertThat(letters()).isEmpty();
    }

    /** Whichever subtask reads what, one of them knows the newest row, and no two know one. */
    @Test
    void itIsKnownAtAnotherParallelism() throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (int subtask = 0; subtask < 3; subtask++) {
            resolver.close();
            resolver = harness(3, subtask);
            resolver.open();
            announce(NO_FATES, NO_FATES, "a", "b");
            send(change(11 + subtask, Operation.UPDATE, row("id", 1L, "a", 1L)));
            states.add(resolver.snapshot(1, 1));
        }

        assertThat(toldAt(2, states))
                .contains("shard-0/13/a")
                .hasSizeLessThanOrEqualTo(2)
                .doesNotHaveDuplicates();
        assertThat(toldAt(1, states)).containsExactly("shard-0/13/a");
        assertThat(toldAt(5, states))
                .containsExactlyInAnyOrder("shard-0/11/a", "shard-0/12/a", "shard-0/13/a");
    }

    private List<String> toldAt(int parallelism, List<OperatorSubtaskState> states)
            throws Exception {
        OperatorSubtaskState whole =
                AbstractStreamOperatorTestHarness.repackageState(
                        states.toArray(new OperatorSubtaskState[0]));
        List<String> told = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            resolver.close();
            resolver = harness(parallelism, subtask);
            resolver.initializeState(
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            whole, 10, states.size(), parallelism, subtask));
            resolver.open();
            announce(NO_FATES, List.of(RENAMED), "a", "b");
            letters().forEach(letter -> told.add(letter.position().id()));
        }
        return told;
    }

    /** Rows of a former life are not those of the table any more. */
    @Test
    void rowsOfAFormerLifeAreForgotten() throws Exception {
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));
        announce(12, NO_FATES, NO_FATES, "a", "b");
        announce(12, List.of(DROPPED), NO_FATES, "b");

        assertThat(letters()).isEmpty();
    }

    @Test
    void moreShapesThanAreRememberedForgetNoName() throws Exception {
        String[] names =
                Stream.iterate(0, i -> i + 1).limit(1100).map(i -> "c" + i).toArray(String[]::new);
        announce(
                NO_FATES,
                NO_FATES,
                Stream.concat(Stream.of("a"), Stream.of(names)).toArray(String[]::new));
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));
        for (String name : names) {
            send(change(9, Operation.UPDATE, row("id", 1L, name, 1L)));
        }
        announce(
                NO_FATES,
                List.of(RENAMED),
                Stream.concat(Stream.of("a"), Stream.of(names)).toArray(String[]::new));

        assertThat(letters()).hasSize(1);
    }

    /**
     * Between the checkpoint and the failure a row was read before the record; after it, behind it.
     * What it wrote into the former column, nobody knows any more.
     */
    @Test
    void rowThatMayHaveBeenMisreadBeforeAFailureIsToldOnce() throws Exception {
        OperatorSubtaskState checkpoint = resolver.snapshot(1, 1);
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));
        restart(checkpoint);
        announce(List.of(RENAMED), NO_FATES, "e", "b");
        announce(List.of(RENAMED), NO_FATES, "e", "b", "a");
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));
        send(change(12, Operation.UPDATE, row("id", 2L, "a", 1L)));

        assertThat(letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.position().id()).isEqualTo("shard-0/11/a");
                            assertThat(letter.reason())
                                    .contains("may have been read before", "is called e now");
                        });
    }

    /** The job fails once more when the record is in a checkpoint, and the row is not. */
    @Test
    void rowThatMayHaveBeenMisreadBeforeTwoFailuresIsTold() throws Exception {
        OperatorSubtaskState checkpoint = resolver.snapshot(1, 1);
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));
        restart(checkpoint);
        announce(List.of(RENAMED), NO_FATES, "e", "b");
        restart(resolver.snapshot(2, 2));
        announce(List.of(RENAMED), NO_FATES, "e", "b", "a");
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));

        assertThat(letters()).hasSize(1);
    }

    /** They could not have passed, or carry the former column, or came when the job ran again. */
    @Test
    void rowsThatCannotHaveBeenMisreadBeforeAFailureAreNotTold() throws Exception {
        restart(resolver.snapshot(1, 1));
        announce(List.of(RENAMED), NO_FATES, "e", "b");
        announce(List.of(RENAMED), NO_FATES, "e", "b", "a");
        send(change(9, Operation.UPDATE, row("id", 1L, "a", 1L)));
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L, "e", 1L)));
        send(change(12, Operation.INSERT, row("id", 2L, "a", 1L)));
        send(arrived(resolver.getProcessingTime() + 100_000, row("id", 3L, "a", 1L)));

        assertThat(letters()).isEmpty();
    }

    /** Whatever the job learns before it fails, it is not doubtful. */
    @Test
    void withoutAFailureNothingIsDoubtful() throws Exception {
        announce(List.of(RENAMED), NO_FATES, "e", "b");
        announce(List.of(RENAMED), NO_FATES, "e", "b", "a");
        restart(resolver.snapshot(1, 1));
        announce(List.of(RENAMED), NO_FATES, "e", "b", "a", "c");
        send(change(11, Operation.UPDATE, row("id", 1L, "a", 1L)));

        assertThat(letters()).isEmpty();
    }

    private static TwoInputStreamOperatorTestHarness<RowChange, TableAnnouncement, KeyedChange>
            harness(int parallelism, int subtask) throws Exception {
        TwoInputStreamOperator<RowChange, TableAnnouncement, KeyedChange> operator =
                new KeyResolver(Duration.ofMillis(WAIT_MILLIS), 100, true);
        return new TwoInputStreamOperatorTestHarness<>(operator, 10, parallelism, subtask);
    }

    private void restart(OperatorSubtaskState state) throws Exception {
        resolver.close();
        resolver = harness(1, 0);
        resolver.initializeState(state);
        resolver.open();
    }

    private void send(RowChange change) throws Exception {
        resolver.processElement1(new StreamRecord<>(change));
    }

    private static RowChange arrived(long millis, Row row) {
        RowChange change = change(13, Operation.UPDATE, row);
        return new RowChange(
                change.table(),
                change.operation(),
                change.row(),
                change.before(),
                change.timestampMicros(),
                change.source(),
                new RecordPosition("shard-0", "13", "", millis),
                change.payload());
    }

    private void announce(List<ColumnFate> fates, List<ColumnFate> pending, String... columns)
            throws Exception {
        announce(0, fates, pending, columns);
    }

    private void announce(
            long life, List<ColumnFate> fates, List<ColumnFate> pending, String... columns)
            throws Exception {
        List<Column> all = new ArrayList<>(List.of(Column.of("id", DmsType.INT64)));
        for (String column : columns) {
            all.add(Column.of(column, DmsType.INT64));
        }
        resolver.processElement2(
                new StreamRecord<>(
                        new TableAnnouncement(
                                ITEM,
                                Optional.of(new TableDefinition(ITEM, all, List.of("id"))),
                                false,
                                List.of(),
                                "",
                                fates,
                                pending,
                                TypeNews.NONE,
                                life,
                                0)));
    }

    private List<DeadLetter> letters() {
        var letters = resolver.getSideOutput(KeyResolver.DEAD_LETTERS);
        return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
    }
}
