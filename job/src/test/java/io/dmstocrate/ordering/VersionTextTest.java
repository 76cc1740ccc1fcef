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

    private static String version(Phase phase, String rest) {
        StringBuilder position = new StringBuilder();
        OrderedText.appendFixed(position, COMMIT);
        return new ChangeVersion(COMMIT + 150_000, phase, position + rest).text(Generations.NONE);
    }
}
