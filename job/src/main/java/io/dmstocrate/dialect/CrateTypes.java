package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.literal;

import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.ColumnType.Kind;
import io.dmstocrate.mapping.ColumnTypes;
import io.dmstocrate.mapping.MappingException;
import io.dmstocrate.mapping.NameRule;
import io.dmstocrate.mapping.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Types and table settings as CrateDB spells them. */
final class CrateTypes {

    /** Read with its row when that is overwritten; searched by a sweep only, so never indexed. */
    static final String VERSION = "TEXT INDEX OFF";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
    private static final Pattern REPLICAS = Pattern.compile("\\d{1,3}(-(\\d{1,3}|all))?");

    private CrateTypes() {}

    /** A type as DDL has it. */
    static String definition(ColumnType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "BOOLEAN";
            case SMALLINT -> "SMALLINT";
            case INTEGER -> "INTEGER";
            case BIGINT -> "BIGINT";
            case NUMERIC -> "NUMERIC(" + type.precision() + ", " + type.scale() + ")";
            case REAL -> "REAL";
            case DOUBLE -> "DOUBLE PRECISION";
            case TEXT -> "TEXT";
            case LARGE_TEXT -> "TEXT INDEX OFF STORAGE WITH (columnstore = false)";
            case VARCHAR -> "VARCHAR(" + type.precision() + ")";
            case CHAR -> "CHAR(" + type.precision() + ")";
            case TIMESTAMP_WITH_TIME_ZONE -> "TIMESTAMP WITH TIME ZONE";
            case TIMESTAMP -> "TIMESTAMP WITHOUT TIME ZONE";
            case OBJECT -> "OBJECT(DYNAMIC)";
            case OTHER -> type.sql();
        };
    }

    /** A type in one word, as the configuration may write it. */
    static String word(ColumnType type) {
        return switch (type.kind()) {
            case NUMERIC -> "numeric(" + type.precision() + "," + type.scale() + ")";
            case VARCHAR -> "varchar(" + type.precision() + ")";
            case CHAR -> "char(" + type.precision() + ")";
            case TIMESTAMP_WITH_TIME_ZONE -> "timestamptz";
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, TEXT, LARGE_TEXT, TIMESTAMP ->
                    type.kind().name().toLowerCase(Locale.ROOT);
            case OBJECT, OTHER -> "object";
        };
    }

    /**
     * What makes a bound value one of the type. Never a length: a cast to {@code VARCHAR(n)} cuts.
     */
    static String cast(ColumnType type, String value) {
        return switch (type.kind()) {
            case NUMERIC, TIMESTAMP_WITH_TIME_ZONE, TIMESTAMP, OTHER ->
                    value + "::" + definition(type);
            case OBJECT -> value + "::OBJECT";
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> value;
            case TEXT, LARGE_TEXT, VARCHAR, CHAR -> value;
        };
    }

    /** What makes a value of the type of its text; timestamps are milliseconds. */
    static String fromText(ColumnType type, String value) {
        return switch (type.kind()) {
            case TEXT, LARGE_TEXT, VARCHAR, CHAR -> value;
            case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE ->
                    value + "::" + definition(type);
            case TIMESTAMP_WITH_TIME_ZONE, TIMESTAMP -> cast(type, value + "::BIGINT");
            case NUMERIC, OBJECT, OTHER -> cast(type, value);
        };
    }

    static boolean isTimestamp(ColumnType type) {
        return type.kind() == ColumnType.Kind.TIMESTAMP
                || type.kind() == ColumnType.Kind.TIMESTAMP_WITH_TIME_ZONE;
    }

    /**
     * The value of a column as one of a wider type. Numbers are written without an exponent, as
     * they come from DMS; those of single precision are what they are written as, not the nearest
     * binary fraction.
     */
    static String widened(ColumnType from, ColumnType to, String value) {
        boolean toText = to.kind() == Kind.TEXT || to.kind() == Kind.LARGE_TEXT;
        if (!toText) {
            return from.kind() == Kind.REAL
                    ? value + "::TEXT::" + definition(to)
                    : value + "::" + definition(to);
        }
        return switch (from.kind()) {
            case BOOLEAN ->
                    "CASE WHEN " + value + " THEN 'true' WHEN NOT " + value + " THEN 'false' END";
            case NUMERIC -> {
                String text = "format('%." + Math.max(from.scale(), 0) + "f', " + value + ")";
                yield from.equals(ColumnTypes.LEARNED_NUMBER)
                        ? "regexp_replace(" + text + ", '\\.?0+$', '')"
                        : text;
            }
            default -> value + "::TEXT";
        };
    }

    /** What follows the columns in CREATE TABLE. */
    static String settings(TargetTable table, Function<String, String> partitionTerm) {
        Map<String, String> settings = table.settings();
        StringBuilder text = new StringBuilder();
        String shards = settings.getOrDefault("shards", "");
        if (!shards.isEmpty()) {
            check(table, "shards", shards, NUMBER, "a number, as in 4");
            text.append("\nCLUSTERED INTO ").append(shards).append(" SHARDS");
        }
        String partitions = settings.getOrDefault("partitioned.by", "");
        if (!partitions.isEmpty()) {
            List<String> terms = new ArrayList<>();
            for (String column : partitions.split(",")) {
                terms.add(partitionTerm.apply(NameRule.column(column.trim())));
            }
            text.append("\nPARTITIONED BY (").append(String.join(", ", terms)).append(")");
        }
        List<String> with = new ArrayList<>();
        String replicas = settings.getOrDefault("replicas", "");
        if (!replicas.isEmpty()) {
            check(table, "replicas", replicas, REPLICAS, "a number or a range, as in 1 or 0-1");
            with.add("number_of_replicas = " + literal(replicas));
        }
        String policy = settings.getOrDefault("column.policy", "");
        if (!policy.isEmpty()) {
            with.add("column_policy = " + literal(policy));
        }
        return with.isEmpty()
                ? text.toString()
                : text.append("\nWITH (").append(String.join(", ", with)).append(")").toString();
    }

    private static void check(
            TargetTable table, String key, String value, Pattern pattern, String remedy) {
        if (!pattern.matcher(value).matches()) {
            throw new MappingException(
                    key
                            + " of table "
                            + table.id()
                            + " is \""
                            + value
                            + "\"; it must be "
                            + remedy);
        }
    }
}
