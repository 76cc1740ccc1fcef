package io.dmstocrate.mapping;

/**
 * The names of columns that are there only while a column is copied into a wider one: the wide one
 * before it takes the column's name, and the narrow one after it has lost it.
 */
public final class WideName {

    private static final String WIDE = "dms_wide_";
    private static final String NARROW = "dms_narrow_";

    private WideName() {}

    /**
     * The wide column, until it has the column's name.
     *
     * @param revision tells the copies of one column apart
     */
    public static String wide(long revision, String column) {
        return WIDE + revision + "_" + column;
    }

    /** The narrow column, from when it has lost its name until it goes. */
    public static String narrow(String column) {
        return NARROW + column;
    }

    /** Whether a name is one of these. */
    public static boolean isTemporary(String name) {
        return name.startsWith(NARROW) || columnStart(name) > 0;
    }

    /** Whether a name is that of a wide column for this one, of whatever copy. */
    public static boolean isWideOf(String column, String name) {
        int start = columnStart(name);
        return start > 0 && name.substring(start).equals(column);
    }

    /** The column that a wide one is for; empty if it is none. */
    public static String columnOf(String name) {
        int start = columnStart(name);
        return start > 0 ? name.substring(start) : "";
    }

    /** Where the column's name begins in the name of a wide one; -1 if it is none. */
    private static int columnStart(String name) {
        if (!name.startsWith(WIDE)) {
            return -1;
        }
        int at = WIDE.length();
        while (at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9') {
            at++;
        }
        boolean isNumbered = at > WIDE.length() && at < name.length() && name.charAt(at) == '_';
        return isNumbered ? at + 1 : -1;
    }
}
