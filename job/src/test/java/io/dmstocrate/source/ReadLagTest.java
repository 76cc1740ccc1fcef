package io.dmstocrate.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.SourcePosition.Ordering;
import org.junit.jupiter.api.Test;

class ReadLagTest {

    private final ReadLag lag = new ReadLag();

    @Test
    void beforeTheFirstChangeThereIsNone() {
        assertThat(lag.millis()).isEqualTo(-1);
    }

    @Test
    void itIsTheTimeFromCommitToReading() {
        lag.note(position("P", Ordering.POSTGRESQL_LSN), 5_000);

        assertThat(lag.millis()).isEqualTo(2_000);
    }

    @Test
    void withoutTransactionDetailsThereIsNone() {
        lag.note(position("U", Ordering.ARRIVAL), 5_000);

        assertThat(lag.millis()).isEqualTo(-1);
    }

    private static SourcePosition position(String rest, Ordering ordering) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, 3_000_000);
        return SourcePosition.of(text + rest, ordering);
    }
}
