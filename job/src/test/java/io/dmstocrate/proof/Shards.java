package io.dmstocrate.proof;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RecordPosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The stream: messages by the hash of their partition keys, so that order is kept for one key only;
 * and not even for that where the producer had to try again.
 */
final class Shards {

    private static final int HASHES = 1 << 16;
    private static final String SEQUENCE = "4966445921321450604927202992813";

    /** A message that is put again, or for the first time, when so many others were. */
    private static final class Late {
        private final Sent sent;
        private int left;

        Late(Sent sent, int left) {
            this.sent = sent;
            this.left = left;
        }
    }

    private final boolean retries;
    private final List<Shard> all = new ArrayList<>();
    private final List<Shard> open = new ArrayList<>();
    private final List<Late> late = new ArrayList<>();
    private final IdentityHashMap<Sent, List<String>> recordIds = new IdentityHashMap<>();
    private long sequence;

    /**
     * Makes empty shards.
     *
     * @param retries whether the producer has to try again now and then
     */
    Shards(int number, boolean retries) {
        this.retries = retries;
        for (int i = 0; i < number; i++) {
            add(List.of(), HASHES * i / number, HASHES * (i + 1) / number);
        }
    }

    /** DMS puts a message. */
    void put(Sent sent, Dice dice) {
        if (retries && dice.oneIn(6)) {
            late.add(new Late(sent, dice.between(1, 25)));
            if (dice.toss()) {
                // The answer was lost, not the record: it will be there twice.
                write(sent);
            }
        } else {
            write(sent);
        }
        for (Late one : List.copyOf(late)) {
            if (--one.left <= 0) {
                late.remove(one);
                write(one.sent);
            }
        }
    }

    /** DMS puts a message, and does not have to try again. */
    void putAtOnce(Sent sent) {
        write(sent);
    }

    /** No message is left behind. */
    void end() {
        late.forEach(one -> write(one.sent));
        late.clear();
    }

    private void write(Sent sent) {
        int hash = Math.floorMod((sent.partitionKey().hashCode() * 0x9E3779B9) >>> 13, HASHES);
        Shard shard = open.stream().filter(one -> one.takes(hash)).findFirst().orElseThrow();
        RecordPosition position =
                new RecordPosition(
                        shard.id(),
                        SEQUENCE + (10_000_000 + sequence++),
                        sent.partitionKey(),
                        1_900_000_000_000L + sequence);
        shard.records().add(new RawRecord(position, sent.bytes()));
        recordIds.computeIfAbsent(sent, none -> new ArrayList<>()).add(position.id());
    }

    /** A shard is split, or two are merged. */
    void reshard(Dice dice) {
        if (open.size() > 1 && dice.toss()) {
            open.sort(Comparator.comparingInt(Shard::from));
            int first = dice.below(open.size() - 1);
            Shard left = open.remove(first);
            Shard right = open.remove(first);
            add(List.of(left, right), left.from(), right.to());
        } else {
            Shard parent = dice.pick(open);
            int middle = (parent.from() + parent.to()) / 2;
            open.remove(parent);
            add(List.of(parent), parent.from(), middle);
            add(List.of(parent), middle, parent.to());
        }
    }

    private void add(List<Shard> parents, int from, int to) {
        Shard shard = new Shard("shardId-" + all.size(), parents, from, to);
        all.add(shard);
        open.add(shard);
    }

    List<Shard> all() {
        return all;
    }

    int records() {
        return all.stream().mapToInt(shard -> shard.records().size()).sum();
    }

    /** The ids of the records that a message became. */
    List<String> recordIds(Sent sent) {
        return recordIds.getOrDefault(sent, List.of());
    }
}
