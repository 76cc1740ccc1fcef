package io.dmstocrate.source;

import io.dmstocrate.dms.SourcePosition;

/**
 * How long after its commit the last change was read. Noted by the thread that reads, and worked
 * out by those that ask.
 */
final class ReadLag {

    private long readMillis;
    private volatile SourcePosition position;

    /** Notes a change; does nothing that costs. */
    void note(SourcePosition read, long nowMillis) {
        readMillis = nowMillis;
        position = read;
    }

    /** Milliseconds; -1 before the first change, and where records tell no commit time. */
    long millis() {
        SourcePosition last = position;
        long commit = last == null ? -1 : last.commitMicros();
        return commit < 0 ? -1 : readMillis - commit / 1_000;
    }
}
