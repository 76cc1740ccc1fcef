package io.dmstocrate.mapping;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.config.OptionGroup;
import io.dmstocrate.dms.TableId;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/**
 * What the configuration says of one source table, the {@code Table:<schema>.<table>} group.
 *
 * @param primaryKey names of the source columns; empty: the record or the catalog tells
 * @param target the table to write, empty: the same name
 * @param columnTypes by source column, as written in the configuration, for example {@code object}
 *     or {@code numeric(18,4)}
 * @param settings {@code shards}, {@code replicas}, {@code partitioned.by}, {@code column.policy}
 * @param generation when a reload began that announced itself by no {@code drop-table},
 *     microseconds since the epoch
 * @param schemaChanges what is done about changed definitions; empty: as for all tables
 */
public record TableOptions(
        List<String> primaryKey,
        String target,
        Layout layout,
        Map<String, String> columnTypes,
        Map<String, String> settings,
        OptionalLong generation,
        Optional<SchemaPolicy> schemaChanges)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public static final TableOptions DEFAULT =
            new TableOptions(
                    List.of(), "", Layout.DIRECT, Map.of(), Map.of(), OptionalLong.empty());

    public static final ConfigOption<String> PRIMARY_KEY =
            ConfigOptions.key("primary.key")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The columns of the primary key at the source, with commas between"
                                    + " them. Unset: DMS or the target's own key tells.");

    public static final ConfigOption<String> TARGET =
            ConfigOptions.key("target")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The table to write, as `schema.table`. Unset: the name at the source;"
                                    + " `awsdms_*` tables go to the schema `dms`.");

    public static final ConfigOption<Layout> LAYOUT =
            ConfigOptions.key("layout")
                    .enumType(Layout.class)
                    .defaultValue(Layout.DIRECT)
                    .withDescription(
                            "`direct`: a column for a column; `universal`: the objects `pk`,"
                                    + " `data` and `aux`.");

    public static final ConfigOption<String> COLUMN_TYPE =
            ConfigOptions.key("column.<name>.type")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The type of a column in the target, for example `numeric(18,4)`, or"
                                    + " `object` for JSON in a string. Unset: that of the source.");

    public static final ConfigOption<Integer> SHARDS =
            ConfigOptions.key("shards")
                    .intType()
                    .noDefaultValue()
                    .withDescription(
                            "Shards of a table that is created. Unset: CrateDB's default.");

    public static final ConfigOption<String> REPLICAS =
            ConfigOptions.key("replicas")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Replicas of a table that is created, like `1` or `0-1`. Unset:"
                                    + " CrateDB's default.");

    public static final ConfigOption<String> PARTITIONED_BY =
            ConfigOptions.key("partitioned.by")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "The columns that a table that is created is partitioned by, with"
                                    + " commas between them; each a part of the primary key.");

    public static final ConfigOption<String> COLUMN_POLICY =
            ConfigOptions.key("column.policy")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "`strict` or `dynamic`, for a table that is created. Unset: CrateDB's"
                                    + " default.");

    public static final ConfigOption<String> GENERATION =
            ConfigOptions.key("generation")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "When a reload began that no `drop-table` record announced, like"
                                    + " `2031-02-03T04:05:06Z`: older rows give way to it.");

    public static final ConfigOption<SchemaPolicy> SCHEMA_CHANGES =
            ConfigOptions.key("schema.changes")
                    .enumType(SchemaPolicy.class)
                    .noDefaultValue()
                    .withDescription(
                            "What is done about changes of this table's definition, of whatever"
                                    + " kind: `evolve`, `lenient`, `ignore` or `fail`. Unset: what"
                                    + " the group `Schema` says.");

    public static final OptionGroup GROUP =
            OptionGroup.family(
                    "Table:",
                    "<schema>.<table>",
                    PRIMARY_KEY,
                    TARGET,
                    LAYOUT,
                    COLUMN_TYPE,
                    SHARDS,
                    REPLICAS,
                    PARTITIONED_BY,
                    COLUMN_POLICY,
                    GENERATION,
                    SCHEMA_CHANGES);

    public TableOptions {
        primaryKey = List.copyOf(primaryKey);
        requireNonNull(target, "target is null");
        requireNonNull(layout, "layout is null");
        columnTypes = Map.copyOf(columnTypes);
        settings = Map.copyOf(settings);
        requireNonNull(generation, "generation is null");
        requireNonNull(schemaChanges, "schemaChanges is null");
    }

    /** A table whose definition is treated like that of all others. */
    public TableOptions(
            List<String> primaryKey,
            String target,
            Layout layout,
            Map<String, String> columnTypes,
            Map<String, String> settings,
            OptionalLong generation) {
        this(primaryKey, target, layout, columnTypes, settings, generation, Optional.empty());
    }

    /** Where a source table goes by default: {@code awsdms_*} tables to the schema {@code dms}. */
    public static TableId defaultTarget(TableId source) {
        return source.isControlTable()
                ? new TableId(TableMapper.OWN_SCHEMA, source.name())
                : source;
    }

    /** Java can't serialize an {@link OptionalLong} nor an {@link Optional}. */
    private Object writeReplace() {
        return new Stored(
                primaryKey,
                target,
                layout,
                columnTypes,
                settings,
                generation.isPresent() ? generation.getAsLong() : null,
                schemaChanges.orElse(null));
    }

    private record Stored(
            List<String> primaryKey,
            String target,
            Layout layout,
            Map<String, String> columnTypes,
            Map<String, String> settings,
            Long generation,
            SchemaPolicy schemaChanges)
            implements Serializable {

        private Object readResolve() {
            return new TableOptions(
                    primaryKey,
                    target,
                    layout,
                    columnTypes,
                    settings,
                    generation == null ? OptionalLong.empty() : OptionalLong.of(generation),
                    Optional.ofNullable(schemaChanges));
        }
    }
}
