package io.dmstocrate.mapping;

import java.util.Locale;

/** How the columns of a source table lie in the target table. */
public enum Layout {
    /** A column for a column. */
    DIRECT,
    /** {@code pk} OBJECT(STRICT), {@code data} OBJECT(DYNAMIC), {@code aux} OBJECT(IGNORED). */
    UNIVERSAL;

    /** As the configuration writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
