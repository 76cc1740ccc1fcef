package io.dmstocrate.dms;

import java.util.Arrays;

/**
 * The columns that a record carries and their exact values. A column that is not among {@link
 * #columns()} is absent, which is not the same as NULL.
 *
 * <p>A value is {@code null}, {@link Boolean}, {@link Long} (an integer of at most 64 bits, written
 * without fraction or exponent), {@link java.math.BigDecimal} (any other number, with the digits
 * that arrived), {@link String} or {@link JsonText}. Never {@code double}.
 *
 * <p>The array is handed over, not copied: whoever makes a row does not change it afterwards.
 */
public final class Row {

    private static final Row EMPTY = new Row(Columns.of(), new Object[0]);

    private final Columns columns;
    private final Object[] values;

    public Row(Columns columns, Object[] values) {
        if (columns.size() != values.length) {
            throw new IllegalArgumentException(
                    columns.size() + " columns, " + values.length + " values");
        }
        this.columns = columns;
        this.values = values;
    }

    public static Row empty() {
        return EMPTY;
    }

    public Columns columns() {
        return columns;
    }

    public int size() {
        return values.length;
    }

    public Object value(int index) {
        return values[index];
    }

    /** All values, in the order of the columns; not a copy, nobody changes it. */
    public Object[] values() {
        return values;
    }

    /** The value of a column; {@code null} for NULL and for absent alike, see {@link #has}. */
    public Object value(String column) {
        int index = columns.indexOf(column);
        return index < 0 ? null : values[index];
    }

    public boolean has(String column) {
        return columns.contains(column);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Row row
                        && columns.equals(row.columns)
                        && Arrays.equals(values, row.values));
    }

    @Override
    public int hashCode() {
        return 31 * columns.hashCode() + Arrays.hashCode(values);
    }

    /** Names only: a row's contents belong in no log. */
    @Override
    public String toString() {
        return "row with " + columns;
    }
}
