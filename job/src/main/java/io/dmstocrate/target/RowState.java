package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A row of the target as it was at one moment.
 *
 * @param values the values that were asked for, as text that {@link Target#fill} takes; {@code
 *     null} for NULL
 * @param versions how new each of these values is, as far as the row tells; empty if it does not
 * @param version what the version column holds; empty if nothing
 * @param stamp tells whether the row has changed since
 */
public record RowState(List<String> values, List<String> versions, String version, String stamp) {

    public RowState {
        requireNonNull(values, "values is null");
        requireNonNull(versions, "versions is null");
        requireNonNull(version, "version is null");
        requireNonNull(stamp, "stamp is null");
    }
}
