package io.dmstocrate.mapping;

import io.dmstocrate.config.OptionGroup;
import io.dmstocrate.config.OptionValues;
import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;

/** Reads one {@code Table:} group into what it says, and notes what is wrong with it. */
final class TableOptionsReader {

    private static final Set<String> COLUMN_POLICIES = Set.of("strict", "dynamic");

    private final TableNamePattern pattern;
    private final OptionValues values;

    TableOptionsReader(
            PropertyGroups groups, String group, TableNamePattern pattern, Problems problems) {
        this.pattern = pattern;
        this.values = new OptionValues(groups, group, problems);
    }

    TableRule read() {
        checkTarget();
        List<String> primaryKey = values.names(TableOptions.PRIMARY_KEY);
        checkPartitions(primaryKey);
        return new TableRule(
                pattern,
                primaryKey,
                values.find(TableOptions.TARGET).orElse(""),
                values.find(TableOptions.LAYOUT),
                columnTypes(),
                settings(),
                values.instant(TableOptions.GENERATION),
                values.find(TableOptions.SCHEMA_CHANGES, SchemaPolicy.class));
    }

    private void checkTarget() {
        if (!values.has(TableOptions.TARGET)) {
            return;
        }
        if (!pattern.isExact()) {
            values.problem(
                    TableOptions.TARGET,
                    "would send several tables into one",
                    "write a group for each table, without *");
        }
        String target = values.get(TableOptions.TARGET);
        int dot = target.indexOf('.');
        if (dot <= 0 || dot == target.length() - 1) {
            values.problem(TableOptions.TARGET, "is not the name of a table", "write schema.table");
        }
    }

    private void checkPartitions(List<String> primaryKey) {
        List<String> partitions = values.names(TableOptions.PARTITIONED_BY);
        if (!primaryKey.isEmpty() && !primaryKey.containsAll(partitions)) {
            values.problem(
                    TableOptions.PARTITIONED_BY,
                    "names a column that primary.key does not",
                    "CrateDB partitions by columns of the primary key only");
        }
    }

    private Map<String, String> columnTypes() {
        Map<String, String> types = new TreeMap<>();
        String form = TableOptions.COLUMN_TYPE.key();
        values.texts()
                .forEach(
                        (key, type) -> {
                            if (OptionGroup.isInstance(key, form)) {
                                types.put(OptionGroup.nameIn(key, TableOptions.COLUMN_TYPE), type);
                            }
                        });
        return types;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        values.find(TableOptions.SHARDS)
                .ifPresent(
                        shards -> {
                            if (shards < 1) {
                                values.problem(
                                        TableOptions.SHARDS,
                                        "must be at least 1",
                                        "write a whole number, such as 4");
                            }
                        });
        values.find(TableOptions.COLUMN_POLICY)
                .ifPresent(
                        policy -> {
                            if (!COLUMN_POLICIES.contains(policy)) {
                                values.problem(
                                        TableOptions.COLUMN_POLICY,
                                        "is no column policy",
                                        "write strict or dynamic");
                            }
                        });
        for (ConfigOption<?> option :
                List.of(
                        TableOptions.SHARDS,
                        TableOptions.REPLICAS,
                        TableOptions.PARTITIONED_BY,
                        TableOptions.COLUMN_POLICY)) {
            String text = values.texts().get(option.key());
            if (text != null) {
                settings.put(option.key(), text);
            }
        }
        return settings;
    }
}
