package io.dmstocrate.ordering;

import static io.dmstocrate.testing.OptionTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OrderOptionsTest {

    @Test
    void defaults() {
        assertThat(read(OrderOptions::read)).isEqualTo(new OrderOptions(Duration.ofDays(7)));
    }

    @Test
    void everyKey() {
        assertThat(read(OrderOptions::read, "--Order.state.ttl=36 h"))
                .isEqualTo(new OrderOptions(Duration.ofHours(36)));
    }
}
