package io.dmstocrate.mapping;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which target table a source table becomes: its name, its columns and their types.
 *
 * <p>Two names never meet in one unnoticed; where they would, the {@link MappingException} names
 * both.
 */
public final class TableMapper implements Serializable {

    private static final long serialVersionUID = 1;

    /** The flag of softly deleted rows. */
    public static final String DELETED_COLUMN = "dms_deleted";

    /** The versions of single columns, beside the version of the row. */
    public static final String COLUMN_VERSIONS = "dms_column_versions";

    /** Where the job keeps what is its own, and the control tables of DMS. */
    public static final String OWN_SCHEMA = "dms";

    /** The job's own tables there. */
    public static final Set<String> OWN_TABLES =
            Set.of("dead_letters", "schema_history", "generations", "parcels", "added_columns");

    private static final int LONGEST_NAME = 255;

    private final String versionColumn;
    private final boolean softDeletes;

    /**
     * @param versionColumn the column with each row's version; empty for none
     * @param softDeletes whether deleted rows are kept with a flag
     */
    public TableMapper(String versionColumn, boolean softDeletes) {
        this.versionColumn = requireNonNull(versionColumn, "versionColumn is null");
        this.softDeletes = softDeletes;
    }

    /** The table that the rows of a source table go to. */
    public TableId target(TableId source, TableOptions options) {
        TableId named = named(source, options.target());
        TableId target = new TableId(NameRule.schema(named.schema()), NameRule.table(named.name()));
        if (isTaken(source, target)) {
            throw new MappingException(
                    "table "
                            + source
                            + " would be written to "
                            + target
                            + ", which the job keeps for itself or for the control tables of DMS;"
                            + " name another one with target in the group Table:"
                            + source);
        }
        if (bytes(target.schema()) + 1 + bytes(target.name()) > LONGEST_NAME) {
            throw new MappingException(
                    "the name of table "
                            + source
                            + " is longer than 255 bytes; give it another one with target in the"
                            + " group Table:"
                            + source);
        }
        return target;
    }

    /**
     * The table of a life of a source table, beside the one that readers use, until it takes its
     * place.
     *
     * @param target the table that readers use
     * @param life when the life began, microseconds since the epoch
     */
    public TableId beside(TableId target, long life) {
        return new TableId(
                target.schema(),
                target.name() + "__dms_" + Long.toString(life, Character.MAX_RADIX));
    }

    /** The table that a source table becomes. */
    public TargetTable map(TableDefinition definition, TableOptions options) {
        TableId source = definition.table();
        List<String> key =
                options.primaryKey().isEmpty() ? definition.primaryKey() : options.primaryKey();
        if (key.isEmpty()) {
            throw new MappingException(
                    "table "
                            + source
                            + " has no primary key; name one with primary.key in the group Table:"
                            + source);
        }
        Map<String, String> names = new HashMap<>();
        if (options.layout() == Layout.DIRECT) {
            reserve(names);
        }
        List<TargetColumn> columns = new ArrayList<>();
        for (Column column : definition.columns()) {
            columns.add(column(source, column, key.contains(column.name()), options, names));
        }
        for (String name : key) {
            if (definition.column(name).isEmpty()) {
                throw new MappingException(
                        "the primary key of table "
                                + source
                                + " names the column "
                                + name
                                + ", which the table does not have");
            }
        }
        return new TargetTable(
                target(source, options),
                options.layout(),
                columns,
                key.stream().map(NameRule::column).toList(),
                versionColumn,
                softDeletes ? DELETED_COLUMN : "",
                options.settings());
    }

    private static boolean isTaken(TableId source, TableId target) {
        boolean control = target.name().startsWith("awsdms_") && !source.isControlTable();
        return target.schema().equals(OWN_SCHEMA)
                && (control || OWN_TABLES.contains(target.name()));
    }

    private void reserve(Map<String, String> names) {
        if (!versionColumn.isEmpty()) {
            names.put(versionColumn, "the version column (Sink.version.column)");
            names.put(COLUMN_VERSIONS, "the versions of columns (Sink.version.column)");
        }
        if (softDeletes) {
            names.put(DELETED_COLUMN, "the flag of deleted rows (Sink.deletes)");
        }
    }

    private static TargetColumn column(
            TableId source,
            Column column,
            boolean key,
            TableOptions options,
            Map<String, String> names) {
        String name = NameRule.column(column.name());
        if (bytes(name) > LONGEST_NAME) {
            throw new MappingException(
                    "a column of table "
                            + source
                            + " has a name of more than 255 bytes; shorten it with a transformation"
                            + " rule of the DMS task");
        }
        String other = names.put(name, "the column " + column.name());
        if (other != null) {
            throw new MappingException(
                    "in table "
                            + source
                            + ", the column "
                            + column.name()
                            + " and "
                            + other
                            + " would both be called "
                            + name);
        }
        String words = options.columnTypes().get(column.name());
        ColumnType type = words == null ? ColumnTypes.of(column, key) : ColumnTypes.parse(words);
        if (key
                && (type.kind() == ColumnType.Kind.OBJECT
                        || type.kind() == ColumnType.Kind.LARGE_TEXT)) {
            throw new MappingException(
                    "in table "
                            + source
                            + ", the key column "
                            + column.name()
                            + " can't have the type "
                            + words
                            + "; use text");
        }
        return new TargetColumn(name, column.name(), type);
    }

    private static TableId named(TableId source, String target) {
        TableId byDefault = TableOptions.defaultTarget(source);
        if (target.isEmpty()) {
            return byDefault;
        }
        int dot = target.indexOf('.');
        return dot < 0
                ? new TableId(byDefault.schema(), target)
                : new TableId(target.substring(0, dot), target.substring(dot + 1));
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
