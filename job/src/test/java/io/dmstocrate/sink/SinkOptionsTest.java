package io.dmstocrate.sink;

import static io.dmstocrate.testing.OptionTexts.problems;
import static io.dmstocrate.testing.OptionTexts.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.sink.SinkOptions.Deletes;
import io.dmstocrate.sink.SinkOptions.OnRejected;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SinkOptionsTest {

    @Test
    void defaults() {
        assertThat(read(SinkOptions::read))
                .isEqualTo(
                        new SinkOptions(
                                5000,
                                8 * 1024 * 1024,
                                Duration.ofSeconds(1),
                                "dms_version",
                                Deletes.HARD,
                                OnRejected.DEAD_LETTER,
                                Duration.ofMinutes(5)));
    }

    @Test
    void everyKey() {
        assertThat(
                        read(
                                SinkOptions::read,
                                "--Sink.flush.rows=100",
                                "--Sink.flush.bytes=512kb",
                                "--Sink.flush.interval=200 ms",
                                "--Sink.version.column=v",
                                "--Sink.deletes=soft",
                                "--Sink.on.rejected=fail",
                                "--Sink.retry.timeout=1 min"))
                .isEqualTo(
                        new SinkOptions(
                                100,
                                512 * 1024,
                                Duration.ofMillis(200),
                                "v",
                                Deletes.SOFT,
                                OnRejected.FAIL,
                                Duration.ofMinutes(1)));
    }

    @Test
    void versionColumnCanBeSwitchedOff() {
        assertThat(read(SinkOptions::read, "--Sink.version.column=none").versionColumn()).isEmpty();
    }

    @Test
    void softDeletesNeedVersionColumn() {
        assertThat(problems(SinkOptions::read, "--Sink.version.column=none", "--Sink.deletes=soft"))
                .singleElement()
                .asString()
                .startsWith("Sink.deletes: soft needs a version column");
    }

    @Test
    void onlySoftDeletesHaveFlag() {
        assertThat(read(SinkOptions::read, "--Sink.deletes=soft").deletedColumn())
                .isEqualTo("dms_deleted");
        assertThat(read(SinkOptions::read).deletedColumn()).isEmpty();
    }

    @Test
    void valuesOfTheWrongKindTellWhatWouldDo() {
        assertThat(
                        problems(
                                SinkOptions::read,
                                "--Sink.flush.rows=many",
                                "--Sink.flush.bytes=big",
                                "--Sink.flush.interval=soon",
                                "--Sink.on.rejected=shrug"))
                .containsExactly(
                        "Sink.flush.rows: can't be read; write a whole number, such as 5000",
                        "Sink.flush.bytes: can't be read; write a size, such as 512 kb or 8 mb",
                        "Sink.flush.interval: can't be read; write a duration, such as 500 ms, 1 s,"
                                + " 5 min or 7 d",
                        "Sink.on.rejected: can't be read; write one of dead-letter, fail");
    }

    @Test
    void nothingIsFlushedNever() {
        assertThat(
                        problems(
                                SinkOptions::read,
                                "--Sink.flush.rows=0",
                                "--Sink.flush.bytes=0",
                                "--Sink.flush.interval=0 s"))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("must be at least 1"));
    }
}
