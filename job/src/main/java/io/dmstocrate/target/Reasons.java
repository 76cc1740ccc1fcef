package io.dmstocrate.target;

import io.dmstocrate.dialect.SqlStates;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.ServerErrorMessage;

/**
 * The server's words on a failure, without a value of a row in them.
 *
 * <p>What stands in quotes stays only if it is a name that we know, or a type. If anything else is
 * quoted, everything from the first to the last quote of that kind goes: a value may contain quotes
 * itself.
 */
final class Reasons {

    private static final int LONGEST = 400;
    private static final String HIDDEN = "…";
    private static final String QUOTES = "`'\"";
    private static final String TYPE_WORDS =
            "(?:smallint|integer|bigint|real|double precision|numeric|boolean|text|object"
                    + "|timestamp with(?:out)? time zone|jsonb?|uuid|ip|date|time"
                    + "|character(?: varying)?|varchar|char)(?:\\(\\d+(?:, ?\\d+)?\\))?";
    private static final Pattern TYPE = Pattern.compile(TYPE_WORDS);

    /** What CrateDB writes behind a value that it can't cast. */
    private static final Pattern CAST =
            Pattern.compile("(?: of type `[a-z ]+`)? to type [`']" + TYPE_WORDS + "[`']$");

    private Reasons() {}

    /**
     * Why the server refused.
     *
     * @param names of columns and tables, which may be told
     */
    static String of(SQLException error, Set<String> names) {
        Set<String> known = new HashSet<>(names);
        ServerErrorMessage server = SqlStates.server(error);
        if (server != null) {
            add(known, server.getConstraint());
            add(known, server.getColumn());
            add(known, server.getTable());
            add(known, server.getSchema());
        }
        String message = clean(SqlStates.message(error), known);
        String state = SqlStates.of(error);
        return state.isEmpty() ? message : message + " (SQLState " + state + ")";
    }

    /** A message without anything that could be a value. */
    static String clean(String message, Set<String> known) {
        Matcher cast = CAST.matcher(message);
        String tail = cast.find() ? cast.group() : "";
        String text = message.substring(0, message.length() - tail.length());
        text = cutAfter(cutAfter(text, "for values: "), "the value: ");
        for (int i = 0; i < QUOTES.length(); i++) {
            text = hide(text, QUOTES.charAt(i), known);
        }
        text = (text + tail).replaceAll("\\s+", " ").trim();
        return text.length() > LONGEST ? text.substring(0, LONGEST) + HIDDEN : text;
    }

    private static String cutAfter(String message, String words) {
        int start = message.indexOf(words);
        return start < 0 ? message : message.substring(0, start + words.length()) + HIDDEN;
    }

    private static String hide(String text, char quote, Set<String> known) {
        int first = text.indexOf(quote);
        int last = text.lastIndexOf(quote);
        if (first < 0) {
            return text;
        }
        if (first == last) {
            // An apostrophe in a word, or the beginning of something that was cut off.
            boolean inWord =
                    first > 0
                            && Character.isLetter(text.charAt(first - 1))
                            && first + 1 < text.length()
                            && Character.isLetter(text.charAt(first + 1));
            return inWord ? text : text.substring(0, first + 1) + HIDDEN;
        }
        int open = first;
        while (open >= 0) {
            int close = text.indexOf(quote, open + 1);
            if (close < 0 || !isKnown(text.substring(open + 1, close), known)) {
                return text.substring(0, first + 1) + HIDDEN + text.substring(last);
            }
            open = text.indexOf(quote, close + 1);
        }
        return text;
    }

    private static boolean isKnown(String quoted, Set<String> known) {
        return known.contains(quoted) || TYPE.matcher(quoted).matches();
    }

    private static void add(Set<String> known, String name) {
        if (name != null) {
            known.add(name);
        }
    }
}
