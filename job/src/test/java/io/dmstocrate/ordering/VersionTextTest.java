package io.dmstocrate.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.flow.KeyedChange.Phase;
import io.dmstocrate.flow.VersionText;
import org.junit.jupiter.api.Test;

class VersionTextTest {

    private static final long COMMIT = 1_927_857_906_000_000L;

    @Test
    void versionOfChangeTellsItsCommit() {
        assertThat(VersionText.commitMicros(version(Phase.CHANGE, "P"))).isEqualTo(COMMIT);
    }

    @Test
    void versionsOfLoadsAndOfChangesWithoutDetailsTellNone() {
        assertThat(VersionText.commitMicros(version(Phase.LOAD, "P"))).isEqualTo(-1);
        assertThat(VersionText.commitMicros(version(Phase.CHANGE, "U"))).isEqualTo(-1);
        assertThat(VersionText.commitMicros("")).isEqualTo(-1);
    }

    @Test
    void versionsCompareAsChangesOfTheNewestLifeThatEitherTells() {
        String older = text(0, "7", 70);
        String newer = text(0, "8", 80);
        assertThat(VersionText.compare(older, newer)).isNegative();
        assertThat(VersionText.compare(newer, older)).isPositive();
        assertThat(VersionText.compare(older, text(0, "7", 75))).as("sent again").isZero();
        assertThat(VersionText.compare("", older)).isNegative();
        assertThat(VersionText.compare("", "")).isZero();

        String ofLifeFrom75 = text(75, "6", 79);
        assertThat(VersionText.compare(older, ofLifeFrom75)).isNegative();
        assertThat(VersionText.compare(newer, ofLifeFrom75)).as("was of it, too").isPositive();
        assertThat(VersionText.compare(ofLifeFrom75, newer)).isNegative();
        assertThat(VersionText.isOfFormerLife(older, ofLifeFrom75)).isTrue();
        assertThat(VersionText.isOfFormerLife(newer, ofLifeFrom75)).isFalse();
        assertThat(VersionText.isOfFormerLife(ofLifeFrom75, older)).isFalse();
        assertThat(VersionText.isOfFormerLife("", older)).isFalse();
    }

    private static String text(long life, String position, long time) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, life);
        text.append(VersionText.CHANGE).append(position);
        OrderedText.appendFixed(text, time);
        return text.toString();
    }

    private static String version(Phase phase, String rest) {
        StringBuilder position = new StringBuilder();
        OrderedText.appendFixed(position, COMMIT);
        return new ChangeVersion(COMMIT + 150_000, phase, position + rest).text(Generations.NONE);
    }
}
