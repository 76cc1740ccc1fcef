package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

/**
 * A column that is being copied into a wider one. Whoever writes it writes both, unless the wide
 * one comes with a copy of the whole table: then there is only a name that stands for it.
 *
 * @param column its name in the definition
 * @param temporary the name of the wide column until it takes the other's place
 */
public record WideColumn(String column, String temporary) {

    private static final String TABLE = "dms_table_";

    public WideColumn {
        requireNonNull(column, "column is null");
        requireNonNull(temporary, "temporary is null");
    }

    /**
     * What stands for a wide column that comes with a copy of its table.
     *
     * @param job letters and digits that tell the jobs apart that may copy the table
     */
    public static String nameOfTable(String job, String column) {
        return TABLE + job + "_" + column;
    }

    /** Whether it comes with a copy of its table. */
    public boolean takesTable() {
        return takesTable(temporary);
    }

    /** Whether a name stands for a column that comes with a copy of its table. */
    static boolean takesTable(String temporary) {
        return temporary.startsWith(TABLE);
    }

    /** The job that copies the table. */
    static String jobOf(String temporary) {
        return temporary.substring(TABLE.length(), temporary.indexOf('_', TABLE.length()));
    }
}
