package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.literal;

import io.dmstocrate.dialect.Upsert.Part;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The universal layout on PostgreSQL: three columns of JSONB. What columns lie in them, and of
 * which types, PostgreSQL can't know; the table's comment tells.
 */
public final class PostgresUniversal {

    static final String KEY = "\"pk\"";

    static final List<String> COLUMNS = List.of(KEY + " JSONB", "\"data\" JSONB", "\"aux\" JSONB");

    /** What the comment of a universal table begins with; a line a column follows. */
    public static final String COMMENT = "universal layout of dms-to-crate";

    /** What a line of the comment begins with for a column of the key. */
    public static final String KEY_LINE = "pk ";

    /** What a line of the comment begins with for any other column; type, blank and name follow. */
    public static final String DATA_LINE = "data ";

    /** A function takes at most 100 arguments. */
    private static final int PAIRS = 50;

    private PostgresUniversal() {}

    /** Writes down which columns the objects have. */
    static String remember(TargetTable table) {
        StringBuilder comment = new StringBuilder(COMMENT);
        for (TargetColumn column : table.keyColumns()) {
            line(comment, KEY_LINE, column);
        }
        for (TargetColumn column : table.otherColumns()) {
            line(comment, DATA_LINE, column);
        }
        return "COMMENT ON TABLE "
                + SqlText.table(table.id())
                + " IS E"
                + literal(comment.toString().replace("\\", "\\\\"));
    }

    static void addParts(
            TargetTable table,
            List<TargetColumn> columns,
            IntFunction<String> parameter,
            VersionGuard guard,
            Upsert upsert) {
        List<String> key = new ArrayList<>();
        List<String> data = new ArrayList<>();
        List<String> outdated = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            TargetColumn column = columns.get(i);
            boolean isKey = table.isKey(column.name());
            (isKey ? key : data).add(pair(column, parameter.apply(i)));
            String isOutdated = isKey ? "" : guard.isOutdated(column.versionKey());
            if (!isOutdated.isEmpty()) {
                outdated.add(
                        "CASE WHEN " + isOutdated + " THEN " + literal(column.name()) + " END");
            }
        }
        upsert.add(Part.key(KEY, object(key)));
        upsert.add(
                new Part(
                        "\"data\"",
                        object(data),
                        "coalesce(t.\"data\", '{}'::jsonb) || "
                                + without("excluded.\"data\"", outdated),
                        ""));
    }

    /** An object without those of its columns whose newer values are there. */
    private static String without(String object, List<String> names) {
        return names.isEmpty()
                ? object
                : "("
                        + object
                        + " - array_remove(ARRAY["
                        + String.join(", ", names)
                        + "]::text[], NULL))";
    }

    /** An object of these columns, each with the same word for its value. */
    static String object(List<TargetColumn> columns, String value) {
        return object(columns.stream().map(column -> pair(column, value)).toList());
    }

    /** An object of names and values, each two with a comma between them. */
    static String object(List<String> pairs) {
        if (pairs.isEmpty()) {
            return "'{}'::jsonb";
        }
        List<String> objects = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += PAIRS) {
            List<String> some = pairs.subList(i, Math.min(i + PAIRS, pairs.size()));
            objects.add("jsonb_build_object(" + String.join(", ", some) + ")");
        }
        return objects.size() == 1 ? objects.get(0) : "(" + String.join(" || ", objects) + ")";
    }

    private static String pair(TargetColumn column, String value) {
        return literal(column.name()) + ", " + typed(column.type(), value);
    }

    /** JSON takes values of any type, so each has to be of one. */
    static String typed(ColumnType type, String value) {
        return switch (type.kind()) {
            case BOOLEAN -> value + "::BOOLEAN";
            case SMALLINT, INTEGER, BIGINT -> value + "::BIGINT";
            case REAL -> value + "::REAL";
            case DOUBLE -> value + "::DOUBLE PRECISION";
            case TEXT, LARGE_TEXT, VARCHAR, CHAR -> value + "::TEXT";
            case NUMERIC, TIMESTAMP_WITH_TIME_ZONE, TIMESTAMP, OBJECT, OTHER ->
                    PostgresDialect.cast(type, value);
        };
    }

    private static void line(StringBuilder comment, String begin, TargetColumn column) {
        String type = CrateTypes.word(column.type());
        comment.append('\n').append(begin).append(type).append(' ').append(column.name());
    }
}
