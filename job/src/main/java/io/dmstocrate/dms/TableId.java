package io.dmstocrate.dms;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * The name of a table, at the source or in the target.
 *
 * @param schema the schema; empty for the {@code awsdms_*} control tables of DMS
 * @param name the table; never empty
 */
public record TableId(String schema, String name) implements Comparable<TableId>, Serializable {

    private static final long serialVersionUID = 1;

    public TableId {
        requireNonNull(schema, "schema is null");
        requireNonNull(name, "name is null");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a table needs a name");
        }
    }

    /** Whether it is a table that DMS writes about its own task. */
    public boolean isControlTable() {
        return schema.isEmpty() && name.startsWith("awsdms_");
    }

    @Override
    public int compareTo(TableId other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return schema.isEmpty() ? name : schema + "." + name;
    }
}
