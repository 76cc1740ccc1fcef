package io.dmstocrate.mapping;

import io.dmstocrate.mapping.ColumnType.Kind;

/** What it means for a column that its source wants another type than it has. */
public enum TypeFit {
    /** It is the same in the target. */
    SAME,
    /** The target's column holds every value of the wanted type. */
    NARROWER,
    /** The wanted type holds every value of the column, unchanged, and more. */
    WIDER,
    /** Neither holds all values of the other, but some fit. */
    OTHER,
    /** No value of the wanted type fits the column but NULL. */
    NEVER;

    /** Digits in front of the point of a type that has no end. */
    private static final int ANY = Integer.MAX_VALUE;

    /** How a wanted type fits the one that a column has. */
    public static TypeFit of(ColumnType has, ColumnType wants) {
        if (has.equals(wants)) {
            return SAME;
        }
        if (holds(has, wants)) {
            return NARROWER;
        }
        if (holds(wants, has)) {
            return WIDER;
        }
        return canTakeSome(has, wants) ? OTHER : NEVER;
    }

    /** Whether every value of one type is a value of the other, unchanged. */
    private static boolean holds(ColumnType wide, ColumnType narrow) {
        return switch (wide.kind()) {
            case BOOLEAN, SMALLINT, TIMESTAMP_WITH_TIME_ZONE, TIMESTAMP, OBJECT, OTHER, REAL ->
                    wide.equals(narrow);
            case INTEGER, BIGINT -> isInteger(narrow) && digits(narrow) <= digits(wide);
            case NUMERIC ->
                    (isInteger(narrow) || narrow.kind() == Kind.NUMERIC)
                            && digits(narrow) <= digits(wide)
                            && scale(narrow) <= scale(wide);
            case DOUBLE ->
                    narrow.kind() == Kind.DOUBLE
                            || narrow.kind() == Kind.REAL
                            || narrow.kind() == Kind.SMALLINT
                            || narrow.kind() == Kind.INTEGER;
            case VARCHAR, CHAR ->
                    narrow.kind() == wide.kind() && narrow.precision() <= wide.precision();
            case TEXT -> isShortText(narrow) || isWritable(narrow);
            case LARGE_TEXT ->
                    narrow.kind() == Kind.LARGE_TEXT || isShortText(narrow) || isWritable(narrow);
        };
    }

    private static boolean isShortText(ColumnType type) {
        return switch (type.kind()) {
            case TEXT, VARCHAR, CHAR -> true;
            default -> false;
        };
    }

    /** Whether the text of a value is the same wherever it was written. */
    private static boolean isWritable(ColumnType type) {
        return isNumber(type) || type.kind() == Kind.BOOLEAN;
    }

    /** Whether values of a source's type can be values of a column that someone else has made. */
    private static boolean canTakeSome(ColumnType has, ColumnType wants) {
        boolean isTime = isTime(wants);
        return switch (has.kind()) {
            case SMALLINT, INTEGER, BIGINT, NUMERIC, REAL, DOUBLE ->
                    !isTime && wants.kind() != Kind.BOOLEAN;
            case BOOLEAN -> !isTime && wants.kind() != Kind.REAL && wants.kind() != Kind.DOUBLE;
            case TIMESTAMP_WITH_TIME_ZONE, TIMESTAMP -> !isWritable(wants);
            case OBJECT -> !isTime && !isWritable(wants);
            case TEXT, LARGE_TEXT, VARCHAR, CHAR, OTHER -> true;
        };
    }

    private static boolean isTime(ColumnType type) {
        return type.kind() == Kind.TIMESTAMP || type.kind() == Kind.TIMESTAMP_WITH_TIME_ZONE;
    }

    /** Whether a type is one of numbers. */
    public static boolean isNumber(ColumnType type) {
        return switch (type.kind()) {
            case SMALLINT, INTEGER, BIGINT, NUMERIC, REAL, DOUBLE -> true;
            default -> false;
        };
    }

    /**
     * Whether a key that gets another type means the same rows by its values as before: as a text,
     * the same number can be written in several ways.
     */
    public static boolean keepsKeys(ColumnType has, ColumnType wants) {
        return (isNumber(has) && isNumber(wants))
                || (isText(has) && isText(wants))
                || (isTime(has) && isTime(wants));
    }

    private static boolean isText(ColumnType type) {
        return switch (type.kind()) {
            case TEXT, LARGE_TEXT, VARCHAR -> true;
            default -> false;
        };
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
            default -> type.precision() < 1 ? ANY : type.precision() - Math.max(type.scale(), 0);
        };
    }

    /** Digits behind the point. */
    private static int scale(ColumnType type) {
        boolean isEndless = type.kind() == Kind.NUMERIC && type.precision() < 1;
        return isEndless ? ANY : Math.max(type.scale(), 0);
    }
}
