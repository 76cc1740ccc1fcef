package io.dmstocrate.sink;

import io.dmstocrate.flow.RowWrite;

/** The target does not take a row, and {@code Sink.on.rejected} is {@code fail}. */
public final class RejectedRowException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RejectedRowException(RowWrite write, String reason) {
        super(
                "A row of "
                        + write.table()
                        + " was rejected: "
                        + reason
                        + " (record at "
                        + write.position()
                        + "). Mend the table or the record, or set Sink.on.rejected = dead-letter"
                        + " to keep such records aside and go on.");
    }
}
