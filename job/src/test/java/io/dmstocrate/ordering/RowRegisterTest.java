package io.dmstocrate.ordering;

import static io.dmstocrate.ordering.Words.again;
import static io.dmstocrate.ordering.Words.delete;
import static io.dmstocrate.ordering.Words.insert;
import static io.dmstocrate.ordering.Words.load;
import static io.dmstocrate.ordering.Words.partial;
import static io.dmstocrate.ordering.Words.update;
import static io.dmstocrate.ordering.Words.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Row;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.ordering.RowRegister.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowRegisterTest {

    private final RowRegister register = new RowRegister();
    private Generations generations = Generations.NONE;
    private KnownColumns columns = Words.COLUMNS;
    private RowHistory history = RowHistory.NONE;

    @Test
    void theFirstWordOnARowIsWrittenAsItIs() {
        KeyedChange load = load(1, "x", "y");

        assertThat(take(load)).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isSameAs(load.row());
    }

    @Test
    void aNewerWholeRowReplacesAnOlderOne() {
        take(whole(1, "x", "y"));

        assertThat(take(whole(2, "z", null))).isEqualTo(Verdict.UPSERT);
        assertThat(take(whole(1, "x", "y"))).isEqualTo(Verdict.SUPERSEDED);
    }

    @Test
    void theSameChangeIsADuplicateAlsoInALaterMessage() {
        take(whole(5, "x", "y"));

        assertThat(take(whole(5, "x", "y"))).isEqualTo(Verdict.DUPLICATE);
        assertThat(take(again(whole(5, "x", "y"), 900))).isEqualTo(Verdict.DUPLICATE);
        assertThat(take(partial(6, "a", "z"))).isEqualTo(Verdict.UPSERT);
        assertThat(take(again(partial(6, "a", "z"), 901))).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void nothingChangesWhereNothingIsWritten() {
        take(whole(5, "x", "y"));
        RowHistory before = history;

        take(whole(5, "x", "y"));
        take(whole(4, "x", "y"));
        take(partial(3, "a", "z"));

        assertThat(history).isSameAs(before);
    }

    @Test
    void aLateWholeRowCompletesARowUnderAnUpdate() {
        take(partial(5, "a", "new"));

        assertThat(take(load(1, "old", "y"))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", "y"));
        assertThat(newestTime()).isEqualTo(5);
    }

    @Test
    void aLoadCompletesARowWheneverItWasBuilt() {
        take(partial(5, "a", "new"));

        assertThat(take(load(9, "old", "y"))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", "y"));
        assertThat(newestTime()).isEqualTo(5);
    }

    @Test
    void anUpdateWritesOnlyItsColumnsThatAreNewer() {
        take(partial(5, "a", "a5"));

        assertThat(take(partial(4, "a", "a4", "b", "b4"))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", "b4"));
        assertThat(take(partial(3, "a", "a3", "b", "b3"))).isEqualTo(Verdict.SUPERSEDED);
    }

    @Test
    void aWholeRowForgetsTheUpdatesBeforeIt() {
        take(partial(5, "a", "a5"));
        take(partial(8, "b", "b8"));

        take(whole(6, "a6", "b6"));

        assertThat(register.row()).isEqualTo(row("id", 7L, "a", "a6"));
        assertThat(history.columns()).isEqualTo(1);
    }

    @Test
    void nothingOlderComesBackFromUnderATombstone() {
        assertThat(take(delete(5))).isEqualTo(Verdict.DELETE);

        assertThat(take(load(9, "x", "y"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(whole(4, "x", "y"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(partial(4, "a", "x"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(whole(6, "x", "y"))).isEqualTo(Verdict.UPSERT);
    }

    @Test
    void anUpdateUnderATombstoneAnnouncesALateInsert() {
        take(delete(5));

        assertThat(take(partial(7, "a", "a7"))).isEqualTo(Verdict.UPSERT);
        assertThat(take(whole(6, "a6", "b6"))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", "b6"));
    }

    @Test
    void aSoftlyDeletedRowDoesNotComeBackAsItWas() {
        take(whole(1, "a1", "b1"));
        take(delete(5));

        take(partial(7, "a", "a7"));
        assertThat(register.row()).isEqualTo(row("id", 7L, "a", "a7", "b", null));
        take(partial(8, "b", "b8"));
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", "b8"));
    }

    @Test
    void aLateDeleteUnderANewerUpdateClearsTheOtherColumns() {
        take(whole(1, "a1", "b1"));
        take(partial(7, "a", "a7"));

        assertThat(take(delete(5))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", null));
        assertThat(newestTime()).isEqualTo(7);
    }

    @Test
    void aLateDeleteUnderUpdatesOfAllColumnsWritesNothing() {
        take(partial(7, "a", "a7", "b", "b7"));

        assertThat(take(delete(5))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(history.isDeleted()).isTrue();
        assertThat(take(whole(4, "a4", "b4"))).isEqualTo(Verdict.SUPERSEDED);
    }

    @Test
    void withoutADefinitionNobodyKnowsTheOtherColumns() {
        take(partial(7, "a", "a7"));
        columns = KnownColumns.NONE;

        take(delete(5));

        assertThat(register.lacksDefinition()).isTrue();
    }

    @Test
    void anUpdateOfTheKeyAloneSaysThatTheRowIsThere() {
        take(delete(5));

        assertThat(take(partial(7))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "a", null, "b", null));
        assertThat(take(partial(7))).isEqualTo(Verdict.DUPLICATE);
        assertThat(take(partial(6))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(delete(6))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "a", null, "b", null));
    }

    @Test
    void aLoadOfALaterLifeReplacesChanges() {
        generations = Generations.of(List.of(100L), List.of());
        take(whole(50, "old", "old"));
        take(partial(60, "a", "old"));

        assertThat(take(load(110, "new", null))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "a", "new", "b", null));
    }

    @Test
    void whatComesFromAFormerLifeIsSuperseded() {
        generations = Generations.of(List.of(100L), List.of());

        assertThat(take(whole(99, "x", "y"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(delete(98))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(history).isSameAs(RowHistory.NONE);
    }

    @Test
    void aLoadGoesOnWritingWhenUpdatesTurnOutToBeOfAFormerLife() {
        take(partial(50, "a", "old"));
        take(load(110, "new", "new"));
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", "new"));

        generations = Generations.of(List.of(100L), List.of());

        assertThat(take(load(110, "new", "new"))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "a", "new", "b", "new"));
        assertThat(take(load(110, "new", "new"))).isEqualTo(Verdict.DUPLICATE);
    }

    /** The row may have been swept since. */
    @Test
    void aLoadOfAFormerLifeWritesNothingAgain() {
        take(partial(50, "a", "old"));
        take(load(110, "former", "former"));

        generations = Generations.of(List.of(100L, 200L), List.of());

        assertThat(take(load(110, "former", "former"))).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void anUpdateLeavesTheColumnAloneThatItsDefinitionDidNotHave() {
        take(update(5, "a5"));

        assertThat(take(whole(3, "a3", "b3"))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", "b3"));
        assertThat(newestTime()).isEqualTo(5);
        assertThat(take(whole(3, "a3", "b3"))).isEqualTo(Verdict.DUPLICATE);
        assertThat(take(whole(2, "a2", "b2"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(update(5, "a5"))).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void aLateRowMakesNothingOfWhatAnUpdateOfEveryColumnSaid() {
        take(update(5, "a5", "b5"));

        assertThat(take(whole(3, "a3", "b3"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(load(9, "x", "y"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(partial(4, "b", "b4"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(partial(6, "b", "b6"))).isEqualTo(Verdict.UPSERT);
    }

    @Test
    void olderUpdatesWriteTheColumnsThatANewerOneDidNotKnow() {
        take(update(5, "a5"));

        assertThat(take(update(4, "a4", "b4"))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", "b4"));
        assertThat(take(partial(3, "a", "a3", "b", "b3"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(whole(2, "a2", "b2"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(update(4, "a4", "b4"))).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void whatIsKnownOfALaterColumnOutlivesAnUpdateThatDidNotKnowIt() {
        take(update(4, "a4", "b4"));
        take(update(5, "a5"));

        assertThat(register.row()).isEqualTo(row("id", 7L, "a", "a5"));
        assertThat(take(partial(3, "b", "b3"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(whole(2, "a2", "b2"))).isEqualTo(Verdict.SUPERSEDED);

        take(update(6, "a6", "b6"));
        assertThat(history.columns()).isZero();
    }

    @Test
    void aPartialUpdateOfALaterColumnOutlivesAnUpdateThatDidNotKnowIt() {
        take(partial(4, "b", "b4"));
        take(update(5, "a5"));

        assertThat(take(partial(3, "b", "b3"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(whole(2, "a2", "b2"))).isEqualTo(Verdict.SUPERSEDED);
    }

    @Test
    void nothingComesBackFromUnderADeleteThatAnUpdateHasGoneOver() {
        take(update(7, "a7"));

        assertThat(take(delete(5))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", null));
        assertThat(take(whole(4, "a4", "b4"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(partial(4, "b", "b4"))).isEqualTo(Verdict.SUPERSEDED);
        assertThat(take(whole(6, "a6", "b6"))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", "b6"));
    }

    @Test
    void aSoftlyDeletedRowComesBackWithoutTheColumnsThatItsUpdateDidNotKnow() {
        take(whole(1, "a1", "b1"));
        take(delete(5));

        take(update(7, "a7"));

        assertThat(register.row()).isEqualTo(row("id", 7L, "a", "a7", "b", null));
    }

    @Test
    void aRowThatWasInsertedBeforeAColumnWasKnownHasNullInIt() {
        take(load(1, "a1", "b1"));

        assertThat(take(insert(5, "a5"))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "a", "a5", "b", null));
    }

    @Test
    void anUpdateOfARevisionThatIsNotKnownSpeaksOfWhatItCarries() {
        columns = Words.columns(0);
        take(update(5, "a5", "b5"));
        take(update(6, "a6"));
        columns = Words.columns(1);

        assertThat(take(whole(3, "a3", "b3"))).isEqualTo(Verdict.SUPERSEDED);
    }

    @Test
    void anUpdateThatWasPartialInALaterMessageIsKnown() {
        take(again(partial(5, "a", "a5"), 900));

        assertThat(take(update(5, "a5"))).isEqualTo(Verdict.DUPLICATE);
        assertThat(newestTime()).isEqualTo(900);
    }

    @Test
    void aLoadOfALaterLifeReplacesAnUpdateOfEveryColumn() {
        take(update(50, "old"));
        take(load(110, "new", "new"));
        assertThat(register.row()).isEqualTo(row("id", 7L, "b", "new"));

        generations = Generations.of(List.of(100L), List.of());

        assertThat(take(load(110, "new", "new"))).isEqualTo(Verdict.UPSERT);
        assertThat(register.row()).isEqualTo(row("id", 7L, "a", "new", "b", "new"));
        assertThat(take(update(60, "old", "old"))).isEqualTo(Verdict.SUPERSEDED);
    }

    private Verdict take(KeyedChange change) {
        Verdict verdict =
                register.judge(history, change, ChangeVersion.of(change), generations, columns);
        history = register.history();
        return verdict;
    }

    private long newestTime() {
        return history.newest(generations).timestampMicros();
    }

    private static Row row(Object... namesAndValues) {
        String[] names = new String[namesAndValues.length / 2];
        Object[] values = new Object[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = (String) namesAndValues[2 * i];
            values[i] = namesAndValues[2 * i + 1];
        }
        return new Row(Columns.of(names), values);
    }
}
