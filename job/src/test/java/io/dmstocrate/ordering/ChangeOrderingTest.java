package io.dmstocrate.ordering;

import static io.dmstocrate.ordering.Words.DEFINITION;
import static io.dmstocrate.ordering.Words.TABLE;
import static io.dmstocrate.ordering.Words.again;
import static io.dmstocrate.ordering.Words.delete;
import static io.dmstocrate.ordering.Words.load;
import static io.dmstocrate.ordering.Words.ofRow;
import static io.dmstocrate.ordering.Words.oldKey;
import static io.dmstocrate.ordering.Words.partial;
import static io.dmstocrate.ordering.Words.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.SplitOutcome;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeOrderingTest {

    private OrderingHarness ordering;

    @BeforeEach
    void start() throws Exception {
        ordering = OrderingHarness.fresh();
    }

    @AfterEach
    void stop() throws Exception {
        ordering.close();
    }

    @Test
    void aWriteTellsTheRowsNewestVersion() throws Exception {
        announce();

        take(partial(50, "a", "new"));
        take(load(10, "old", "y"));

        List<RowWrite> writes = ordering.writes();
        assertThat(writes).hasSize(2);
        assertThat(writes.get(1).version()).isEqualTo(writes.get(0).version());
        assertThat(writes.get(1).counted()).isTrue();
        assertThat(writes.get(1).timestampMicros()).isEqualTo(10);
    }

    @Test
    void duplicatesAndSupersededChangesAreCounted() throws Exception {
        announce();

        take(whole(50, "x", "y"), whole(50, "x", "y"), whole(40, "x", "y"), partial(30, "a", "z"));

        assertThat(ordering.writes()).hasSize(1);
        assertThat(ordering.count(TABLE, Outcome.DUPLICATES)).isEqualTo(1);
        assertThat(ordering.count(TABLE, Outcome.SUPERSEDED)).isEqualTo(2);
    }

    @Test
    void aLoadThatIsLaterThanAChangeWaitsForTheDropTable() throws Exception {
        announce();
        take(whole(50, "old", "old"));
        ordering.writes();

        take(load(110, "new", "new"));
        assertThat(ordering.writes()).isEmpty();
        announce(100L);

        List<RowWrite> writes = ordering.writes();
        assertThat(writes).hasSize(1);
        assertThat(writes.get(0).row().value("a")).isEqualTo("new");
        assertThat(writes.get(0).counted()).isTrue();
        assertThat(OrderedText.readFixed(writes.get(0).version(), 0)).isEqualTo(100);
        assertThat(ordering.count(TABLE, Outcome.SUPERSEDED)).isZero();
    }

    @Test
    void aLoadWaitsOnForTheDropTableThatConcernsIt() throws Exception {
        announce();
        take(whole(50, "old", "old"), load(110, "new", "new"));
        ordering.writes();

        announce(40L);
        assertThat(ordering.writes()).isEmpty();
        announce(40L, 100L);

        assertThat(ordering.writes()).hasSize(1);
    }

    @Test
    void withoutADropTableALateLoadBeatsTheChangeInTheEnd() throws Exception {
        announce();
        take(whole(50, "old", "old"), load(110, "new", "new"));
        ordering.writes();

        ordering.letTimePass();

        List<RowWrite> writes = ordering.writes();
        assertThat(writes).hasSize(1);
        assertThat(writes.get(0).row().value("a")).isEqualTo("new");
        assertThat(ordering.count(TABLE, Outcome.SUPERSEDED)).isZero();
        assertThat(ordering.timers()).isZero();
        announce(100L);
        take(whole(60, "late", "late"), whole(120, "newer", "newer"));
        assertThat(ordering.writes())
                .extracting(write -> write.row().value("a"))
                .containsExactly("newer");
    }

    @Test
    void theEndOfTheStreamEndsAllWaiting() throws Exception {
        announce();
        take(whole(50, "old", "old"), load(110, "new", "new"));

        ordering.end();

        assertThat(ordering.writes())
                .extracting(write -> write.row().value("a"))
                .containsExactly("old", "new");
    }

    @Test
    void aLoadCompletesARowAtOnceAndTheRestWhenItsLifeIsKnown() throws Exception {
        announce();
        take(partial(50, "a", "old"));
        ordering.writes();

        take(load(110, "new", "new"));
        List<RowWrite> atOnce = ordering.writes();
        announce(100L);
        List<RowWrite> later = ordering.writes();

        assertThat(atOnce).hasSize(1);
        assertThat(atOnce.get(0).row().columns().names()).containsExactly("id", "b");
        assertThat(atOnce.get(0).counted()).isTrue();
        assertThat(later).hasSize(1);
        assertThat(later.get(0).row().value("a")).isEqualTo("new");
        assertThat(later.get(0).counted()).isFalse();
        ordering.letTimePass();
        assertThat(ordering.writes()).isEmpty();
        assertThat(ordering.count(TABLE, Outcome.SUPERSEDED)).isZero();
        assertThat(ordering.timers()).isZero();
    }

    @Test
    void aChangeThatIsEarlierThanTheLoadWaitsForTheDropTable() throws Exception {
        announce();
        take(load(110, "new", "new"));
        ordering.writes();

        take(delete(50));
        assertThat(ordering.writes()).isEmpty();
        announce(100L);

        assertThat(ordering.writes()).isEmpty();
        assertThat(ordering.count(TABLE, Outcome.SUPERSEDED)).isEqualTo(1);
    }

    @Test
    void withoutADropTableALateChangeGivesWayToTheLoad() throws Exception {
        announce();
        take(load(110, "new", "new"), whole(50, "x", "y"));
        ordering.writes();

        ordering.letTimePass();

        assertThat(ordering.writes()).isEmpty();
        assertThat(ordering.count(TABLE, Outcome.SUPERSEDED)).isEqualTo(1);
    }

    @Test
    void ofChangesThatWaitOnlyThoseThatMatterAreKept() throws Exception {
        announce();
        take(load(110, "new", "new"));
        ordering.writes();

        take(whole(50, "x", "y"), whole(50, "x", "y"), delete(45), partial(60, "a", "z"));
        take(whole(70, "x", "z"));

        // Kept is the last one; the others are decided already.
        assertThat(ordering.count(TABLE, Outcome.DUPLICATES)).isEqualTo(1);
        assertThat(ordering.count(TABLE, Outcome.SUPERSEDED)).isEqualTo(3);
        ordering.letTimePass();
        assertThat(ordering.writes()).isEmpty();
        assertThat(ordering.count(TABLE, Outcome.SUPERSEDED)).isEqualTo(4);
    }

    /** It may turn out to take along what an older one says of a column that is not known yet. */
    @Test
    void aChangedKeyIsKeptAmongNewerChangesThatWait() throws Exception {
        announce();
        take(load(110, "new", "new"));
        ordering.writes();

        take(whole(50, "x", "y"), oldKey(45));
        assertThat(ordering.splits()).isEmpty();

        ordering.letTimePass();
        assertThat(ordering.writes()).isEmpty();
        assertThat(ordering.splits())
                .containsExactly(
                        new SplitOutcome(
                                "shard/45",
                                TABLE,
                                KeyedChange.Part.OLD_KEY,
                                SplitOutcome.Outcome.SUPERSEDED));
    }

    @Test
    void changesOfATableThatIsNotAnnouncedYetWait() throws Exception {
        take(whole(50, "old", "old"), load(110, "new", "new"));
        assertThat(ordering.writes()).isEmpty();

        announce(100L);

        assertThat(ordering.writes())
                .extracting(write -> write.row().value("a"))
                .containsExactly("new");
        assertThat(ordering.count(TABLE, Outcome.SUPERSEDED)).isEqualTo(1);
    }

    @Test
    void changesUnderADefinitionThatIsNotAnnouncedHereYetWaitForIt() throws Exception {
        announce();
        KeyedChange change = load(110, "new", "new");
        take(
                new KeyedChange(
                        change.key(),
                        change.table(),
                        change.word(),
                        change.phase(),
                        change.part(),
                        change.keySize(),
                        change.row(),
                        change.timestampMicros(),
                        change.source(),
                        change.position(),
                        change.payload(),
                        0,
                        100,
                        "",
                        List.of()));
        assertThat(ordering.writes()).isEmpty();

        ordering.announceLife(TABLE, DEFINITION, 100);

        assertThat(ordering.writes())
                .singleElement()
                .satisfies(write -> assertThat(write.life()).isEqualTo(100));
    }

    @Test
    void changesOfATableThatIsNeverAnnouncedAreWrittenAllTheSame() throws Exception {
        take(whole(50, "x", "y"));

        ordering.letTimePass();

        assertThat(ordering.writes()).hasSize(1);
    }

    @Test
    void aDeleteThatLeavesColumnsInPlaceWaitsForTheDefinition() throws Exception {
        ordering.announce(TABLE, null, List.of());
        take(partial(50, "a", "new"));
        ordering.writes();

        take(delete(40));
        assertThat(ordering.writes()).isEmpty();
        announce();

        List<RowWrite> writes = ordering.writes();
        assertThat(writes).hasSize(1);
        assertThat(writes.get(0).row().columns().names()).containsExactly("id", "b");
        assertThat(writes.get(0).kind()).isEqualTo(RowWrite.Kind.UPSERT);
    }

    @Test
    void theOldKeysPartOfARecordIsNotCounted() throws Exception {
        announce();

        take(oldKey(50));
        take(again(oldKey(50), 60));

        assertThat(ordering.writes()).extracting(RowWrite::counted).containsExactly(false);
        assertThat(ordering.splits())
                .extracting(SplitOutcome::outcome)
                .containsExactly(SplitOutcome.Outcome.CONTRIBUTED, SplitOutcome.Outcome.DUPLICATE);
        assertThat(ordering.count(TABLE, Outcome.DUPLICATES)).isZero();
    }

    @Test
    void aRowIsForgottenAfterItsTime() throws Exception {
        announce();
        take(whole(50, "x", "y"));
        ordering.writes();

        ordering.letStateAge(Duration.ofDays(6));
        take(whole(50, "x", "y"));
        assertThat(ordering.writes()).isEmpty();
        ordering.letStateAge(Duration.ofDays(2));
        take(whole(50, "x", "y"));

        assertThat(ordering.writes()).hasSize(1);
    }

    @Test
    void rocksDbKeepsTheSameState() throws Exception {
        ordering.close();
        ordering = OrderingHarness.fresh(new EmbeddedRocksDBStateBackend());
        announce();

        take(whole(50, "old", "old"), partial(60, "a", "old"), load(110, "new", "new"));
        assertThat(ordering.writes()).hasSize(2);
        announce(100L);
        take(whole(70, "late", "late"));

        assertThat(ordering.writes())
                .extracting(write -> write.row().value("a"))
                .containsExactly("new");
        assertThat(ordering.count(TABLE, Outcome.SUPERSEDED)).isEqualTo(1);
    }

    @Test
    void allRowsThatWaitGoOnTogether() throws Exception {
        for (StateBackend backend :
                List.of(new HashMapStateBackend(), new EmbeddedRocksDBStateBackend())) {
            ordering.close();
            ordering = OrderingHarness.fresh(backend);
            announce();
            for (long id = 0; id < 500; id++) {
                take(ofRow(id, whole(50, "old", "old")), ofRow(id, load(110, "new", "new")));
            }
            ordering.writes();

            announce(100L);

            assertThat(ordering.writes()).hasSize(500);
            ordering.letTimePass();
            assertThat(ordering.timers()).isZero();
        }
    }

    @Test
    void countsAndWaitingChangesSurviveARestart() throws Exception {
        announce();
        take(whole(50, "old", "old"), whole(40, "old", "old"), load(110, "new", "new"));
        ordering.writes();

        OrderingHarness stopped = ordering;
        ordering =
                OrderingHarness.restored(
                        List.of(stopped.snapshot()), 1, 0, new HashMapStateBackend());
        stopped.close();
        assertThat(ordering.count(TABLE, Outcome.SUPERSEDED)).isEqualTo(1);
        announce(100L);

        assertThat(ordering.writes()).hasSize(1);
    }

    private void announce(Long... openings) throws Exception {
        ordering.announce(TABLE, DEFINITION, List.of(openings));
    }

    private void take(KeyedChange... changes) throws Exception {
        for (KeyedChange change : changes) {
            ordering.change(change);
        }
    }
}
