package io.dmstocrate.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.JobOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentTest {

    private final Problems problems = new Problems();

    @ParameterizedTest
    @CsvSource({
        "--Source.kind=file, Source, kind",
        "--Sink.flush.rows=1, Sink, flush.rows",
        "--Sinks.flush.rows=1, Sinks, flush.rows",
        "--Table:shop.item.primary.key=id, Table:shop.item, primary.key",
        "--Table:shop.item.column.policy=strict, Table:shop.item, column.policy",
        "--Table:shop.item.column.a.b.type=text, Table:shop.item, column.a.b.type",
        "--Table:shop.item.column.shards.type=text, Table:shop.item, column.shards.type",
        "--Table:shop.column.column.a.type=text, Table:shop.column, column.a.type",
        "--Table:shop.my.item.target=a.b, Table:shop.my.item, target",
        "--Table:awsdms_status.column.a.type=text, Table:awsdms_status, column.a.type",
        "--Table:awsdms_status.primary.key=a, Table:awsdms_status, primary.key",
        "--Table:*.shards=1, Table:*, shards",
        "--Table:*.item.shards=1, Table:*.item, shards",
        "--Table:shop.*.shards=1, Table:shop.*, shards",
        "--Table:shop.item.primry.key=id, Table:shop.item, primry.key",
    })
    void groupEndsWhereTheKeyBegins(String text, String group, String key) {
        Argument argument = Argument.parse(text, JobOptions.GROUPS, problems);

        assertThat(problems.lines()).isEmpty();
        assertThat(argument.group()).isEqualTo(group);
        assertThat(argument.key()).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--Sink=1", "--Sink.=1", "--Table:=1", "--Table:shop=1", "--verbos", "x=1"})
    void everythingElseIsProblem(String text) {
        assertThat(Argument.parse(text, JobOptions.GROUPS, problems)).isNull();
        assertThat(problems.lines()).hasSize(1);
    }

    @Test
    void valueThatLostItsKeyIsNotShown() {
        Argument.parse("hunter2", JobOptions.GROUPS, problems);

        assertThat(problems.lines())
                .containsExactly("an argument: is not understood; write --Group.key=value");
    }
}
