package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A row of the target as it was at one moment.
 *
 * @param values the values that were asked for, as text that {@link Target#fill} takes; {@code
 *     null} for NULL
 * @param version what the version column holds; empty if nothing
 * @param stamp tells whether the row has changed since
 */
public record RowState(List<String> values, String version, String stamp) {

    public RowState {
        requireNonNull(values, "values is null");
        requireNonNull(version, "version is null");
        requireNonNull(stamp, "stamp is null");
    }
}
