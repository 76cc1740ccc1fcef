package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

/**
 * What became of a column whose name is no longer in use.
 *
 * @param successor its new name; empty if it is gone
 * @param sinceMicros when its source had changed, microseconds since the epoch
 */
public record ColumnFate(String column, String successor, long sinceMicros) {

    public ColumnFate {
        requireNonNull(column, "column is null");
        requireNonNull(successor, "successor is null");
    }

    /** The fate of a column that is gone. */
    public static ColumnFate gone(String column, long sinceMicros) {
        return new ColumnFate(column, "", sinceMicros);
    }

    public boolean isGone() {
        return successor.isEmpty();
    }
}
