package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.apache.flink.util.FlinkException;
import org.junit.jupiter.api.Test;

class FailureMessageTest {

    @Test
    void wrappersAreSkipped() {
        Exception failure =
                new FlinkException(
                        "Job execution failed.",
                        new RuntimeException(
                                new ExecutionException(
                                        new IllegalStateException(
                                                "what helps", new Exception("a detail")))));

        assertThat(FailureMessage.of(failure)).isEqualTo("what helps");
    }

    @Test
    void lastWrapperSpeaksIfNobodyElseDoes() {
        assertThat(FailureMessage.of(new FlinkException("outer", new FlinkException("inner"))))
                .isEqualTo("inner");
        assertThat(FailureMessage.of(new IllegalStateException()))
                .isEqualTo("IllegalStateException");
    }
}
