package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

/**
 * Values on their way from one row to another.
 *
 * @param stamp tells whether it has changed since
 */
public record Parcel(String content, String stamp) {

    public Parcel {
        requireNonNull(content, "content is null");
        requireNonNull(stamp, "stamp is null");
    }
}
