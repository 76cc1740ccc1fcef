package io.dmstocrate.schema;

import io.dmstocrate.config.OptionGroup;
import io.dmstocrate.config.OptionValues;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * How the target follows the source's schema, the {@code Schema} group.
 *
 * @param changes what is done about changed columns
 * @param dropTable what is done when DMS prepares a table for a load
 * @param waitTime how long a row waits for the definition of its table or column
 * @param waitRows how many rows may wait in one subtask
 * @param controlTables whether the {@code awsdms_*} tables are written too
 */
public record SchemaOptions(
        Changes changes,
        DropTable dropTable,
        Duration waitTime,
        int waitRows,
        boolean controlTables)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** What is done about changed columns. */
    public enum Changes {
        /** What the source did. */
        EVOLVE("evolve"),
        /** What takes nothing away. */
        LENIENT("lenient"),
        /** Nothing. */
        IGNORE("ignore"),
        /** The job ends. */
        FAIL("fail");

        private final String text;

        Changes(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
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

    public static final ConfigOption<Changes> CHANGES =
            ConfigOptions.key("changes")
                    .enumType(Changes.class)
                    .defaultValue(Changes.LENIENT)
                    .withDescription(
                            "What is done about changed columns: `lenient`: what takes nothing away."
                                    + " `evolve` (as the source did), `ignore` and `fail` are not"
                                    + " in this release.");

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
            OptionGroup.of("Schema", CHANGES, DROP_TABLE, WAIT, WAIT_ROWS, CONTROL_TABLES);

    /** Reads the group, and notes what is wrong with it. */
    public static SchemaOptions read(PropertyGroups groups, Problems problems) {
        OptionValues values = new OptionValues(groups, GROUP.name(), problems);
        Changes changes = values.get(CHANGES);
        if (changes != Changes.LENIENT) {
            values.problem(
                    CHANGES,
                    changes + " is not in this release",
                    "leave it out; lenient takes nothing away from the target");
        }
        return new SchemaOptions(
                changes,
                values.get(DROP_TABLE),
                values.positiveDuration(WAIT),
                values.positive(WAIT_ROWS),
                values.get(CONTROL_TABLES));
    }
}
