package io.dmstocrate.source.kinesis;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.source.kinesis.StreamException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stream in memory, that gives a record a call, and fails when told. */
final class FakeStream implements StreamClient {

    /** What the next calls to read or list throw. */
    final Deque<Kind> failures = new ArrayDeque<>();

    boolean deleted;
    boolean closed;
    private final Map<String, Entry> shards = new LinkedHashMap<>();

    private static final class Entry {
        private final Shard shard;
        private final List<String> records = new ArrayList<>();
        private boolean closed;

        Entry(Shard shard) {
            this.shard = shard;
        }
    }

    FakeStream shard(String id, String... parents) {
        shards.put(id, new Entry(new Shard(id, List.of(parents))));
        return this;
    }

    FakeStream put(String shard, String... records) {
        shards.get(shard).records.addAll(List.of(records));
        return this;
    }

    FakeStream end(String shard) {
        shards.get(shard).closed = true;
        return this;
    }

    FakeStream trim(String shard) {
        shards.remove(shard);
        return this;
    }

    @Override
    public Listing listShards() throws StreamException {
        if (deleted) {
            throw new StreamException(Kind.NOT_FOUND, "no such stream", null);
        }
        fail();
        return new Listing(shards.values().stream().map(entry -> entry.shard).toList(), 1_000);
    }

    @Override
    public Opened open(String shard, ShardPosition position) throws StreamException {
        entry(shard);
        int index =
                position.kind() == ShardPosition.Kind.AFTER_RECORD
                        ? Integer.parseInt(position.sequenceNumber()) + 1
                        : 0;
        return new Opened(Integer.toString(index), 1_000);
    }

    @Override
    public Batch read(String shard, String iterator) throws StreamException {
        Entry entry = entry(shard);
        fail();
        int index = Integer.parseInt(iterator);
        List<RawRecord> records = new ArrayList<>();
        if (index < entry.records.size()) {
            records.add(
                    new RawRecord(
                            new RecordPosition(shard, iterator, "key", 1),
                            entry.records.get(index).getBytes(StandardCharsets.UTF_8)));
            index++;
        }
        int left = entry.records.size() - index;
        return new Batch(
                records,
                left == 0 && entry.closed ? Optional.empty() : Optional.of(Integer.toString(index)),
                left);
    }

    private Entry entry(String shard) throws StreamException {
        Entry entry = shards.get(shard);
        if (deleted || entry == null) {
            throw new StreamException(Kind.NOT_FOUND, "no such shard", null);
        }
        return entry;
    }

    private void fail() throws StreamException {
        if (!failures.isEmpty()) {
            throw new StreamException(failures.removeFirst(), "injected", null);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
