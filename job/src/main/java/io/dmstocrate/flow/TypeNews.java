package io.dmstocrate.flow;

import java.util.List;
import java.util.Map;

/**
 * What is told of a table's columns besides their definition.
 *
 * @param revision counts what has changed in their types and names, and how often there were more
 *     of them; who has seen a larger one knows more
 * @param widening columns that are being copied into wider ones
 * @param learned columns whose type was learned from rows; they get a wider one when a value of
 *     another kind comes
 * @param added the columns that came after the first definition, each with the revision since which
 *     it is there: a row that was made by an older one says nothing of it, unless it says something
 *     of all columns there are
 */
public record TypeNews(
        long revision, List<WideColumn> widening, List<String> learned, Map<String, Long> added) {

    /** No type was ever changed, none was learned, and no column was added. */
    public static final TypeNews NONE = new TypeNews(0, List.of(), List.of(), Map.of());

    public TypeNews {
        widening = List.copyOf(widening);
        learned = List.copyOf(learned);
        added = Map.copyOf(added);
    }
}
