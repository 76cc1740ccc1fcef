package io.dmstocrate.sink;

import static io.dmstocrate.testing.Samples.row;
import static io.dmstocrate.testing.Samples.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.RowWrite.Kind;
import io.dmstocrate.target.TableBatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeBufferTest {

    private final ChangeBuffer buffer = new ChangeBuffer(false);

    @Test
    void lastWholeRowWins() {
        buffer.add(write(1, Kind.UPSERT, row("id", 7L, "name", "a")));
        buffer.add(write(2, Kind.UPSERT, row("id", 7L, "name", "b")));

        TableBatch batch = onlyBatch();

        assertThat(batch.rows()).hasSize(1);
        assertThat(batch.rows().get(0)).containsExactly(7L, "b");
        assertThat(batch.versions())
                .extracting(RowVersions::newest)
                .containsExactly("000000002000000002");
    }

    @Test
    void rowBeforeItsSoftDeleteKeepsItsOwnVersion() {
        ChangeBuffer keeping = new ChangeBuffer(true);
        keeping.add(write(1, Kind.UPSERT, row("id", 7L, "name", "a")));
        keeping.add(write(2, Kind.DELETE, row("id", 7L)));

        assertThat(keeping.statements())
                .extracting(statement -> statement.batch().versions().get(0).newest())
                .containsExactly("000000001000000001", "000000002000000002");
    }

    @Test
    void keyOfAnotherLifeIsAnotherRow() {
        RowWrite former = write(1, Kind.UPSERT, row("id", 7L, "name", "a"));
        buffer.add(former);
        buffer.add(
                new RowWrite(
                        former.key(),
                        former.table(),
                        Kind.UPSERT,
                        1,
                        row("code", 7L),
                        RowVersions.whole("2"),
                        true,
                        2,
                        former.position(),
                        former.payload(),
                        0,
                        9,
                        List.of()));

        assertThat(buffer.statements())
                .extracting(statement -> statement.batch().life())
                .containsExactly(0L, 9L);
        assertThat(buffer.rows()).isEqualTo(2);
    }

    @Test
    void anOlderWordThatCompletesARowSaysNothingOfTheRest() {
        RowWrite update = write(8, Kind.UPSERT, row("id", 7L, "name", "a"));
        buffer.add(update);
        buffer.add(
                new RowWrite(
                        update.key(),
                        update.table(),
                        Kind.UPSERT,
                        1,
                        row("id", 7L, "color", "red"),
                        new RowVersions(update.version(), "000000003", Map.of()),
                        true,
                        3,
                        update.position(),
                        update.payload(),
                        0,
                        0,
                        List.of()));

        assertThat(onlyBatch().versions())
                .containsExactly(
                        new RowVersions(
                                update.version(), update.version(), Map.of("color", "000000003")));
    }

    @Test
    void partialRowsMergeByColumn() {
        buffer.add(write(1, Kind.UPSERT, row("id", 7L, "name", "a", "price", 1L)));
        buffer.add(write(2, Kind.UPSERT, row("id", 7L, "price", 2L, "color", "red")));

        TableBatch batch = onlyBatch();

        assertThat(batch.columns().names()).containsExactly("id", "name", "price", "color");
        assertThat(batch.rows().get(0)).containsExactly(7L, "a", 2L, "red");
    }

    @Test
    void deleteDropsWhatCameBefore() {
        buffer.add(write(1, Kind.UPSERT, row("id", 7L, "name", "a")));
        buffer.add(write(2, Kind.DELETE, row("id", 7L)));

        TableBatch batch = onlyBatch();

        assertThat(batch.kind()).isEqualTo(TableBatch.Kind.DELETE);
        assertThat(batch.rows().get(0)).containsExactly(7L);
    }

    @Test
    void rowThatComesAgainIsDeletedFirst() {
        buffer.add(write(1, Kind.DELETE, row("id", 7L)));
        buffer.add(write(2, Kind.UPSERT, row("id", 7L, "name", "b")));

        assertThat(kinds()).containsExactly(TableBatch.Kind.DELETE, TableBatch.Kind.UPSERT);
    }

    @Test
    void softlyDeletedRowKeepsItsLastValues() {
        ChangeBuffer soft = new ChangeBuffer(true);
        soft.add(write(1, Kind.UPSERT, row("id", 7L, "name", "a")));
        soft.add(write(2, Kind.DELETE, row("id", 7L)));

        assertThat(soft.statements())
                .extracting(statement -> statement.batch().kind())
                .containsExactly(TableBatch.Kind.UPSERT, TableBatch.Kind.DELETE);
    }

    @Test
    void softlyDeletedRowThatComesAgainIsWrittenOnce() {
        ChangeBuffer soft = new ChangeBuffer(true);
        soft.add(write(1, Kind.UPSERT, row("id", 7L, "name", "a", "price", 1L)));
        soft.add(write(2, Kind.DELETE, row("id", 7L)));
        soft.add(write(3, Kind.UPSERT, row("id", 7L, "name", "b", "price", null)));

        List<ChangeBuffer.Statement> statements = soft.statements();
        assertThat(statements).hasSize(1);
        assertThat(statements.get(0).batch().rows().get(0)).containsExactly(7L, "b", null);
    }

    @Test
    void shapesGoApartAndRowsOfOneShapeTogether() {
        buffer.add(write(1, Kind.UPSERT, row("id", 1L, "name", "a")));
        buffer.add(write(2, Kind.UPSERT, row("id", 2L, "price", 2L)));
        buffer.add(write(3, Kind.UPSERT, row("id", 3L, "name", "c")));

        assertThat(buffer.statements())
                .extracting(statement -> statement.batch().rows().size())
                .containsExactly(2, 1);
    }

    private TableBatch onlyBatch() {
        assertThat(buffer.statements()).hasSize(1);
        return buffer.statements().get(0).batch();
    }

    private List<TableBatch.Kind> kinds() {
        return buffer.statements().stream().map(statement -> statement.batch().kind()).toList();
    }
}
