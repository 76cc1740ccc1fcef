package io.dmstocrate.dms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the definition of a table from the {@code control} object of a record. Fields that it does
 * not know are passed over; a field that it knows must hold what it should.
 */
final class DefinitionReader {

    private final JsonFactory factory;
    private final TextCheck text;

    DefinitionReader(JsonFactory factory, TextCheck text) {
        this.factory = factory;
        this.text = text;
    }

    /**
     * The definition in {@code control}, which lies between these bytes; empty if there is none.
     */
    Optional<TableDefinition> read(byte[] bytes, int start, int end, TableId table)
            throws MalformedRecordException {
        JsonParser parser = null;
        try (JsonParser opened = factory.createParser(bytes, start, end - start)) {
            parser = opened;
            opened.nextToken();
            return readControl(opened, table);
        } catch (IOException e) {
            throw parser == null
                    ? Complaints.notAnObject("control")
                    : Complaints.notJson(e, parser, start);
        }
    }

    private Optional<TableDefinition> readControl(JsonParser parser, TableId table)
            throws IOException, MalformedRecordException {
        Optional<TableDefinition> definition = Optional.empty();
        boolean seen = false;
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken token = parser.nextToken();
            if (!name.equals("table-def")) {
                parser.skipChildren();
                continue;
            }
            if (seen) {
                throw Complaints.fieldTwice("control.table-def");
            }
            seen = true;
            if (token != JsonToken.VALUE_NULL) {
                require(token == JsonToken.START_OBJECT, "it is no JSON object");
                definition = readDefinition(parser, table);
            }
        }
        return definition;
    }

    private Optional<TableDefinition> readDefinition(JsonParser parser, TableId table)
            throws IOException, MalformedRecordException {
        List<Column> columns = null;
        List<String> key = null;
        boolean empty = true;
        String name;
        while ((name = parser.nextFieldName()) != null) {
            empty = false;
            JsonToken token = parser.nextToken();
            if (name.equals("columns")) {
                require(token == JsonToken.START_OBJECT, "\"columns\" is no JSON object");
                require(columns == null, "\"columns\" appears twice");
                columns = readColumns(parser);
            } else if (name.equals("primary-key") && token != JsonToken.VALUE_NULL) {
                require(token == JsonToken.START_ARRAY, "\"primary-key\" is no JSON array");
                require(key == null, "\"primary-key\" appears twice");
                key = readKey(parser);
            } else {
                parser.skipChildren();
            }
        }
        if (empty) {
            return Optional.empty();
        }
        require(columns != null, "it has no \"columns\"");
        List<String> primaryKey = key == null ? List.of() : key;
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            require(names.add(column.name()), column.name(), "appears twice");
        }
        Set<String> keyNames = new HashSet<>();
        for (String column : primaryKey) {
            require(keyNames.add(column), column, "appears twice in the primary key");
            require(names.contains(column), column, "of the primary key is not among the columns");
        }
        return Optional.of(new TableDefinition(table, columns, primaryKey));
    }

    private List<Column> readColumns(JsonParser parser)
            throws IOException, MalformedRecordException {
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

    private List<String> readKey(JsonParser parser) throws IOException, MalformedRecordException {
        List<String> key = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(
                    parser.currentToken() == JsonToken.VALUE_STRING,
                    "\"primary-key\" holds something else than names of columns");
            key.add(parser.getText());
            requireWhole(parser.getText());
        }
        return key;
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
            throw complaint(column, "has a length, precision or scale that is no whole number");
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
            default -> throw complaint(column, "has a \"nullable\" that is neither true nor false");
        };
    }

    private void requireWhole(String name) throws MalformedRecordException {
        if (text.hasSurrogateEscapes() && TextCheck.hasLoneSurrogate(name)) {
            throw Complaints.loneSurrogate("control.table-def");
        }
    }

    private static void require(boolean condition, String fault) throws MalformedRecordException {
        if (!condition) {
            throw Complaints.definition(fault);
        }
    }

    private static void require(boolean condition, String column, String fault)
            throws MalformedRecordException {
        if (!condition) {
            throw complaint(column, fault);
        }
    }

    private static MalformedRecordException complaint(String column, String fault) {
        return Complaints.definition("the column " + Complaints.name(column) + " " + fault);
    }
}
