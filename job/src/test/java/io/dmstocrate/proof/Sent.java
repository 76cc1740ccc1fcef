package io.dmstocrate.proof;

import java.nio.charset.StandardCharsets;

/** A message of DMS, which may come to lie in the stream several times. */
final class Sent {

    /** What becomes of a record. */
    enum Fate {
        /** It is applied, superseded, a duplicate or a control record. */
        FINE,
        /** Dead letter of the decoder. */
        UNREADABLE,
        /** Dead letter of the resolver. */
        UNRESOLVABLE,
        /** A changed key; dead letter of the sink if what it was to take along is gone. */
        MOVED,
        /** Dead letter of the sink, if it is written at all. */
        REJECTED
    }

    private final Word word;
    private final String partitionKey;
    private final byte[] bytes;
    private final Fate fate;
    private final String reason;
    private boolean isOver;

    private Sent(Word word, String partitionKey, byte[] bytes, Fate fate, String reason) {
        this.word = word;
        this.partitionKey = partitionKey;
        this.bytes = bytes;
        this.fate = fate;
        this.reason = reason;
    }

    /**
     * A message.
     *
     * @param word the change or loaded row it tells; {@code null} for others
     * @param fate what must become of each of its records, besides being counted
     * @param reason words of the dead letter's reason; empty if it becomes none
     */
    static Sent of(Word word, String partitionKey, String text, Fate fate, String reason) {
        return new Sent(word, partitionKey, text.getBytes(StandardCharsets.UTF_8), fate, reason);
    }

    Word word() {
        return word;
    }

    String partitionKey() {
        return partitionKey;
    }

    byte[] bytes() {
        return bytes;
    }

    Fate fate() {
        return fate;
    }

    String reason() {
        return reason;
    }

    /** The table it is about begins anew, under another key. */
    void end() {
        isOver = true;
    }

    /** Whether nobody need use it any more, if it is read behind what has come since. */
    boolean isOver() {
        return isOver;
    }
}
