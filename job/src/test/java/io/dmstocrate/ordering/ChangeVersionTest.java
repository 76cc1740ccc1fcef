package io.dmstocrate.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.flow.KeyedChange.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChangeVersionTest {

    private static final Generations ONE = Generations.of(List.of(1_000L), List.of());

    @Test
    void aLaterLifeIsNewerWhateverThePhase() {
        ChangeVersion change = change(999, "z");
        ChangeVersion load = load(1_000);

        assertThat(load.compare(change, Generations.NONE)).isNegative();
        assertThat(load.compare(change, ONE)).isPositive();
    }

    @Test
    void aChangeIsNewerThanALoadOfItsLife() {
        assertThat(change(1_100, "a").compare(load(1_200), ONE)).isPositive();
    }

    @Test
    void positionsDecideWithinALifeAndTimesDoNot() {
        assertThat(change(1_100, "b").compare(change(1_200, "a"), ONE)).isPositive();
    }

    @Test
    void aChangeBuiltAgainIsTheSameUnlessALifeLiesBetween() {
        assertThat(change(500, "a").compare(change(900, "a"), ONE)).isZero();
        assertThat(change(500, "a").compare(change(1_500, "a"), ONE)).isNegative();
    }

    @Test
    void textSortsLikeVersions() {
        Generations generations = Generations.of(List.of(1_000L, 2_000L), List.of());
        Random random = new Random(1);
        List<ChangeVersion> versions = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long time = random.nextInt(3_000);
            versions.add(random.nextBoolean() ? load(time) : change(time, position(random)));
        }
        for (ChangeVersion a : versions) {
            for (ChangeVersion b : versions) {
                int byText = Integer.signum(a.text(generations).compareTo(b.text(generations)));
                int byVersion = Integer.signum(a.compare(b, generations));
                // Equal changes differ in the time of their message.
                if (byVersion != 0) {
                    assertThat(byText).as("%s %s", a, b).isEqualTo(byVersion);
                }
            }
        }
    }

    @Test
    void textGrowsWhenALifeBecomesKnown() {
        ChangeVersion change = change(1_500, "a");

        assertThat(change.text(ONE)).isGreaterThan(change.text(Generations.NONE));
    }

    @Test
    void textHasBothTimesThatASweepCompares() {
        String text = change(1_500, "position").text(ONE);

        assertThat(OrderedText.readFixed(text, 0)).isEqualTo(1_000);
        assertThat(OrderedText.readFixed(text, text.length() - OrderedText.FIXED_LENGTH))
                .isEqualTo(1_500);
        assertThat(load(1_500).text(ONE)).hasSize(2 * OrderedText.FIXED_LENGTH + 1);
    }

    @Test
    void lifesBeginWithTheirOwnTime() {
        Generations generations = Generations.of(List.of(10L, 20L), List.of());

        assertThat(generations.of(9)).isZero();
        assertThat(generations.of(10)).isEqualTo(10);
        assertThat(generations.of(19)).isEqualTo(10);
        assertThat(generations.of(1_000)).isEqualTo(20);
        assertThat(generations.newest()).isEqualTo(20);
        assertThat(Generations.NONE.newest()).isZero();
    }

    private static String position(Random random) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, random.nextInt(20));
        OrderedText.appendSigned(text, random.nextInt(100_000));
        return text.toString();
    }

    private static ChangeVersion change(long time, String position) {
        return new ChangeVersion(time, Phase.CHANGE, position);
    }

    private static ChangeVersion load(long time) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, time);
        OrderedText.appendDecimal(text, "49590338271490256608559692538361571095921575989136588898");
        return new ChangeVersion(time, Phase.LOAD, text.toString());
    }
}
