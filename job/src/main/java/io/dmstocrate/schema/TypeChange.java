package io.dmstocrate.schema;

import io.dmstocrate.dms.Column;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnTypes;

/**
 * A column whose type at the source is another now.
 *
 * @param before the column as it was
 * @param after the column as it is
 * @param fit what that means for its column in the target
 */
record TypeChange(Column before, Column after, Fit fit) {

    /** What a new type means for a column of the target that was made for the old one. */
    enum Fit {
        /** It is the same in the target. */
        SAME,
        /** The target's column holds every value of the new type. */
        NARROWER,
        /** The new type holds every value of the old one, and more. */
        WIDER,
        /** Neither holds all values of the other. */
        OTHER
    }

    static TypeChange of(Column before, Column after, boolean key) {
        return new TypeChange(
                before, after, fit(ColumnTypes.of(before, key), ColumnTypes.of(after, key)));
    }

    /** How a new type of a column fits the one it has. */
    static Fit fit(ColumnType has, ColumnType wants) {
        if (has.equals(wants)) {
            return Fit.SAME;
        }
        if (holds(has, wants)) {
            return Fit.NARROWER;
        }
        return holds(wants, has) ? Fit.WIDER : Fit.OTHER;
    }

    /** Whether every value of one type is a value of the other, unchanged. */
    private static boolean holds(ColumnType wide, ColumnType narrow) {
        return switch (wide.kind()) {
            case BOOLEAN, SMALLINT, TIMESTAMP_WITH_TIME_ZONE, TIMESTAMP, OBJECT, OTHER, REAL ->
                    wide.equals(narrow);
            case INTEGER, BIGINT -> isInteger(narrow) && digits(narrow) <= digits(wide);
            case NUMERIC ->
                    (isInteger(narrow) || narrow.kind() == ColumnType.Kind.NUMERIC)
                            && digits(narrow) <= digits(wide)
                            && Math.max(narrow.scale(), 0) <= wide.scale();
            case DOUBLE ->
                    narrow.kind() == ColumnType.Kind.DOUBLE
                            || narrow.kind() == ColumnType.Kind.SMALLINT
                            || narrow.kind() == ColumnType.Kind.INTEGER;
            case VARCHAR, CHAR ->
                    narrow.kind() == wide.kind() && narrow.precision() <= wide.precision();
            case TEXT ->
                    narrow.kind() == ColumnType.Kind.TEXT
                            || narrow.kind() == ColumnType.Kind.VARCHAR
                            || isExactNumber(narrow);
            case LARGE_TEXT ->
                    narrow.kind() == ColumnType.Kind.LARGE_TEXT
                            || narrow.kind() == ColumnType.Kind.TEXT
                            || narrow.kind() == ColumnType.Kind.VARCHAR
                            || isExactNumber(narrow);
        };
    }

    private static boolean isExactNumber(ColumnType type) {
        return isInteger(type) || type.kind() == ColumnType.Kind.NUMERIC;
    }

    private static boolean isInteger(ColumnType type) {
        return switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    /** Digits in front of the point. */
    private static int digits(ColumnType type) {
        return switch (type.kind()) {
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            default -> type.precision() - type.scale();
        };
    }
}
