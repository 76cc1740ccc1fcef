package io.dmstocrate.mapping;

import io.dmstocrate.dms.TableId;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of tables: one name, or with {@code *} for any characters, dots included, many.
 *
 * <p>Compared with {@link TableId#toString()}: {@code shop.item}, and {@code awsdms_status} for a
 * table without a schema. The order puts what is more specific first: a name without {@code *},
 * then more letters, then the alphabet.
 */
record TableNamePattern(String text) implements Comparable<TableNamePattern>, Serializable {

    private static final long serialVersionUID = 1;

    private static final Comparator<TableNamePattern> MOST_SPECIFIC_FIRST =
            Comparator.comparing(TableNamePattern::isExact)
                    .thenComparing(TableNamePattern::letters)
                    .reversed()
                    .thenComparing(TableNamePattern::text);

    boolean isExact() {
        return text.indexOf('*') < 0;
    }

    boolean matches(TableId table) {
        String expression =
                Arrays.stream(text.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        return Pattern.compile(expression, Pattern.DOTALL).matcher(table.toString()).matches();
    }

    private long letters() {
        return text.chars().filter(character -> character != '*').count();
    }

    @Override
    public int compareTo(TableNamePattern other) {
        return MOST_SPECIFIC_FIRST.compare(this, other);
    }
}
