package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Set;

/**
 * How the DMS task was told to write before images; nothing in a record tells.
 *
 * @param beforeImageField the top-level field with the before image ({@code FieldName} of the
 *     task's {@code BeforeImageSettings}); empty if there is none
 * @param beforeImagePrefix the prefix of before-image columns inside {@code data} (transformation
 *     rule {@code add-before-image-columns}); empty if there are none
 */
public record DecoderOptions(String beforeImageField, String beforeImagePrefix)
        implements Serializable {

    private static final Set<String> RESERVED = Set.of("data", "metadata", "control");

    public DecoderOptions {
        requireNonNull(beforeImageField, "beforeImageField is null");
        requireNonNull(beforeImagePrefix, "beforeImagePrefix is null");
        if (RESERVED.contains(beforeImageField)) {
            throw new IllegalArgumentException(
                    "the before image can't lie under \""
                            + beforeImageField
                            + "\": DMS uses that field for something else");
        }
    }

    /** The names that the documentation of DMS uses. */
    public static DecoderOptions defaults() {
        return new DecoderOptions("before-image", "BI_");
    }
}
