package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dialect.FailureKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private final FakePauses pauses = new FakePauses();
    private final Deque<Exception> failures = new ArrayDeque<>();
    private int forgotten;
    private int attempts;

    private final Retries retries =
            new Retries(
                    new Session(
                            new SuppliedConnections(
                                    () -> {
                                        throw new SQLException("no server", "08001");
                                    })),
                    Duration.ofSeconds(60),
                    () -> forgotten++,
                    pauses);

    @Test
    void whatSucceedsIsDoneOnce() {
        assertThat(run()).isEqualTo(1);
        assertThat(pauses.count()).isZero();
    }

    @Test
    void whatMayHelpIsDoneAgainAfterGrowingPauses() {
        failures.addAll(List.of(lost(), lost(), lost()));

        assertThat(run()).isEqualTo(4);

        assertThat(pauses.times())
                .containsExactly(
                        Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400));
        assertThat(forgotten).isEqualTo(3);
    }

    @Test
    void theBudgetIsSpentAndThenTheFailureIsThrown() {
        for (int i = 0; i < 100; i++) {
            failures.add(lost());
        }

        assertThatThrownBy(this::run)
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("could not do it")
                .hasFieldOrPropertyWithValue("kind", FailureKind.RETRYABLE);
        Duration spent = pauses.times().stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(spent).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
    }

    @Test
    void aStaleDefinitionIsLookedAtOnceMoreAtOnce() {
        failures.add(new TargetException(FailureKind.STALE_DEFINITION, "gone", null));

        assertThat(run()).isEqualTo(2);
        assertThat(pauses.count()).isZero();
        assertThat(forgotten).isEqualTo(1);
    }

    @Test
    void aDefinitionThatStaysStaleIsThrown() {
        failures.add(new TargetException(FailureKind.STALE_DEFINITION, "gone", null));
        failures.add(new TargetException(FailureKind.STALE_DEFINITION, "gone", null));

        assertThatThrownBy(this::run).hasMessage("gone");
        assertThat(attempts).isEqualTo(2);
    }

    @Test
    void aWrongPasswordIsNotTriedAgain() {
        failures.add(new SQLException("password authentication failed", "28P01"));

        assertThatThrownBy(this::run)
                .isInstanceOf(TargetException.class)
                .hasFieldOrPropertyWithValue("kind", FailureKind.FATAL);
        assertThat(attempts).isEqualTo(1);
    }

    private int run() {
        return retries.run(
                "do it",
                () -> {
                    attempts++;
                    Exception failure = failures.poll();
                    if (failure instanceof SQLException e) {
                        throw e;
                    }
                    if (failure instanceof TargetException e) {
                        throw e;
                    }
                    return attempts;
                });
    }

    private static SQLException lost() {
        return new SQLException("An I/O error occurred", "08006");
    }
}
