package io.dmstocrate.mapping;

import static java.util.Objects.requireNonNull;

/**
 * Stands for a value that a column can't hold. Made once for each column and reason, not for each
 * value.
 *
 * @param reason what is wrong and where, without the value
 */
public record Misfit(String reason) {

    public Misfit {
        requireNonNull(reason, "reason is null");
    }

    static Misfit of(TargetColumn column, String reason) {
        return new Misfit("column \"" + column.source() + "\": " + reason);
    }
}
