package io.dmstocrate.sink;

import static io.dmstocrate.testing.Samples.ITEM;
import static io.dmstocrate.testing.Samples.row;
import static io.dmstocrate.testing.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.RowWrite.Kind;
import io.dmstocrate.target.Target;
import io.dmstocrate.testing.InMemoryDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchWriterTest {

    private final InMemoryDatabase database = new InMemoryDatabase();
    private final Target target = database.targets().open();

    @BeforeEach
    void createTable() {
        target.prepare(
                new TableDefinition(
                        ITEM,
                        List.of(
                                Column.of("id", DmsType.INT64),
                                Column.of("name", DmsType.STRING),
                                Column.of("price", DmsType.INT64)),
                        List.of("id")));
        database.rejectRows((table, row) -> "bad".equals(row.get("name")) ? "is bad" : null);
    }

    @Test
    void everyRecordIsAppliedOrDeadLetter() {
        ChangeBuffer buffer = new ChangeBuffer(false);
        buffer.add(write(1, Kind.UPSERT, row("id", 1L, "name", "good")));
        buffer.add(write(2, Kind.UPSERT, row("id", 2L, "name", "bad")));

        Tally tally = writer(SinkOptions.OnRejected.DEAD_LETTER).write(buffer);

        assertThat(tally.get(ITEM, Outcome.APPLIED)).isEqualTo(1);
        assertThat(tally.get(ITEM, Outcome.DEAD_LETTERS)).isEqualTo(1);
        assertThat(database.deadLetters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.stage()).isEqualTo(DeadLetter.Stage.WRITE);
                            assertThat(letter.reason()).isEqualTo("is bad");
                            assertThat(letter.key()).isEqualTo("id = 2");
                            assertThat(letter.payload()).isEqualTo("record 2");
                        });
    }

    @Test
    void oneBadWriteDoesNotTakeTheOthersOfItsRowWithIt() {
        ChangeBuffer buffer = new ChangeBuffer(false);
        buffer.add(write(1, Kind.UPSERT, row("id", 1L, "name", "good", "price", 1L)));
        buffer.add(write(2, Kind.UPSERT, row("id", 1L, "name", "bad")));
        buffer.add(write(3, Kind.UPSERT, row("id", 1L, "price", 3L)));

        Tally tally = writer(SinkOptions.OnRejected.DEAD_LETTER).write(buffer);

        assertThat(tally.get(ITEM, Outcome.APPLIED)).isEqualTo(2);
        assertThat(tally.get(ITEM, Outcome.DEAD_LETTERS)).isEqualTo(1);
        assertThat(database.rows(ITEM).get(List.<Object>of(1L)))
                .isEqualTo(Map.of("id", 1L, "name", "good", "price", 3L));
    }

    @Test
    void rejectedRowCanFailTheJobWithoutShowingItsValues() {
        ChangeBuffer buffer = new ChangeBuffer(false);
        buffer.add(write(2, Kind.UPSERT, row("id", 2L, "name", "bad", "price", 987_654L)));

        assertThatThrownBy(() -> writer(SinkOptions.OnRejected.FAIL).write(buffer))
                .isInstanceOf(RejectedRowException.class)
                .hasMessageContaining("shop.item")
                .hasMessageContaining("sequence number 2")
                .hasMessageContaining("Sink.on.rejected")
                .hasMessageNotContaining("987654");
    }

    private BatchWriter writer(SinkOptions.OnRejected onRejected) {
        return new BatchWriter(target, options(onRejected), Duration.ofDays(7), () -> 42);
    }

    static SinkOptions options(SinkOptions.OnRejected onRejected) {
        return new SinkOptions(
                100,
                1_000_000,
                Duration.ofSeconds(1),
                "dms_version",
                SinkOptions.Deletes.HARD,
                onRejected,
                Duration.ofSeconds(1));
    }
}
