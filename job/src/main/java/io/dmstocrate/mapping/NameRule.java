package io.dmstocrate.mapping;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * The one rule for names that CrateDB refuses, applied on every database so that a table looks the
 * same everywhere.
 *
 * <p>A character that may not stand where it does becomes {@code ~} and the two lower-case
 * hexadecimal digits of its ASCII code: {@code a.b} becomes {@code a~2eb}, {@code _id} becomes
 * {@code ~5fid}. So does {@code ~} itself ({@code ~7e}), which makes the rule reversible and keeps
 * two source names from ever meeting in one. The empty name is a lone {@code ~}. All other names
 * stay as they are, upper case, blanks and letters of any alphabet included.
 *
 * <ul>
 *   <li>Columns: {@code . [ ]} and control characters anywhere; a leading underscore if only
 *       lower-case letters and underscores follow (CrateDB's system columns, and up to 6.0 every
 *       such name).
 *   <li>Tables and schemas: {@code . # , " * \ < | > / ?}, blanks and control characters anywhere,
 *       a leading {@code -} or {@code +}.
 *   <li>Schemas: the first letter of {@code sys}, {@code information_schema}, {@code blob} and of
 *       all that begins with {@code pg_}.
 * </ul>
 */
public final class NameRule {

    private static final char MARK = '~';
    private static final String REFUSED_IN_COLUMNS = ".[]";
    private static final String REFUSED_IN_TABLES = ".#,\"*\\<|>/? ";
    private static final Set<String> SYSTEM_SCHEMAS = Set.of("sys", "information_schema", "blob");

    private NameRule() {}

    /** The name in the target of a source column. */
    public static String column(String source) {
        return escape(source, REFUSED_IN_COLUMNS, looksLikeSystemColumn(source));
    }

    /** The name in the target of a source table. */
    public static String table(String source) {
        return escape(source, REFUSED_IN_TABLES, beginsWithSign(source));
    }

    /** The name in the target of a source schema. */
    public static String schema(String source) {
        boolean first =
                beginsWithSign(source)
                        || SYSTEM_SCHEMAS.contains(source)
                        || source.startsWith("pg_");
        return escape(source, REFUSED_IN_TABLES, first);
    }

    /** The source's name for what {@link #column}, {@link #table} or {@link #schema} made. */
    public static String source(String target) {
        if (target.indexOf(MARK) < 0) {
            return target;
        }
        StringBuilder name = new StringBuilder(target.length());
        int i = 0;
        while (i < target.length()) {
            char c = target.charAt(i);
            int code = c == MARK ? hexadecimal(target, i + 1) : -1;
            if (code >= 0) {
                name.append((char) code);
                i += 3;
            } else {
                // A tilde in a table that this job did not make.
                if (!target.equals("~")) {
                    name.append(c);
                }
                i++;
            }
        }
        return name.toString();
    }

    private static String escape(String name, String refused, boolean first) {
        requireNonNull(name, "name is null");
        if (name.isEmpty()) {
            return "~";
        }
        StringBuilder escaped = null;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean escape =
                    (i == 0 && first)
                            || c == MARK
                            || c < ' '
                            || c == 0x7f
                            || refused.indexOf(c) >= 0;
            if (escape && escaped == null) {
                escaped = new StringBuilder(name.length() + 8).append(name, 0, i);
            }
            if (escape) {
                escaped.append(MARK)
                        .append(Character.forDigit(c >> 4, 16))
                        .append(Character.forDigit(c & 15, 16));
            } else if (escaped != null) {
                escaped.append(c);
            }
        }
        return escaped == null ? name : escaped.toString();
    }

    private static boolean looksLikeSystemColumn(String name) {
        if (name.length() < 2 || name.charAt(0) != '_') {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_' && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean beginsWithSign(String name) {
        return name.startsWith("-") || name.startsWith("+");
    }

    /** The value of two hexadecimal digits, or -1 if there are none. */
    private static int hexadecimal(String text, int start) {
        if (start + 2 > text.length()) {
            return -1;
        }
        int high = lowerCaseDigit(text.charAt(start));
        int low = lowerCaseDigit(text.charAt(start + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int lowerCaseDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ? Character.digit(c, 16) : -1;
    }
}
