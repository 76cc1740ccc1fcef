package io.dmstocrate.source.kinesis;

import java.io.IOException;

/** A call to the stream has failed. */
final class StreamException extends IOException {

    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** What to make of it. */
    enum Kind {
        /** Too many calls or bytes: later again, and slower. */
        THROTTLED,
        /** Nobody there, or in trouble: later again. */
        UNAVAILABLE,
        /** The shard must be opened again. */
        ITERATOR_EXPIRED,
        /** There is no such shard, or no such stream. */
        NOT_FOUND,
        /** It will not get better by itself. */
        REFUSED
    }

    StreamException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
