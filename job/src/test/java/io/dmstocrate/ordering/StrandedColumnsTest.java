package io.dmstocrate.ordering;

import static io.dmstocrate.ordering.Words.columns;
import static io.dmstocrate.ordering.Words.insert;
import static io.dmstocrate.ordering.Words.ofRevision;
import static io.dmstocrate.ordering.Words.oldKey;
import static io.dmstocrate.ordering.Words.partial;
import static io.dmstocrate.ordering.Words.update;
import static io.dmstocrate.ordering.Words.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.Transfer;
import io.dmstocrate.flow.Transfer.Kind;
import io.dmstocrate.ordering.RowRegister.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Column b comes with revision 1, and the row's key is changed by a record of revision 0: what
 * there is of b is told at the old key.
 */
class StrandedColumnsTest {

    private static final KnownColumns BEFORE = columns(0);
    private static final KnownColumns SINCE = columns(1);

    private final TravelRules rules = new TravelRules();
    private RowHistory history = RowHistory.NONE;

    @Test
    void aLateWordWithTheColumnIsTold() {
        take(insert(10, "a"), BEFORE);
        assertThat(take(oldKey(30), BEFORE)).isEqualTo(Verdict.DELETE);
        assertThat(rules.transfers()).isEmpty();

        assertThat(take(partial(20, "b", "late"), SINCE)).isEqualTo(Verdict.CARRY);
        assertThat(rules.transfers()).containsExactly(strand());
    }

    @Test
    void ofTwoLateWordsTheOlderOneIsNotTold() {
        take(oldKey(30), BEFORE);
        take(partial(20, "b", "newer"), SINCE);

        assertThat(take(whole(10, "a", "older"), SINCE)).isEqualTo(Verdict.SUPERSEDED);
        assertThat(rules.transfers()).isEmpty();
    }

    @Test
    void whatSaysNothingOfTheColumnIsNotTold() {
        take(oldKey(30), BEFORE);

        take(whole(20, "a", null), SINCE);
        assertThat(rules.transfers()).isEmpty();
        take(insert(10, "a"), SINCE);
        assertThat(rules.transfers()).isEmpty();
    }

    @Test
    void ofARowOfWhichSomethingMayBeThereTheTargetIsAsked() {
        take(whole(10, "a", "b"), SINCE);
        take(oldKey(30), SINCE);

        assertThat(rules.transfers())
                .singleElement()
                .satisfies(
                        look -> {
                            assertThat(look.kind()).isEqualTo(Kind.LOOK);
                            assertThat(look.columns()).containsExactly("b");
                        });
    }

    @Test
    void whatANewerWordHasReplacedIsTold() {
        take(partial(20, "b", "old"), SINCE);
        take(whole(40, "a", "another row's"), SINCE);

        take(oldKey(30), SINCE);
        assertThat(rules.transfers()).containsExactly(strand());

        take(oldKey(30), SINCE);
        assertThat(rules.transfers()).isEmpty();
        take(partial(10, "b", "older"), SINCE);
        assertThat(rules.transfers()).containsExactly(strand());
    }

    @Test
    void aValueThatANewerUpdateHasReplacedIsTold() {
        take(whole(10, "a", "old"), SINCE);
        take(partial(40, "b", "another row's"), SINCE);

        take(oldKey(30), SINCE);

        assertThat(rules.transfers()).containsExactly(strand());
    }

    @Test
    void aRecordThatKnewTheColumnTakesNothingBack() {
        take(whole(10, "a", "b"), SINCE);
        take(update(20, "a", "b"), SINCE);
        KeyedChange known = ofRevision(1, oldKey(30));

        take(known, SINCE);
        assertThat(rules.transfers()).isEmpty();
        take(partial(25, "b", "late"), SINCE);
        assertThat(rules.transfers()).isEmpty();
    }

    /** The state of such a key does not grow for ever, and still nothing is silent. */
    @Test
    void ofManyDeparturesTheOldestBecomeOne() {
        for (int i = 1; i <= 100; i++) {
            take(whole(100L * i, "a", null), SINCE);
            take(oldKey(100L * i + 50), SINCE);
        }
        assertThat(history.travels().departures()).hasSize(Travels.DEPARTURES);

        for (long time : List.of(120L, 5_020L, 9_920L)) {
            take(partial(time, "b", "late"), SINCE);
            assertThat(rules.transfers()).containsExactly(strand());
        }
        // Before the last row was inserted, and so of the one before it.
        take(partial(9_870, "b", "late"), SINCE);
        assertThat(rules.transfers()).isEmpty();
    }

    private static Transfer strand() {
        return Transfer.of(Kind.STRAND, "", List.of("b"));
    }

    private Verdict take(KeyedChange change, KnownColumns columns) {
        Verdict verdict =
                rules.judge(
                        history,
                        change,
                        ChangeVersion.of(change),
                        Generations.NONE,
                        columns,
                        false);
        history = rules.history();
        return verdict;
    }
}
