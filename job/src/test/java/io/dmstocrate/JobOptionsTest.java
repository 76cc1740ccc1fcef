package io.dmstocrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dmstocrate.config.InvalidOptionsException;
import io.dmstocrate.dms.TableId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobOptionsTest {

    @Test
    void allGroupsAreLoaded() {
        JobOptions options =
                load(
                        "--Source.kind=file",
                        "--Source.path=dump.ndjson",
                        "--Target.url=jdbc:postgresql://localhost:5432/",
                        "--Sink.flush.rows=7",
                        "--Order.state.ttl=1 d",
                        "--Schema.wait.rows=9",
                        "--Table:shop.item.primary.key=id");

        assertThat(options.source().path()).isEqualTo("dump.ndjson");
        assertThat(options.target().user()).isEqualTo("crate");
        assertThat(options.sink().flushRows()).isEqualTo(7);
        assertThat(options.order().stateTtl()).hasDays(1);
        assertThat(options.schema().waitRows()).isEqualTo(9);
        assertThat(options.tables().apply(new TableId("shop", "item")).primaryKey())
                .containsExactly("id");
    }

    @Test
    void everyProblemIsToldAtOnce() {
        InvalidOptionsException failure =
                catchThrowableOfType(
                        InvalidOptionsException.class,
                        () ->
                                load(
                                        "--Source.kind=file",
                                        "--Sink.flush.row=7",
                                        "--Sink.deletes=gently",
                                        "nonsense"));

        assertThat(failure.problems())
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "an argument",
                        "Sink.flush.row",
                        "Source.path",
                        "Target.url",
                        "Sink.deletes");
        assertThat(failure.getMessage().lines()).hasSize(6);
    }

    private static JobOptions load(String... arguments) {
        return JobOptions.load(Optional.empty(), List.of(arguments));
    }
}
