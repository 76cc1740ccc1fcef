package io.dmstocrate.dms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
                columns = ColumnReader.readAll(parser);
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
            throw Complaints.definition(column, fault);
        }
    }
}
