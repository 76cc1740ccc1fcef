package io.dmstocrate.ordering;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableDefinition;
import java.util.List;

/**
 * Makes one text of a table and a primary key: equal for equal keys, however a record spells them,
 * and different for different ones.
 */
public final class RowKey {

    private final List<String> columns;
    private final DmsType[] types;
    private final String prefix;

    /** For the rows of a table whose definition has a key. */
    public RowKey(TableDefinition definition) {
        this.columns = definition.primaryKey();
        this.types = new DmsType[columns.size()];
        for (int i = 0; i < types.length; i++) {
            types[i] = definition.column(columns.get(i)).map(Column::type).orElse(DmsType.UNKNOWN);
        }
        String schema = definition.table().schema();
        String name = definition.table().name();
        this.prefix = schema.length() + ":" + schema + name.length() + ":" + name + "/";
    }

    /**
     * The text of a row's key.
     *
     * @param values the values of the key's columns in order, none of them {@code null}
     */
    public String of(Object[] values) {
        if (values.length == 1) {
            return prefix.concat(part(values, 0));
        }
        StringBuilder text = new StringBuilder(prefix.length() + 16 * values.length);
        text.append(prefix);
        for (int i = 0; i < values.length; i++) {
            String part = part(values, i);
            // With its length in front, no value can look like the end of itself and another one.
            text.append(part.length()).append(':').append(part);
        }
        return text.toString();
    }

    /**
     * The value of a part of the key as it is to be written: in one spelling, as far as the target
     * could take another one for another key.
     *
     * @param value may be {@code null}
     */
    public Object written(int index, Object value) {
        return value == null ? null : KeyPart.written(value, types[index]);
    }

    private String part(Object[] values, int index) {
        Object value = values[index];
        if (value == null) {
            requireNonNull(value, () -> "the key's column " + columns.get(index) + " is null");
        }
        return KeyPart.text(value, types[index]);
    }
}
