package io.dmstocrate.resolving;

import static io.dmstocrate.testing.Samples.ITEM;
import static io.dmstocrate.testing.Samples.change;
import static io.dmstocrate.testing.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.KeyedChange.Part;
import io.dmstocrate.flow.KeyedChange.Word;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.flow.TypeNews;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyResolverTest {

    private static final Duration WAIT = Duration.ofSeconds(60);

    private TwoInputStreamOperatorTestHarness<RowChange, TableAnnouncement, KeyedChange> resolver;

    @BeforeEach
    void open() throws Exception {
        resolver = harness(100);
        resolver.open();
    }

    @AfterEach
    void close() throws Exception {
        resolver.close();
    }

    @Test
    void rowWaitsForItsDefinition() throws Exception {
        send(change(1, Operation.INSERT, row("id", 7L, "name", "bolt")));
        assertThat(output()).isEmpty();

        announce(definition("id"), "");

        assertThat(output())
                .singleElement()
                .satisfies(
                        keyed -> {
                            assertThat(keyed.word()).isEqualTo(Word.WHOLE);
                            assertThat(keyed.keySize()).isEqualTo(1);
                            assertThat(keyed.row())
                                    .isEqualTo(row("id", 7L, "name", "bolt", "price", null));
                        });
    }

    @Test
    void rowThatWaitsSurvivesARestart() throws Exception {
        send(change(1, Operation.INSERT, row("id", 7L)));
        OperatorSubtaskState snapshot = resolver.snapshot(1, 1);
        resolver.close();

        resolver = harness(100);
        resolver.initializeState(snapshot);
        resolver.open();
        announce(definition("id"), "");

        assertThat(output()).hasSize(1);
    }

    @Test
    void announcementSurvivesARestart() throws Exception {
        announce(definition("id"), "");
        OperatorSubtaskState snapshot = resolver.snapshot(1, 1);
        resolver.close();

        resolver = harness(100);
        resolver.initializeState(snapshot);
        resolver.open();
        send(change(1, Operation.INSERT, row("id", 7L)));

        assertThat(output()).hasSize(1);
    }

    @Test
    void rowWithAnUnknownColumnWaitsForIt() throws Exception {
        announce(definition("id"), "");
        send(change(1, Operation.UPDATE, row("id", 7L, "color", "red")));
        assertThat(output()).isEmpty();

        announce(definitionWith("color"), "");

        assertThat(output())
                .singleElement()
                .satisfies(
                        keyed -> {
                            assertThat(keyed.word()).isEqualTo(Word.PARTIAL);
                            assertThat(keyed.row()).isEqualTo(row("id", 7L, "color", "red"));
                        });
    }

    @Test
    void rowOfAFormerLifeIsSupersededWhateverItsKey() throws Exception {
        announce(10, 0);
        send(change(9, Operation.INSERT, row("code", 7L)));
        send(change(10, Operation.INSERT, row("id", 7L)));

        assertThat(output())
                .singleElement()
                .satisfies(keyed -> assertThat(keyed.life()).isEqualTo(10));
        assertThat(letters()).isEmpty();
    }

    @Test
    void rowOfALifeWhoseDefinitionIsExpectedWaits() throws Exception {
        announce(0, 10);
        send(change(9, Operation.INSERT, row("id", 7L)));
        send(change(10, Operation.INSERT, row("id", 8L)));
        assertThat(output()).hasSize(1);

        announce(0, 0);

        assertThat(output()).hasSize(2);
    }

    @Test
    void rowsThatMayBeOfALifeWhoseDefinitionIsHeldWaitAndNoMoreThanAreAllowed() throws Exception {
        resolver.close();
        resolver = harness(2);
        resolver.open();
        announceDoubted(5);
        for (int i = 4; i < 8; i++) {
            send(change(i, Operation.INSERT, row("id", (long) i)));
        }
        resolver.setProcessingTime(30_000);
        resolver.setProcessingTime(61_000);
        assertThat(output()).extracting(KeyedChange::timestampMicros).containsExactly(4L);
        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("Schema.wait.rows"));

        announceDoubted(0);
        assertThat(output()).extracting(KeyedChange::timestampMicros).containsExactly(4L, 5L, 6L);
    }

    private void announceDoubted(long doubted) throws Exception {
        resolver.processElement2(
                new StreamRecord<>(
                        new TableAnnouncement(
                                ITEM,
                                Optional.of(definition("id")),
                                false,
                                List.of(),
                                "",
                                List.of(),
                                List.of(),
                                TypeNews.NONE,
                                0,
                                0,
                                doubted != 0,
                                doubted)));
    }

    @Test
    void rowThatWaitedTooLongIsADeadLetterThatSaysWhatToDo() throws Exception {
        send(change(1, Operation.INSERT, row("id", 7L)));

        resolver.setProcessingTime(WAIT.toMillis() + 5000);

        assertThat(letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.RESOLVE);
                            assertThat(letter.reason())
                                    .contains("IncludeControlDetails")
                                    .contains("primary.key in the group Table:shop.item");
                            assertThat(letter.payload()).isEqualTo("record 1");
                        });
        announce(definition("id"), "");
        assertThat(output()).isEmpty();
    }

    @Test
    void noMoreRowsWaitThanAreAllowed() throws Exception {
        resolver.close();
        resolver = harness(2);
        resolver.open();

        for (int i = 1; i <= 3; i++) {
            send(change(i, Operation.INSERT, row("id", 7L)));
        }

        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("Schema.wait.rows"));
        announce(definition("id"), "");
        assertThat(output()).hasSize(2);
    }

    @Test
    void rowsWithoutADefinitionBecomeDeadLettersWhenTheStreamHasEnded() throws Exception {
        send(change(1, Operation.INSERT, row("id", 7L)));

        resolver.processBothWatermarks(Watermark.MAX_WATERMARK);
        resolver.endInput1();
        assertThat(letters()).isEmpty();
        resolver.endInput2();

        assertThat(letters()).hasSize(1);
    }

    @Test
    void rowsOfARefusedTableAreDeadLettersWithTheRefusal() throws Exception {
        announce(definition("id"), "has another key");
        send(change(1, Operation.INSERT, row("id", 7L)));

        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).isEqualTo("has another key"));
    }

    @Test
    void updateWithEveryColumnSpeaksOfAllThatAreKnown() throws Exception {
        announce(definition("id"), "");
        send(change(1, Operation.UPDATE, row("price", 5L, "name", "bolt", "id", 7L)));

        assertThat(output())
                .singleElement()
                .satisfies(
                        keyed -> {
                            assertThat(keyed.word()).isEqualTo(Word.WHOLE_UPDATE);
                            assertThat(keyed.row())
                                    .isEqualTo(row("id", 7L, "name", "bolt", "price", 5L));
                        });
    }

    @Test
    void changedKeyIsADeleteOfTheOldAndAnUpsertOfTheNew() throws Exception {
        announce(definition("id"), "");
        send(
                change(
                        1,
                        Operation.UPDATE,
                        row("id", 8L, "name", "bolt", "price", 5L),
                        row("id", 7L)));

        List<KeyedChange> changes = output();
        assertThat(changes)
                .extracting(KeyedChange::part)
                .containsExactly(Part.OLD_KEY, Part.NEW_KEY);
        assertThat(changes)
                .extracting(KeyedChange::word)
                .containsExactly(Word.DELETE, Word.WHOLE_UPDATE);
        assertThat(changes.get(0).row()).isEqualTo(row("id", 7L));
        assertThat(changes.get(1).row().value("id")).isEqualTo(8L);
        assertThat(changes.get(0).key()).isNotEqualTo(changes.get(1).key());
    }

    @Test
    void equalKeysAreWrittenInOneSpelling() throws Exception {
        announce(definition("price"), "");
        send(change(1, Operation.INSERT, row("id", 7L, "price", new BigDecimal("1.50"))));
        send(change(2, Operation.DELETE, row("price", new BigDecimal("1.5"))));
        send(change(3, Operation.INSERT, row("id", 7L, "price", new BigDecimal("20.0"))));
        send(
                change(
                        4,
                        Operation.UPDATE,
                        row("id", 7L, "name", "bolt", "price", 8L),
                        row("price", "20.00")));

        assertThat(output())
                .extracting(change -> change.row().value("price").toString())
                .containsExactly("1.5", "1.5", "20", "20", "8");
    }

    @Test
    void beforeImageWithTheSameKeyChangesNothing() throws Exception {
        announce(definition("id"), "");
        send(change(1, Operation.UPDATE, row("id", 7L, "price", 5L), row("id", 7L)));
        send(change(2, Operation.UPDATE, row("id", 7L, "price", 5L), row("name", "old")));

        assertThat(output()).extracting(KeyedChange::part).containsExactly(Part.ALL, Part.ALL);
    }

    @Test
    void partOfACompositeKeyIsOverlaidByTheBeforeImage() throws Exception {
        announce(definition("id", "name"), "");
        send(
                change(
                        1,
                        Operation.UPDATE,
                        row("id", 7L, "name", "b", "price", 1L),
                        row("name", "a")));

        assertThat(output().get(0).row()).isEqualTo(row("id", 7L, "name", "a"));
    }

    @Test
    void keyChangeThatDoesNotCarryTheRowTellsWhatGoesAlong() throws Exception {
        announce(definition("id"), "");
        send(change(1, Operation.UPDATE, row("id", 8L, "price", 5L), row("id", 7L)));

        List<KeyedChange> parts = output();
        assertThat(parts).extracting(KeyedChange::part).containsExactly(Part.OLD_KEY, Part.NEW_KEY);
        assertThat(parts).allSatisfy(part -> assertThat(part.leftOut()).containsExactly("name"));
        assertThat(parts).allSatisfy(p -> assertThat(p.newKey()).isEqualTo(parts.get(1).key()));
        assertThat(letters()).isEmpty();
    }

    /** Sent again it would look newer, and take the values of the row that came since. */
    @ParameterizedTest
    @EnumSource(
            value = SourcePosition.Ordering.class,
            names = {"ARRIVAL", "COMMIT_TIMESTAMP"})
    void keyChangeThatCarriesNeitherTheRowNorALogPositionIsADeadLetter(
            SourcePosition.Ordering ordering) throws Exception {
        announce(definition("id"), "");
        RowChange change = change(1, Operation.UPDATE, row("id", 8L, "price", 5L), row("id", 7L));
        send(
                new RowChange(
                        change.table(),
                        change.operation(),
                        change.row(),
                        change.before(),
                        change.timestampMicros(),
                        SourcePosition.of("000000001", ordering),
                        change.position(),
                        change.payload()));

        assertThat(output()).isEmpty();
        assertThat(letters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(letter.reason()).contains("IncludeTransactionDetails"));
    }

    @Test
    void deleteByPartOfTheKeyIsADeadLetter() throws Exception {
        announce(definition("id", "name"), "");
        send(change(1, Operation.DELETE, row("id", 7L)));
        send(change(2, Operation.DELETE, row("id", 7L, "name", null)));

        assertThat(output()).isEmpty();
        assertThat(letters())
                .extracting(DeadLetter::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("does not carry name"),
                        reason -> assertThat(reason).contains("name is NULL"));
    }

    @Test
    void deleteCarriesTheKeyOnly() throws Exception {
        announce(definition("id"), "");
        send(change(1, Operation.DELETE, row("name", null, "id", 7L)));

        assertThat(output().get(0).row()).isEqualTo(row("id", 7L));
    }

    @Test
    void rowWithoutAKeyIsARowUnderTheRecordsIdentity() throws Exception {
        announceAppendOnly();
        send(change(1, Operation.LOAD, row("name", "same")));
        send(change(2, Operation.LOAD, row("name", "same")));
        send(change(3, Operation.UPDATE, row("name", "other")));

        assertThat(output())
                .extracting(keyed -> keyed.row().value("dms_record_id"))
                .containsExactly("shard-0/1", "shard-0/2");
        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("primary.key"));
    }

    private TwoInputStreamOperatorTestHarness<RowChange, TableAnnouncement, KeyedChange> harness(
            int rows) throws Exception {
        return new TwoInputStreamOperatorTestHarness<>(new KeyResolver(WAIT, rows, true));
    }

    private void send(RowChange change) throws Exception {
        resolver.processElement1(new StreamRecord<>(change));
    }

    private void announce(long life, long expected) throws Exception {
        resolver.processElement2(
                new StreamRecord<>(
                        new TableAnnouncement(
                                ITEM,
                                Optional.of(definition("id")),
                                false,
                                List.of(),
                                "",
                                List.of(),
                                List.of(),
                                TypeNews.NONE,
                                life,
                                expected)));
    }

    private void announce(TableDefinition definition, String refusal) throws Exception {
        resolver.processElement2(
                new StreamRecord<>(
                        new TableAnnouncement(
                                ITEM, Optional.of(definition), false, List.of(), refusal)));
    }

    private void announceAppendOnly() throws Exception {
        TableDefinition definition =
                new TableDefinition(
                        ITEM,
                        List.of(
                                Column.of("name", DmsType.STRING),
                                Column.of("dms_record_id", DmsType.STRING)),
                        List.of("dms_record_id"));
        resolver.processElement2(
                new StreamRecord<>(
                        new TableAnnouncement(ITEM, Optional.of(definition), true, List.of(), "")));
    }

    private static TableDefinition definition(String... key) {
        return new TableDefinition(
                ITEM,
                List.of(
                        Column.of("id", DmsType.INT64),
                        Column.of("name", DmsType.STRING),
                        Column.of("price", DmsType.NUMERIC)),
                List.of(key));
    }

    private static TableDefinition definitionWith(String column) {
        return new TableDefinition(
                ITEM,
                List.of(
                        Column.of("id", DmsType.INT64),
                        Column.of("name", DmsType.STRING),
                        Column.of("price", DmsType.NUMERIC),
                        Column.of(column, DmsType.STRING)),
                List.of("id"));
    }

    private List<KeyedChange> output() {
        return resolver.extractOutputValues();
    }

    private List<DeadLetter> letters() {
        var letters = resolver.getSideOutput(KeyResolver.DEAD_LETTERS);
        return letters == null ? List.of() : letters.stream().map(StreamRecord::getValue).toList();
    }
}
