package io.dmstocrate.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of the demo's source, as DMS describes it. */
record DemoTable(
        String schema,
        String name,
        Map<String, ColumnType> columns,
        List<String> key,
        boolean partitionedByKey) {

    /** A column's part of a {@code table-def}; -1 for what it does not tell. */
    record ColumnType(String type, int length, int precision, int scale, boolean nullable) {

        ObjectNode toJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", type);
            if (length >= 0) {
                json.put("length", length);
            }
            if (precision >= 0) {
                json.put("precision", precision).put("scale", scale);
            }
            return json.put("nullable", nullable);
        }
    }

    /** Text of any length, such as JSON. */
    static final String LARGE_OBJECT = "STRING";

    static DemoTable of(String schema, String name, boolean partitionedByKey) {
        return new DemoTable(schema, name, new LinkedHashMap<>(), List.of(), partitionedByKey);
    }

    DemoTable withKey(String... key) {
        return new DemoTable(schema, name, columns, List.of(key), partitionedByKey);
    }

    DemoTable with(String column, String type, boolean nullable) {
        return with(column, new ColumnType(type, -1, -1, -1, nullable));
    }

    DemoTable withText(String column, int length, boolean nullable) {
        return with(column, new ColumnType("STRING", length, -1, -1, nullable));
    }

    DemoTable withNumber(String column, int precision, int scale) {
        return with(column, new ColumnType("NUMERIC", -1, precision, scale, true));
    }

    private DemoTable with(String column, ColumnType type) {
        Map<String, ColumnType> more = new LinkedHashMap<>(columns);
        more.put(column, type);
        return new DemoTable(schema, name, more, key, partitionedByKey);
    }

    /** The name as the stream's partition keys have it. */
    String qualifiedName() {
        return schema + "." + name;
    }

    /** The {@code control} member of a record that defines the table. */
    ObjectNode toControl() {
        ObjectNode control = JsonNodeFactory.instance.objectNode();
        ObjectNode definition = control.putObject("table-def");
        ObjectNode members = definition.putObject("columns");
        columns.forEach((column, type) -> members.set(column, type.toJson()));
        if (!key.isEmpty()) {
            key.forEach(definition.withArray("primary-key")::add);
        }
        return control;
    }
}
