package io.dmstocrate.schema;

import io.dmstocrate.config.OptionGroup;
import io.dmstocrate.config.OptionValues;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.mapping.TableOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * How the target follows the source's schema, the {@code Schema} group.
 *
 * @param changes what is done about changed definitions
 * @param kinds what is done about some kinds of changes instead
 * @param dropTable what is done when DMS prepares a table for a load
 * @param waitTime how long a row waits for the definition of its table or column
 * @param waitRows how many rows may wait in one subtask
 * @param controlTables whether the {@code awsdms_*} tables are written too
 */
public record SchemaOptions(
        SchemaPolicy changes,
        Map<ChangeKind, SchemaPolicy> kinds,
        DropTable dropTable,
        Duration waitTime,
        int waitRows,
        boolean controlTables)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** The kinds of changes. */
    public enum ChangeKind {
        ADD_COLUMN,
        DROP_COLUMN,
        RENAME_COLUMN,
        COLUMN_TYPE,
        RENAME_TABLE;

        private ConfigOption<SchemaPolicy> option() {
            return switch (this) {
                case ADD_COLUMN -> SchemaOptions.ADD_COLUMN;
                case DROP_COLUMN -> SchemaOptions.DROP_COLUMN;
                case RENAME_COLUMN -> SchemaOptions.RENAME_COLUMN;
                case COLUMN_TYPE -> SchemaOptions.COLUMN_TYPE;
                case RENAME_TABLE -> SchemaOptions.RENAME_TABLE;
            };
        }

        /** The kind in words. */
        String words() {
            return switch (this) {
                case ADD_COLUMN -> "add column";
                case DROP_COLUMN -> "drop column";
                case RENAME_COLUMN -> "rename column";
                case COLUMN_TYPE -> "column type";
                case RENAME_TABLE -> "rename table";
            };
        }
    }

    /** What is done when DMS prepares a table for a load. */
    public enum DropTable {
        /** The loaded rows replace those that were there. */
        REPLACE("replace"),
        /** The rows that were there stay. */
        KEEP("keep");

        private final String text;

        DropTable(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    public static final ConfigOption<SchemaPolicy> CHANGES =
            ConfigOptions.key("changes")
                    .enumType(SchemaPolicy.class)
                    .defaultValue(SchemaPolicy.LENIENT)
                    .withDescription(
                            "What is done about changed definitions: `lenient`: what takes nothing"
                                    + " away; `evolve`: as the source did; `ignore`: nothing; `fail`:"
                                    + " the job ends. `schema.changes` of a table goes before it.");

    public static final ConfigOption<SchemaPolicy> ADD_COLUMN =
            ConfigOptions.key("changes.add.column")
                    .enumType(SchemaPolicy.class)
                    .noDefaultValue()
                    .withDescription("The same for new columns only. Unset: as `changes`.");

    public static final ConfigOption<SchemaPolicy> DROP_COLUMN =
            ConfigOptions.key("changes.drop.column")
                    .enumType(SchemaPolicy.class)
                    .noDefaultValue()
                    .withDescription("The same for dropped columns only. Unset: as `changes`.");

    public static final ConfigOption<SchemaPolicy> RENAME_COLUMN =
            ConfigOptions.key("changes.rename.column")
                    .enumType(SchemaPolicy.class)
                    .noDefaultValue()
                    .withDescription("The same for renamed columns only. Unset: as `changes`.");

    public static final ConfigOption<SchemaPolicy> COLUMN_TYPE =
            ConfigOptions.key("changes.column.type")
                    .enumType(SchemaPolicy.class)
                    .noDefaultValue()
                    .withDescription(
                            "The same for columns of another type only. Unset: as `changes`.");

    public static final ConfigOption<SchemaPolicy> RENAME_TABLE =
            ConfigOptions.key("changes.rename.table")
                    .enumType(SchemaPolicy.class)
                    .noDefaultValue()
                    .withDescription("The same for renamed tables only. Unset: as `changes`.");

    public static final ConfigOption<DropTable> DROP_TABLE =
            ConfigOptions.key("drop.table")
                    .enumType(DropTable.class)
                    .defaultValue(DropTable.REPLACE)
                    .withDescription(
                            "What is done when DMS prepares a table for a load: `replace`: the"
                                    + " loaded rows take the place of the old ones; `keep`: the old"
                                    + " ones stay.");

    public static final ConfigOption<Duration> WAIT =
            ConfigOptions.key("wait")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withDescription(
                            "How long a row waits for the definition of its table or column; then"
                                    + " it becomes a dead letter.");

    public static final ConfigOption<Integer> WAIT_ROWS =
            ConfigOptions.key("wait.rows")
                    .intType()
                    .defaultValue(100_000)
                    .withDescription(
                            "How many rows may wait in one subtask; those beyond become dead"
                                    + " letters.");

    public static final ConfigOption<Boolean> CONTROL_TABLES =
            ConfigOptions.key("control.tables")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Whether the `awsdms_*` tables of DMS are written too, to the schema"
                                    + " `dms`; otherwise their rows are skipped.");

    public static final OptionGroup GROUP =
            OptionGroup.of(
                    "Schema",
                    CHANGES,
                    ADD_COLUMN,
                    DROP_COLUMN,
                    RENAME_COLUMN,
                    COLUMN_TYPE,
                    RENAME_TABLE,
                    DROP_TABLE,
                    WAIT,
                    WAIT_ROWS,
                    CONTROL_TABLES);

    /** The default for everything but what is given. */
    public SchemaOptions(
            SchemaPolicy changes,
            DropTable dropTable,
            Duration waitTime,
            int waitRows,
            boolean controlTables) {
        this(changes, Map.of(), dropTable, waitTime, waitRows, controlTables);
    }

    public SchemaOptions {
        kinds = Map.copyOf(kinds);
    }

    /** What is done about a change: the table's word, then that for the kind, then the general. */
    public SchemaPolicy policy(TableOptions table, ChangeKind kind) {
        return table.schemaChanges().orElse(kinds.getOrDefault(kind, changes));
    }

    /** Reads the group, and notes what is wrong with it. */
    public static SchemaOptions read(PropertyGroups groups, Problems problems) {
        OptionValues values = new OptionValues(groups, GROUP.name(), problems);
        Map<ChangeKind, SchemaPolicy> kinds = new EnumMap<>(ChangeKind.class);
        for (ChangeKind kind : ChangeKind.values()) {
            values.find(kind.option(), SchemaPolicy.class)
                    .ifPresent(policy -> kinds.put(kind, policy));
        }
        return new SchemaOptions(
                values.get(CHANGES),
                kinds,
                values.get(DROP_TABLE),
                values.positiveDuration(WAIT),
                values.positive(WAIT_ROWS),
                values.get(CONTROL_TABLES));
    }
}
