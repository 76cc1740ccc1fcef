package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

/**
 * A row that the target does not take.
 *
 * @param row its index in the batch
 * @param reason why, in the server's or our own words, without values of the row
 */
public record Rejection(int row, String reason) {

    public Rejection {
        requireNonNull(reason, "reason is null");
    }
}
