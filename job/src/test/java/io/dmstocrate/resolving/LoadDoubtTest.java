package io.dmstocrate.resolving;

import static io.dmstocrate.testing.Samples.change;
import static io.dmstocrate.testing.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RowChange;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadDoubtTest {

    private final LoadDoubt doubt = new LoadDoubt(1000);

    @Test
    void loadAndTheChangesBehindItGoOn() {
        assertThat(doubt.holds(load(1))).isFalse();
        assertThat(doubt.holds(update(2))).isFalse();
        // By a slower shard.
        assertThat(doubt.holds(load(1))).isFalse();
    }

    @Test
    void loadThatWasBuiltAfterAChangeWaitsAndSoDoesWhatIsBehindIt() {
        doubt.holds(update(5));

        assertThat(doubt.holds(load(7))).isTrue();
        assertThat(doubt.holds(update(8))).isTrue();
        assertThat(doubt.holds(update(6))).isFalse();
    }

    @Test
    void wordOfTheReloadEndsTheWaiting() {
        doubt.holds(update(5));
        doubt.holds(load(7));

        doubt.announced(List.of(4L));
        assertThat(doubt.holds(load(7))).isTrue();

        doubt.announced(List.of(4L, 6L));
        assertThat(doubt.holds(load(7))).isFalse();
        assertThat(doubt.holds(update(8))).isFalse();
    }

    @Test
    void reloadThatWasAnnouncedBeforeItsRowsIsNotDoubted() {
        doubt.holds(update(5));
        doubt.announced(List.of(6L));

        assertThat(doubt.holds(load(7))).isFalse();
    }

    @Test
    void loadThatNothingAnnouncesIsBelievedAfterAWhileUntilTheNextOne() {
        doubt.holds(update(5));
        doubt.holds(load(7));
        assertThat(doubt.gaveUp(1)).isFalse();
        assertThat(doubt.gaveUp(1000)).isFalse();
        assertThat(doubt.gaveUp(1001)).isTrue();

        assertThat(doubt.holds(load(8))).isFalse();
        doubt.holds(update(9));
        assertThat(doubt.holds(load(10))).isTrue();
    }

    private static RowChange load(long number) {
        return change(number, Operation.LOAD, row("id", 1L));
    }

    private static RowChange update(long number) {
        return change(number, Operation.UPDATE, row("id", 1L));
    }
}
