package io.dmstocrate.sink;

import io.dmstocrate.config.OptionGroup;
import io.dmstocrate.config.OptionValues;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import io.dmstocrate.mapping.TableMapper;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * How rows are written, the {@code Sink} group.
 *
 * @param flushRows a batch of so many rows is written
 * @param flushBytes a batch of so many bytes is written
 * @param flushInterval a row is written at the latest after this time
 * @param versionColumn the column with the row's version; empty if there is none
 * @param deletes what a delete does
 * @param onRejected what becomes of a row that the target does not take
 * @param retryTimeout how long one batch is tried again before the job fails
 */
public record SinkOptions(
        int flushRows,
        long flushBytes,
        Duration flushInterval,
        String versionColumn,
        Deletes deletes,
        OnRejected onRejected,
        Duration retryTimeout)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** What a delete at the source does to the row in the target. */
    public enum Deletes {
        /** The row goes. */
        HARD("hard"),
        /** The row gets a flag. */
        SOFT("soft");

        private final String text;

        Deletes(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** What becomes of a row that the target does not take. */
    public enum OnRejected {
        /** It is kept among the dead letters. */
        DEAD_LETTER("dead-letter"),
        /** It ends the job. */
        FAIL("fail");

        private final String text;

        OnRejected(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The value of {@link #VERSION_COLUMN} that stands for no such column. */
    public static final String NO_VERSION_COLUMN = "none";

    public static final ConfigOption<Integer> FLUSH_ROWS =
            ConfigOptions.key("flush.rows")
                    .intType()
                    .defaultValue(5000)
                    .withDescription("A batch of so many rows is written.");

    public static final ConfigOption<MemorySize> FLUSH_BYTES =
            ConfigOptions.key("flush.bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(8))
                    .withDescription("A batch of this size is written.");

    public static final ConfigOption<Duration> FLUSH_INTERVAL =
            ConfigOptions.key("flush.interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription("Longest time a row waits to be written.");

    public static final ConfigOption<String> VERSION_COLUMN =
            ConfigOptions.key("version.column")
                    .stringType()
                    .defaultValue("dms_version")
                    .withDescription(
                            "The column that keeps an old write from overwriting a newer row;"
                                    + " `none`: no such column, and rows that a reload did not"
                                    + " bring back stay.");

    public static final ConfigOption<Deletes> DELETES =
            ConfigOptions.key("deletes")
                    .enumType(Deletes.class)
                    .defaultValue(Deletes.HARD)
                    .withDescription(
                            "What a delete does: `hard`: the row goes; `soft`: the row stays and"
                                    + " its column `dms_deleted` becomes true.");

    public static final ConfigOption<OnRejected> ON_REJECTED =
            ConfigOptions.key("on.rejected")
                    .enumType(OnRejected.class)
                    .defaultValue(OnRejected.DEAD_LETTER)
                    .withDescription(
                            "What becomes of a row that the database does not take: `dead-letter`:"
                                    + " it is kept with the reason; `fail`: it ends the job.");

    public static final ConfigOption<Duration> RETRY_TIMEOUT =
            ConfigOptions.key("retry.timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription(
                            "How long a batch is tried again, with growing pauses, while the"
                                    + " database is away or overloaded; then the job fails, and"
                                    + " Flink restarts it.");

    public static final OptionGroup GROUP =
            OptionGroup.of(
                    "Sink",
                    FLUSH_ROWS,
                    FLUSH_BYTES,
                    FLUSH_INTERVAL,
                    VERSION_COLUMN,
                    DELETES,
                    ON_REJECTED,
                    RETRY_TIMEOUT);

    /** The flag of softly deleted rows; empty if rows are really deleted. */
    public String deletedColumn() {
        return switch (deletes) {
            case HARD -> "";
            case SOFT -> TableMapper.DELETED_COLUMN;
        };
    }

    /** Reads the group, and notes what is wrong with it. */
    public static SinkOptions read(PropertyGroups groups, Problems problems) {
        OptionValues values = new OptionValues(groups, GROUP.name(), problems);
        String versionColumn = versionColumn(values);
        Deletes deletes = values.get(DELETES);
        if (deletes == Deletes.SOFT && versionColumn.isEmpty()) {
            values.problem(
                    DELETES,
                    "soft needs a version column, which keeps a deleted row deleted",
                    "leave Sink.version.column = none or Sink.deletes = soft out");
        }
        return new SinkOptions(
                values.positive(FLUSH_ROWS),
                values.positiveBytes(FLUSH_BYTES),
                values.positiveDuration(FLUSH_INTERVAL),
                versionColumn,
                deletes,
                values.get(ON_REJECTED),
                values.positiveDuration(RETRY_TIMEOUT));
    }

    private static String versionColumn(OptionValues values) {
        String name = values.get(VERSION_COLUMN);
        if (name.isEmpty()) {
            values.problem(VERSION_COLUMN, "is empty", "write none to do without such a column");
        }
        if (name.equals(TableMapper.DELETED_COLUMN)) {
            values.problem(
                    VERSION_COLUMN, "is the name of the flag of deleted rows", "choose another");
        }
        return name.equals(NO_VERSION_COLUMN) ? "" : name;
    }
}
