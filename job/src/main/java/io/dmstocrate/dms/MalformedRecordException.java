package io.dmstocrate.dms;

/**
 * A record that is no DMS record that this job can read. The message says what is wrong and where,
 * and what to do; it holds no value of a row.
 */
public final class MalformedRecordException extends Exception {

    private static final long serialVersionUID = 1;

    public MalformedRecordException(String message) {
        // The stack says nothing that the message does not; bad input can come in great numbers.
        super(message, null, false, false);
    }
}
