package io.dmstocrate.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.ValueRank;
import io.dmstocrate.flow.VersionText;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueRankTest {

    private static final long LIFE = 100;

    @Test
    void wordsOfOneLifeSortByPhaseThenPosition() {
        assertOlder(loaded(0, 10), loaded(0, 11));
        assertOlder(loaded(0, 11), changed(0, 10));
        assertOlder(changed(0, 10), changed(0, 11));
    }

    @Test
    void aLaterLifeIsNewer() {
        assertOlder(changed(0, 99), loaded(LIFE, 120));
    }

    /** The second was made before the life was known that it belongs to. */
    @Test
    void eachIsReadByTheLivesThatBothKnow() {
        assertOlder(loaded(LIFE, 110), changed(0, 111));
        assertOlder(changed(LIFE, 110), changed(0, 111));
        assertOlder(changed(0, 99), changed(LIFE, 110));
    }

    @Test
    void messagesOfOneChangeAreEqual() {
        assertEqual(changed(0, 110), changed(LIFE, 110));
        assertEqual(
                ValueRank.of(0, 110, VersionText.CHANGE, position(110)),
                ValueRank.of(0, 190, VersionText.CHANGE, position(110)));
    }

    @Test
    void whatIsLostForGoodIsNewerThanWhatIsKnownAndThatThanWhatIsNot() {
        assertOlder(ValueRank.UNKNOWN, ValueRank.LOST);
        assertOlder(ValueRank.UNKNOWN, loaded(0, 1));
        assertOlder(changed(LIFE, 110), ValueRank.LOST);
    }

    @Test
    void whatCameFromAnotherRowSortsByItsArrivalThenByItsRankThere() {
        String early = ValueRank.before(changed(0, 110));
        String late = ValueRank.before(changed(LIFE, 120));

        assertOlder(early + changed(0, 109), late + ValueRank.LOST);
        assertOlder(early + ValueRank.UNKNOWN, early + ValueRank.LOST);
        assertOlder(early + ValueRank.UNKNOWN, early + loaded(0, 90));
        assertOlder(early + changed(0, 90), changed(LIFE, 120));
        assertOlder(changed(LIFE, 109), early + changed(0, 90));
        assertOlder(early + changed(0, 90), early + loaded(LIFE, 105));
        assertOlder(early + early + changed(0, 90), early + early + ValueRank.LOST);
    }

    @Test
    void theVersionOfAValueIsARank() {
        String version =
                new ChangeVersion(115, KeyedChange.Phase.CHANGE, position(110))
                        .text(Generations.of(List.of(LIFE), List.of()));
        assertThat(ValueRank.ofVersion(version))
                .isEqualTo(ValueRank.of(LIFE, 115, VersionText.CHANGE, position(110)));
        assertThat(ValueRank.ofVersion("")).isEqualTo(ValueRank.UNKNOWN);
    }

    /** A parcel of before an update of the job is filled behind it. */
    @Test
    void ranksWithoutTimeAreReadByTheirPositions() {
        assertOlder(former(0, 10), former(0, 11));
        assertEqual(former(0, 110), changed(0, 110));
        assertEqual(former(0, 110), changed(LIFE, 110));
        assertOlder(former(0, 99), loaded(LIFE, 110));
        assertOlder(loaded(LIFE, 110), former(0, 111));
        assertOlder(former(0, 110) + " " + former(0, 90), changed(LIFE, 120));
        assertOlder(ValueRank.UNKNOWN, former(0, 1));
    }

    @Test
    void whatIsNoRankSortsAsText() {
        assertOlder("?", "??");
        assertOlder("1a", "1b");
        assertEqual("?", "?");
    }

    private static String former(long life, long time) {
        StringBuilder text = new StringBuilder("1");
        OrderedText.appendFixed(text, life);
        return text.append(VersionText.CHANGE).append(position(time)).toString();
    }

    private static String loaded(long life, long time) {
        return ValueRank.of(life, time, VersionText.LOAD, position(time));
    }

    private static String changed(long life, long time) {
        return ValueRank.of(life, time, VersionText.CHANGE, position(time));
    }

    private static String position(long time) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, time);
        return text.append('P').toString();
    }

    private static void assertOlder(String one, String other) {
        assertThat(ValueRank.compare(one, other)).isNegative();
        assertThat(ValueRank.compare(other, one)).isPositive();
    }

    private static void assertEqual(String one, String other) {
        assertThat(ValueRank.compare(one, other)).isZero();
        assertThat(ValueRank.compare(other, one)).isZero();
    }
}
