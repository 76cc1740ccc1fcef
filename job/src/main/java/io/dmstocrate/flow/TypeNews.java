package io.dmstocrate.flow;

import java.util.List;

/**
 * What is told of the types of a table's columns besides their definition.
 *
 * @param revision counts what has changed in them; who has seen a larger one knows more
 * @param widening columns that are being copied into wider ones
 * @param learned columns whose type was learned from rows; they get a wider one when a value of
 *     another kind comes
 */
public record TypeNews(long revision, List<WideColumn> widening, List<String> learned) {

    /** No type was ever changed, and none was learned. */
    public static final TypeNews NONE = new TypeNews(0, List.of(), List.of());

    public TypeNews {
        widening = List.copyOf(widening);
        learned = List.copyOf(learned);
    }
}
