package io.dmstocrate.source.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.source.kinesis.StreamException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.runtime.metrics.groups.InternalSourceReaderMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.junit.jupiter.api.Test;

class ShardFetcherTest {

    private final FakeStream stream = new FakeStream();
    private final ShardFetcher fetcher =
            new ShardFetcher(
                    stream,
                    new StreamMetrics(
                            InternalSourceReaderMetricGroup.wrap(
                                    UnregisteredMetricGroups
                                            .createUnregisteredOperatorMetricGroup())),
                    false,
                    new Pace(0, 0));
    private final List<String> seen = new ArrayList<>();

    @Test
    void closedShardIsReadToItsEnd() throws IOException {
        stream.shard("a").put("a", "1", "2", "3").end("a");

        readToEnd("a");

        assertThat(seen).containsExactly("a1", "a2", "a3", "end of a");
    }

    @Test
    void shardsTakeTurns() throws IOException {
        stream.shard("a").put("a", "1", "2").end("a").shard("b").put("b", "1", "2").end("b");

        readToEnd("a", "b");

        assertThat(seen).containsExactlyInAnyOrder("a1", "a2", "b1", "b2", "end of a", "end of b");
        assertThat(seen.subList(0, 2)).containsExactlyInAnyOrder("a1", "b1");
    }

    @Test
    void troubleLosesAndRepeatsNothing() throws IOException {
        stream.shard("a").put("a", "1", "2", "3").end("a");
        stream.failures.addAll(List.of(Kind.THROTTLED, Kind.UNAVAILABLE, Kind.ITERATOR_EXPIRED));

        readToEnd("a");

        assertThat(seen).containsExactly("a1", "a2", "a3", "end of a");
    }

    @Test
    void expiredIteratorGoesOnBehindLastRecord() throws IOException {
        stream.shard("a").put("a", "1", "2").end("a");
        add("a");
        fetch();
        stream.failures.add(Kind.ITERATOR_EXPIRED);

        while (!seen.contains("end of a")) {
            fetch();
        }

        assertThat(seen).containsExactly("a1", "a2", "end of a");
    }

    @Test
    void shardThatIsTrimmedIsFinished() throws IOException {
        stream.shard("a").put("a", "1", "2").shard("b");
        add("a");
        fetch();
        stream.trim("a");

        fetch();

        assertThat(seen).containsExactly("a1", "end of a");
    }

    @Test
    void streamThatIsDeletedFailsTheJob() throws IOException {
        stream.shard("a").put("a", "1");
        add("a");
        fetch();
        stream.deleted = true;

        assertThatThrownBy(this::fetch).hasMessage("no such stream");
    }

    @Test
    void refusalFailsTheJob() {
        stream.shard("a").failures.add(Kind.REFUSED);
        add("a");

        assertThatThrownBy(this::fetch).isInstanceOf(StreamException.class);
    }

    @Test
    void shardIsReadOnFromItsPosition() throws IOException {
        stream.shard("a").put("a", "1", "2").end("a");
        fetcher.handleSplitsChanges(
                new SplitsAddition<>(List.of(ShardSplit.toRead("a", ShardPosition.after("0")))));

        fetch();

        assertThat(seen).containsExactly("a2", "end of a");
    }

    @Test
    void wakeUpEndsWaiting() throws IOException {
        fetcher.wakeUp();

        fetch();

        assertThat(seen).isEmpty();
    }

    private void readToEnd(String... shards) throws IOException {
        add(shards);
        long ends = 0;
        while (ends < shards.length) {
            fetch();
            ends = seen.stream().filter(line -> line.startsWith("end of ")).count();
        }
    }

    private void add(String... shards) {
        List<ShardSplit> splits = new ArrayList<>();
        for (String shard : shards) {
            splits.add(ShardSplit.toRead(shard, ShardPosition.TRIM_HORIZON));
        }
        fetcher.handleSplitsChanges(new SplitsAddition<>(splits));
    }

    private void fetch() throws IOException {
        RecordsWithSplitIds<RawRecord> records = fetcher.fetch();
        for (String shard = records.nextSplit(); shard != null; shard = records.nextSplit()) {
            for (RawRecord record = records.nextRecordFromSplit();
                    record != null;
                    record = records.nextRecordFromSplit()) {
                seen.add(shard + new String(record.data(), StandardCharsets.UTF_8));
            }
        }
        records.finishedSplits().forEach(shard -> seen.add("end of " + shard));
    }
}
