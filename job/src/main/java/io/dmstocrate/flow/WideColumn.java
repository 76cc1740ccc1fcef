package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

/**
 * A column that is being copied into a wider one. Whoever writes it writes both.
 *
 * @param column its name in the definition
 * @param temporary the name of the wide column until it takes the other's place
 */
public record WideColumn(String column, String temporary) {

    public WideColumn {
        requireNonNull(column, "column is null");
        requireNonNull(temporary, "temporary is null");
    }
}
