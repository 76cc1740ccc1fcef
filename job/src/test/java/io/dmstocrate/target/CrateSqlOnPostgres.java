package io.dmstocrate.target;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in PostgreSQL's words what {@code CrateDialect} says in CrateDB's. */
final class CrateSqlOnPostgres {

    /** Stands for a double quote within a text. */
    private static final char QUOTE = '\u0001';

    private static final String NAME = "\"(?:[^\"]|\"\")+\"";
    private static final String VALUE = "(r\\.c\\d+|\\?(?:::BIGINT)?)";
    private static final Pattern SUBSCRIPT = Pattern.compile("(" + NAME + ")\\[('(?:[^']|'')+')]");

    /** A part of an object that is to be written; CrateDB reads it no other way. */
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "\\((?:\\{"
                            + NAME
                            + " = NULL::TEXT} \\|\\| )?(excluded\\."
                            + NAME
                            + ")(?: \\|\\| \\{})?\\)\\[('(?:[^']|'')+')]");

    private static final Pattern OBJECT = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern FORMAT =
            Pattern.compile("format\\('%\\.(\\d+)f', (" + NAME + ")\\)");
    private static final Pattern PAIR = Pattern.compile("(" + NAME + ") = ");

    /** A name, with what tells that it is qualified or assigned to. */
    private static final Pattern READ = Pattern.compile("(\\.?)(" + NAME + ")( = |\\.|)");

    private CrateSqlOnPostgres() {}

    static String translate(String crate) {
        String sql =
                crate.replaceAll(
                                VALUE + "::TIMESTAMP WITH TIME ZONE",
                                "to_timestamp($1::bigint / 1000.0)")
                        .replaceAll(
                                VALUE + "::TIMESTAMP WITHOUT TIME ZONE",
                                "(to_timestamp($1::bigint / 1000.0) AT TIME ZONE 'UTC')")
                        .replace("::OBJECT", "::jsonb");
        if (sql.contains("\"_seq_no\"")) {
            return row(sql);
        }
        if (sql.startsWith("UPDATE")) {
            return FORMAT.matcher(sql.replace("_id", "ctid")).replaceAll("round($2, $1)::TEXT");
        }
        if (sql.startsWith("INSERT")) {
            return insert(sql);
        }
        return sql.startsWith("DELETE")
                ? SUBSCRIPT
                        .matcher(sql)
                        .replaceAll("($1->>$2)")
                        .replaceAll("->>('[^=]*) = \\?", "->>$1 = ?::text")
                : sql;
    }

    /** Reading or changing one row that was not changed since. */
    private static String row(String sql) {
        String plain =
                sql.replace("\"_seq_no\" = ?::BIGINT", "xmin::text = ?")
                        .replace("\"_primary_term\" = ?::BIGINT", "'1' = ?")
                        .replace("\"_seq_no\"", "xmin::text")
                        .replace("\"_primary_term\"", "'1'")
                        .replaceAll(
                                "(" + NAME + ")::BIGINT", "(extract(epoch from $1) * 1000)::bigint")
                        .replaceAll("::DOUBLE(?! )", "::float8");
        int where = plain.indexOf(" WHERE ");
        int versions = plain.indexOf(", \"dms_column_versions\" = ");
        String first = plain.substring(0, versions < 0 ? where : versions);
        String second =
                versions < 0 ? "" : objects(plain.substring(versions, where)).replace(QUOTE, '"');
        if (first.contains(" SET \"data\"[")) {
            first =
                    first.replace(" SET ", " SET \"data\" = \"data\" || jsonb_build_object(")
                                    .replaceAll("\"data\"\\[('(?:[^']|'')+')] = ", "$1, ")
                            + ")";
            first = first.replace("|| jsonb_build_object(\"data\" = ", "|| jsonb_build_object(");
        }
        first =
                first.replaceAll(
                        "(\"data\")\\[('(?:[^']|'')+')]::BIGINT",
                        "(extract(epoch from ($1->>$2)::timestamptz) * 1000)::bigint");
        return SUBSCRIPT.matcher(first).replaceAll("($1->>$2)")
                + second
                + SUBSCRIPT
                        .matcher(plain.substring(where))
                        .replaceAll("($1->>$2)")
                        .replaceAll("->>('[^=]*) = \\?(?:::\\w+)?", "->>$1 = ?::text");
    }

    private static String insert(String sql) {
        int conflict = sql.indexOf("ON CONFLICT");
        int set = sql.indexOf("DO UPDATE SET", conflict);
        String values =
                SUBSCRIPT
                        .matcher(objects(sql.substring(0, conflict)).replace(QUOTE, '"'))
                        .replaceAll("($1->>$2)")
                        .replaceFirst(" \\(", " AS t (")
                        .replace("md5(_id)", "md5(ctid::text)");
        if (set < 0) {
            return values + SUBSCRIPT.matcher(sql.substring(conflict)).replaceAll("($1->>$2)");
        }
        String key = SUBSCRIPT.matcher(sql.substring(conflict, set)).replaceAll("($1->>$2)");
        return values
                + key
                + READ.matcher(objects(parts(quiet(sql.substring(set)))))
                        .replaceAll(CrateSqlOnPostgres::qualified)
                        .replace(QUOTE, '"');
    }

    /** Texts without the quotes of names in them, which would be taken for such. */
    private static String quiet(String sql) {
        StringBuilder result = new StringBuilder(sql);
        char within = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '"' && within == '\'') {
                result.setCharAt(i, QUOTE);
            } else if (c == '"' || c == '\'') {
                // A quote that is doubled ends a part and begins the next.
                within = within == 0 ? c : within == c ? 0 : within;
            }
        }
        return result.toString();
    }

    /** Parts of objects, of rows that are there and of those that are to be written. */
    private static String parts(String sql) {
        String written = WRITTEN.matcher(sql).replaceAll("($1->$2)");
        return SUBSCRIPT
                .matcher(written)
                .replaceAll("(t.$1->$2)")
                .replaceAll("->('(?:[^']|'')+'\\))::TEXT", "->>$1");
    }

    /** An UPDATE of objects, without parameters. */
    static String updateObjects(String sql) {
        return objects(SUBSCRIPT.matcher(sql).replaceAll("($1->$2)")).replace(QUOTE, '"');
    }

    private static String qualified(MatchResult name) {
        boolean plain = name.group(1).isEmpty() && name.group(3).isEmpty();
        return Matcher.quoteReplacement((plain ? "t." : "") + name.group());
    }

    /** Objects written out become calls. */
    private static String objects(String sql) {
        Matcher object = OBJECT.matcher(sql);
        StringBuilder result = new StringBuilder();
        while (object.find()) {
            String pairs =
                    PAIR.matcher(object.group(1))
                            .replaceAll(
                                    pair ->
                                            Matcher.quoteReplacement(
                                                    "'"
                                                            + unquoted(pair.group(1))
                                                                    .replace("'", "''")
                                                                    .replace('"', QUOTE)
                                                            + "', "));
            object.appendReplacement(
                    result, Matcher.quoteReplacement("jsonb_build_object(" + pairs + ")"));
        }
        return object.appendTail(result).toString();
    }

    static String unquoted(String name) {
        return name.substring(1, name.length() - 1).replace("\"\"", "\"");
    }

    /** A type of CrateDB as PostgreSQL has it. */
    static String type(String crate) {
        if (crate.startsWith("OBJECT")) {
            return "JSONB";
        }
        for (String same : List.of("TIMESTAMP", "NUMERIC", "VARCHAR", "CHAR")) {
            if (crate.startsWith(same)) {
                return crate;
            }
        }
        return crate.toLowerCase(Locale.ROOT);
    }
}
