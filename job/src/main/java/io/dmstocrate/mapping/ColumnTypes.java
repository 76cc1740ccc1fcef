package io.dmstocrate.mapping;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.ValueKinds;
import io.dmstocrate.mapping.ColumnType.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which type a column gets: from what DMS says of it, or from the words of the configuration.
 *
 * <p>Every type that DMS knows gets a column that holds all of its values unchanged. A NUMERIC
 * whose digits are not known, or are more than CrateDB's 38, becomes TEXT: a number column would
 * have to guess a scale, and CrateDB rounds to it without a word.
 */
public final class ColumnTypes {

    /** Digits of the largest NUMERIC that CrateDB stores. */
    static final int MAXIMUM_PRECISION = 38;

    /** A number of which only values are known: every whole one of 64 bits, and 18 decimals. */
    public static final ColumnType LEARNED_NUMBER =
            ColumnType.numeric(ValueKinds.PRECISION, ValueKinds.SCALE);

    private static final Pattern WORDS =
            Pattern.compile("([a-z_ ]+?)\\s*(?:\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\))?");

    private static final Map<String, Kind> KINDS =
            Map.ofEntries(
                    Map.entry("boolean", Kind.BOOLEAN),
                    Map.entry("bool", Kind.BOOLEAN),
                    Map.entry("smallint", Kind.SMALLINT),
                    Map.entry("int2", Kind.SMALLINT),
                    Map.entry("short", Kind.SMALLINT),
                    Map.entry("integer", Kind.INTEGER),
                    Map.entry("int", Kind.INTEGER),
                    Map.entry("int4", Kind.INTEGER),
                    Map.entry("bigint", Kind.BIGINT),
                    Map.entry("int8", Kind.BIGINT),
                    Map.entry("long", Kind.BIGINT),
                    Map.entry("numeric", Kind.NUMERIC),
                    Map.entry("decimal", Kind.NUMERIC),
                    Map.entry("real", Kind.REAL),
                    Map.entry("float4", Kind.REAL),
                    Map.entry("double precision", Kind.DOUBLE),
                    Map.entry("double", Kind.DOUBLE),
                    Map.entry("float8", Kind.DOUBLE),
                    Map.entry("text", Kind.TEXT),
                    Map.entry("string", Kind.TEXT),
                    Map.entry("large_text", Kind.LARGE_TEXT),
                    Map.entry("varchar", Kind.VARCHAR),
                    Map.entry("character varying", Kind.VARCHAR),
                    Map.entry("char", Kind.CHAR),
                    Map.entry("character", Kind.CHAR),
                    Map.entry("timestamp with time zone", Kind.TIMESTAMP_WITH_TIME_ZONE),
                    Map.entry("timestamptz", Kind.TIMESTAMP_WITH_TIME_ZONE),
                    Map.entry("timestamp without time zone", Kind.TIMESTAMP),
                    Map.entry("timestamp", Kind.TIMESTAMP),
                    Map.entry("object", Kind.OBJECT),
                    Map.entry("json", Kind.OBJECT),
                    Map.entry("jsonb", Kind.OBJECT));

    private ColumnTypes() {}

    /** The type of a column without a word in the configuration. */
    public static ColumnType of(Column column, boolean key) {
        return switch (column.type()) {
            case BOOLEAN -> ColumnType.of(Kind.BOOLEAN);
            case INT8, INT16, UINT8 -> ColumnType.of(Kind.SMALLINT);
            case INT32, UINT16 -> ColumnType.of(Kind.INTEGER);
            case INT64, UINT32 -> ColumnType.of(Kind.BIGINT);
            case UINT64 -> ColumnType.numeric(20, 0);
            case NUMERIC -> numeric(column);
            case REAL -> ColumnType.of(Kind.REAL);
            case DOUBLE -> ColumnType.of(Kind.DOUBLE);
            case DATE -> ColumnType.of(Kind.TIMESTAMP);
            case TIMESTAMP -> ColumnType.of(Kind.TIMESTAMP_WITH_TIME_ZONE);
            case TIME -> ColumnType.of(Kind.TEXT);
            case STRING -> text(column.length(), key);
            // Two hexadecimal digits a byte, and 0x in front.
            case BYTES -> text(2L * column.length() + 2, key);
            case UNKNOWN -> text(-1, key);
        };
    }

    /** The DMS type whose column would be like this one. */
    public static DmsType source(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> DmsType.BOOLEAN;
            case SMALLINT -> DmsType.INT16;
            case INTEGER -> DmsType.INT32;
            case BIGINT -> DmsType.INT64;
            case NUMERIC -> DmsType.NUMERIC;
            case REAL -> DmsType.REAL;
            case DOUBLE -> DmsType.DOUBLE;
            case TIMESTAMP_WITH_TIME_ZONE, TIMESTAMP -> DmsType.TIMESTAMP;
            case TEXT, LARGE_TEXT, VARCHAR, CHAR, OBJECT, OTHER -> DmsType.STRING;
        };
    }

    /**
     * The type that these words of the configuration mean.
     *
     * @throws MappingException if they mean none
     */
    public static ColumnType parse(String words) {
        String text = words.trim().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Matcher matcher = WORDS.matcher(text);
        Kind kind = matcher.matches() ? KINDS.get(matcher.group(1)) : null;
        if (kind == null) {
            throw new MappingException(
                    "\""
                            + words
                            + "\" is no column type; use one of boolean, smallint, integer, bigint,"
                            + " numeric(p,s), real, double precision, text, large_text, varchar(n),"
                            + " char(n), timestamp with time zone, timestamp without time zone,"
                            + " object");
        }
        int first = number(matcher.group(2));
        int second = number(matcher.group(3));
        if (kind == Kind.NUMERIC) {
            return numeric(words, first, Math.max(second, 0));
        }
        boolean limited = kind == Kind.VARCHAR || kind == Kind.CHAR;
        if (limited && (first < 1 || second >= 0)) {
            throw new MappingException("\"" + words + "\" needs one length, as in varchar(40)");
        }
        if (!limited && first >= 0) {
            throw new MappingException("\"" + words + "\" takes no number in brackets");
        }
        return limited ? new ColumnType(kind, first, -1, "") : ColumnType.of(kind);
    }

    private static ColumnType numeric(String words, int precision, int scale) {
        if (precision < 1 || precision > MAXIMUM_PRECISION || scale > precision) {
            throw new MappingException(
                    "\""
                            + words
                            + "\" needs 1 to 38 digits and at most as many decimals, as in"
                            + " numeric(18,4)");
        }
        return ColumnType.numeric(precision, scale);
    }

    private static ColumnType numeric(Column column) {
        int precision = column.precision();
        int scale = column.scale();
        boolean known = precision >= 1 && scale >= 0 && scale <= precision;
        return known && precision <= MAXIMUM_PRECISION
                ? ColumnType.numeric(precision, scale)
                : ColumnType.of(Kind.TEXT);
    }

    /**
     * Text that may be too long for an index is not indexed; but for a key, which has to be found.
     * A length is characters for some sources and bytes for others, hence the four.
     */
    private static ColumnType text(long length, boolean key) {
        boolean fits = length > 0 && length * 4 <= ValueRules.INDEXED_TEXT_BYTES;
        return ColumnType.of(key || fits ? Kind.TEXT : Kind.LARGE_TEXT);
    }

    private static int number(String digits) {
        return digits == null ? -1 : Integer.parseInt(digits);
    }
}
