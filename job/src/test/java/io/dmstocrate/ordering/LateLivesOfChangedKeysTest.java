package io.dmstocrate.ordering;

import static io.dmstocrate.ordering.Words.DEFINITION;
import static io.dmstocrate.ordering.Words.TABLE;
import static io.dmstocrate.ordering.Words.again;
import static io.dmstocrate.ordering.Words.delete;
import static io.dmstocrate.ordering.Words.load;
import static io.dmstocrate.ordering.Words.ofRow;
import static io.dmstocrate.ordering.Words.partial;
import static io.dmstocrate.ordering.Words.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.KeyedChange.Part;
import io.dmstocrate.flow.KeyedChange.Word;
import io.dmstocrate.flow.RowWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Values travel to changed keys while it becomes known that the table was loaded anew. The shortest
 * of the histories that once ended in other rows than the source's.
 */
class LateLivesOfChangedKeysTest {

    private final TargetModel target = new TargetModel(true);
    private final List<Long> openings = new ArrayList<>();
    private OrderingHarness ordering;

    @BeforeEach
    void start() throws Exception {
        ordering = OrderingHarness.fresh();
        ordering.announce(TABLE, DEFINITION, List.of());
    }

    @AfterEach
    void stop() throws Exception {
        ordering.close();
    }

    /** The life of both is known to the delete only. */
    @Test
    void ofAKeyThatIsUsedAgainAnOlderWordIsOlderWhicheverLivesWereKnown() throws Exception {
        take(leaves(50, 1, 2), arrives(40, 1));
        take(ofRow(2, whole(30, "a", "b")), leaves(40, 2, 1), arrives(50, 2));

        opens(5);
        take(ofRow(1, delete(20)));

        assertThat(target.rows()).isEqualTo(Map.of(2L, Map.of("a", "a", "b", "b")));
    }

    @Test
    void aReloadedRowReplacesWhatOlderUpdatesHaveSentAlong() throws Exception {
        take(arrives(30, 2), ofRow(1, partial(10, "b", "former")), leaves(30, 1, 2));
        take(ofRow(1, load(20, "a", "b")));

        opens(15);

        assertThat(target.rows()).isEqualTo(Map.of(2L, Map.of("a", "a", "b", "b")));
    }

    @Test
    void alsoIfNobodyTellsInTimeThatItIsOne() throws Exception {
        take(arrives(30, 2), ofRow(1, partial(10, "b", "former")), leaves(30, 1, 2));
        take(ofRow(1, load(20, "a", "b")));

        ordering.letTimePass();
        collect();

        assertThat(target.rows()).isEqualTo(Map.of(2L, Map.of("a", "a", "b", "b")));
    }

    @Test
    void aReloadedRowReplacesWhatCameFromAnotherKeyBefore() throws Exception {
        take(arrives(30, 2), leaves(30, 1, 2), arrives(8, 1));
        take(ofRow(1, load(20, "a", "b")), ofRow(3, whole(5, "former", null)), leaves(8, 3, 1));

        opens(15);

        assertThat(target.rows()).isEqualTo(Map.of(2L, Map.of("a", "a", "b", "b")));
    }

    @Test
    void aReloadedRowLeavesByTheKeyChangeOfItsOwnLife() throws Exception {
        take(leaves(50, 1, 2), arrives(50, 2), leaves(10, 1, 3), arrives(10, 3));
        take(ofRow(1, load(30, "a", "b")));

        opens(5);
        opens(20);

        assertThat(target.rows()).containsEntry(2L, Map.of("a", "a", "b", "b"));
    }

    @Test
    void whatTheRowWaitsForIsPassedOnThoughTheRowItselfIsOfAFormerLife() throws Exception {
        take(ofRow(1, load(5, "former", "former")), arrives(30, 1));
        opens(15);
        take(leaves(40, 1, 2), arrives(40, 2));
        take(ofRow(3, load(20, "a", "b")), leaves(30, 3, 1));

        assertThat(target.rows()).isEqualTo(Map.of(2L, Map.of("a", "a", "b", "b")));
    }

    /** It was read when the change may have been committed, so it may be another row. */
    @Test
    void aReloadedRowThatMayBeAnotherOneIsMissedAndNotTheFormerOneTaken() throws Exception {
        take(again(leaves(20, 1, 2), 30), again(arrives(20, 2), 30));
        take(ofRow(1, whole(10, "former", "former")), ofRow(1, load(25, "a", "b")));

        opens(15);

        assertThat(target.lost(2L)).containsExactly("a", "b");
    }

    @Test
    void whatAnUpdateSaysOfSuchARowIsTaken() throws Exception {
        take(ofRow(1, load(25, "another", "another")));
        take(again(leaves(20, 1, 2), 30), again(arrives(20, 2), 30));
        take(again(ofRow(1, partial(10, "b", "b")), 26));

        assertThat(target.lost(2L)).containsExactly("a");
        assertThat(target.rows().get(2L)).containsEntry("b", "b");
    }

    @Test
    void noOlderWordStandsForWhatIsLost() throws Exception {
        take(arrives(60, 3), leaves(50, 3, 1), arrives(40, 3));
        take(leaves(60, 1, 3), arrives(50, 1));
        take(ofRow(3, load(5, "older", "older")), ofRow(1, whole(30, "a", "b")), leaves(40, 1, 3));

        assertThat(target.lost(3L)).containsExactly("a", "b");
    }

    @Test
    void whatARowTookToItsKeyBeforeIsNotWhatAnotherOneTakesThere() throws Exception {
        take(leaves(20, 1, 3), arrives(20, 3), ofRow(1, partial(10, "a", "older")));
        take(ofRow(1, partial(60, "a", "newer")), leaves(50, 1, 3), ofRow(3, delete(30)));
        take(ofRow(1, whole(40, "a", "b")), arrives(50, 3));

        assertThat(target.lost(3L)).containsExactly("a");
        assertThat(target.rows().get(3L)).containsEntry("b", "b");
    }

    private void opens(long time) throws Exception {
        openings.add(time);
        ordering.announce(TABLE, DEFINITION, openings);
        collect();
    }

    private void take(KeyedChange... changes) throws Exception {
        for (KeyedChange change : changes) {
            ordering.change(change);
            collect();
        }
    }

    private void collect() {
        for (RowWrite write : ordering.writes()) {
            target.write(write);
        }
    }

    /** The part at the old key of a record that carries nothing but keys. */
    private static KeyedChange leaves(long time, long key, long newKey) {
        return part(Word.DELETE, Part.OLD_KEY, newKey, ofRow(key, delete(time)));
    }

    /** The part at the new key. */
    private static KeyedChange arrives(long time, long newKey) {
        return part(Word.PARTIAL, Part.NEW_KEY, newKey, ofRow(newKey, partial(time)));
    }

    private static KeyedChange part(Word word, Part part, long newKey, KeyedChange change) {
        return new KeyedChange(
                change.key(),
                change.table(),
                word,
                change.phase(),
                part,
                change.keySize(),
                change.row(),
                change.timestampMicros(),
                change.source(),
                change.position(),
                change.payload(),
                0,
                0,
                "shop.item/" + newKey,
                List.of("a", "b"));
    }
}
