package io.dmstocrate.dms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the {@code columns} of a table's definition. */
final class ColumnReader {

    private ColumnReader() {}

    /** The columns in the object that the parser stands on, in its order. */
    static List<Column> readAll(JsonParser parser) throws IOException, MalformedRecordException {
        List<Column> columns = new ArrayList<>();
        String name;
        while ((name = parser.nextFieldName()) != null) {
            require(parser.nextToken() == JsonToken.START_OBJECT, name, "is no JSON object");
            columns.add(readColumn(parser, name));
        }
        return columns;
    }

    private static Column readColumn(JsonParser parser, String name)
            throws IOException, MalformedRecordException {
        DmsType type = null;
        int length = -1;
        int precision = -1;
        int scale = -1;
        boolean nullable = true;
        String field;
        while ((field = parser.nextFieldName()) != null) {
            JsonToken token = parser.nextToken();
            switch (field) {
                case "type" -> {
                    require(token == JsonToken.VALUE_STRING, name, "has a type that is no text");
                    type = DmsType.of(parser.getText());
                }
                case "length" -> length = size(parser, token, name);
                case "precision" -> precision = size(parser, token, name);
                case "scale" -> scale = size(parser, token, name);
                case "nullable" -> nullable = nullable(parser, token, name);
                default -> parser.skipChildren();
            }
        }
        require(type != null, name, "has no type");
        return new Column(name, type, length, precision, scale, nullable);
    }

    /** A whole number, as number or text; -1 for null and for any negative number. */
    private static int size(JsonParser parser, JsonToken token, String column)
            throws IOException, MalformedRecordException {
        if (token == JsonToken.VALUE_NULL) {
            return -1;
        }
        require(
                token.isNumeric() || token == JsonToken.VALUE_STRING,
                column,
                "has a length, precision or scale that is no number");
        try {
            BigDecimal number = new BigDecimal(parser.getText());
            if (number.signum() < 0) {
                return -1;
            }
            // Lengths of large objects can be beyond an int; such text has no bound that matters.
            return number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
                    ? Integer.MAX_VALUE
                    : number.intValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw Complaints.definition(
                    column, "has a length, precision or scale that is no whole number");
        }
    }

    private static boolean nullable(JsonParser parser, JsonToken token, String column)
            throws IOException, MalformedRecordException {
        return switch (token) {
            case VALUE_TRUE, VALUE_NULL -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> {
                String word = parser.getText().toLowerCase(Locale.ROOT);
                require(
                        word.equals("true") || word.equals("false"),
                        column,
                        "has a \"nullable\" that is neither true nor false");
                yield word.equals("true");
            }
            default ->
                    throw Complaints.definition(
                            column, "has a \"nullable\" that is neither true nor false");
        };
    }

    private static void require(boolean condition, String column, String fault)
            throws MalformedRecordException {
        if (!condition) {
            throw Complaints.definition(column, fault);
        }
    }
}
