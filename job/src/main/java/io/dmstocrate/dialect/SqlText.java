package io.dmstocrate.dialect;

import io.dmstocrate.dms.TableId;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;

/** Writes pieces of SQL that both dialects share. All identifiers pass through here. */
public final class SqlText {

    private SqlText() {}

    /** A name in quotes, whatever it contains. */
    public static String identifier(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a name of anything in SQL");
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Schema and table in quotes. */
    public static String table(TableId table) {
        return table.schema().isEmpty()
                ? identifier(table.name())
                : identifier(table.schema()) + "." + identifier(table.name());
    }

    /** A text in single quotes. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The items, each written by a function, with commas between. */
    static <T> String list(List<T> items, Function<? super T, String> write) {
        return join(", ", items, write);
    }

    static <T> String join(String separator, List<T> items, Function<? super T, String> write) {
        StringJoiner joiner = new StringJoiner(separator);
        for (T item : items) {
            joiner.add(write.apply(item));
        }
        return joiner.toString();
    }
}
