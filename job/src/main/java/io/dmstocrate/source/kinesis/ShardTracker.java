package io.dmstocrate.source.kinesis;

import io.dmstocrate.source.kinesis.StreamState.Progress;
import io.dmstocrate.source.kinesis.StreamState.TrackedShard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knows which shards wait, are read by whom, or are finished, and who reads what next.
 *
 * <p>A shard is given out when all of its parents are finished; a parent that the stream no longer
 * lists counts as finished. What the readers say they hold goes before what was believed: after a
 * failure they are back at a checkpoint, and only they know which one.
 */
final class ShardTracker {

    private static final int NOBODY = -1;

    /** How many shards more than the idlest reader the parent's reader may have. */
    private static final int SLACK = 1;

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private static final class Entry {
        private final Shard shard;
        private Progress progress;
        private int reader = NOBODY;

        Entry(Shard shard, Progress progress) {
            this.shard = shard;
            this.progress = progress;
        }

        void become(Progress newProgress, int newReader) {
            progress = newProgress;
            reader = newReader;
        }
    }

    ShardTracker(Collection<TrackedShard> shards) {
        for (TrackedShard tracked : shards) {
            entries.put(tracked.shard().id(), new Entry(tracked.shard(), tracked.progress()));
        }
    }

    List<TrackedShard> snapshot() {
        return entries.values().stream()
                .map(entry -> new TrackedShard(entry.shard, entry.progress))
                .toList();
    }

    /** Takes up new shards, and forgets finished ones that the stream has forgotten. */
    void listed(Collection<Shard> shards) {
        Set<String> ids = new HashSet<>();
        for (Shard shard : shards) {
            ids.add(shard.id());
            entries.putIfAbsent(shard.id(), new Entry(shard, Progress.WAITING));
        }
        entries.values()
                .removeIf(
                        entry ->
                                entry.progress == Progress.FINISHED
                                        && !ids.contains(entry.shard.id()));
    }

    /** A reader has begun again at a checkpoint, without these shards, which it was given since. */
    void reset(int reader, Collection<String> takenBack) {
        for (String id : takenBack) {
            entry(id).become(Progress.WAITING, NOBODY);
        }
        for (Entry entry : entries.values()) {
            if (entry.progress == Progress.READING && entry.reader == reader) {
                entry.reader = NOBODY;
            }
        }
    }

    /** A reader says that it is reading these. */
    void reading(int reader, Collection<String> ids) {
        for (String id : ids) {
            entry(id).become(Progress.READING, reader);
        }
    }

    /** A reader has read these to their end. */
    void finished(int reader, Collection<String> ids) {
        for (String id : ids) {
            Entry entry = entries.get(id);
            // Unknown: forgotten by the stream, and here.
            if (entry != null) {
                entry.become(Progress.FINISHED, reader);
            }
        }
    }

    /**
     * Finishes the shards that were given out, but that no reader holds; to be called when every
     * reader has said what it holds. A reader lets go of a shard only when it is read and a
     * checkpoint says so.
     *
     * @return those shards
     */
    List<String> settle() {
        List<String> settled = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.progress == Progress.READING && entry.reader == NOBODY) {
                entry.progress = Progress.FINISHED;
                settled.add(entry.shard.id());
            }
        }
        return settled;
    }

    boolean anyWaits() {
        return entries.values().stream().anyMatch(entry -> entry.progress == Progress.WAITING);
    }

    /**
     * Gives out all shards that may be read now.
     *
     * <p>A reader that has read a parent is preferred, as then nothing overtakes the parent's last
     * records on their way through the job, but no reader gets much more than the others.
     *
     * @param readers how many readers there are
     * @return the shards by reader
     */
    Map<Integer, List<String>> assign(int readers) {
        int[] load = new int[readers];
        for (Entry entry : entries.values()) {
            if (entry.progress == Progress.READING && entry.reader != NOBODY) {
                load[entry.reader]++;
            }
        }
        Map<Integer, List<String>> assignment = new TreeMap<>();
        for (Entry entry : entries.values()) {
            if (entry.progress == Progress.WAITING && parentsFinished(entry)) {
                int reader = choose(entry, load);
                entry.become(Progress.READING, reader);
                load[reader]++;
                assignment.computeIfAbsent(reader, any -> new ArrayList<>()).add(entry.shard.id());
            }
        }
        return assignment;
    }

    private int choose(Entry child, int[] load) {
        int idlest = 0;
        for (int reader = 1; reader < load.length; reader++) {
            if (load[reader] < load[idlest]) {
                idlest = reader;
            }
        }
        for (String id : child.shard.parents()) {
            Entry parent = entries.get(id);
            if (parent != null
                    && parent.reader != NOBODY
                    && load[parent.reader] <= load[idlest] + SLACK) {
                return parent.reader;
            }
        }
        return idlest;
    }

    private boolean parentsFinished(Entry child) {
        for (String id : child.shard.parents()) {
            Entry parent = entries.get(id);
            if (parent != null && parent.progress != Progress.FINISHED) {
                return false;
            }
        }
        return true;
    }

    private Entry entry(String id) {
        return entries.computeIfAbsent(
                id, any -> new Entry(new Shard(id, List.of()), Progress.WAITING));
    }
}
