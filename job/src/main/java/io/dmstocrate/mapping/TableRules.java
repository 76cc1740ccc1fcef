package io.dmstocrate.mapping;

import io.dmstocrate.config.Problems;
import io.dmstocrate.config.PropertyGroups;
import io.dmstocrate.dms.TableId;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds the options of a table among all {@code Table:} groups.
 *
 * <p>Each key comes from the most specific group that matches the table and sets it, so {@code
 * Table:shop.*} gives what {@code Table:shop.item} leaves open. Used by one thread.
 */
public final class TableRules implements Function<TableId, TableOptions>, Serializable {

    private static final long serialVersionUID = 1;

    /** No groups: every table has the defaults. */
    public static final TableRules NONE = new TableRules(List.of());

    private final ArrayList<TableRule> mostSpecificLast;

    private TableRules(List<TableRule> rules) {
        mostSpecificLast = new ArrayList<>(rules);
        mostSpecificLast.sort(Comparator.comparing(TableRule::pattern).reversed());
    }

    /** Reads all groups of tables, and notes what is wrong with them. */
    public static TableRules read(PropertyGroups groups, Problems problems) {
        String prefix = TableOptions.GROUP.name();
        List<TableRule> rules = new ArrayList<>();
        Map<String, String> groupOfTarget = new HashMap<>();
        for (String group : groups.names()) {
            if (!group.startsWith(prefix) || group.length() == prefix.length()) {
                continue;
            }
            TableNamePattern pattern = new TableNamePattern(group.substring(prefix.length()));
            TableRule rule = new TableOptionsReader(groups, group, pattern, problems).read();
            rules.add(rule);
            String other = rule.target().isEmpty() ? null : groupOfTarget.put(rule.target(), group);
            if (other != null) {
                problems.add(
                        group + "." + TableOptions.TARGET.key(),
                        "is the target of " + other + " too",
                        "give each table its own; equal keys would overwrite each other");
            }
        }
        return new TableRules(rules);
    }

    @Override
    public TableOptions apply(TableId table) {
        TableOptions options = TableOptions.DEFAULT;
        for (TableRule rule : mostSpecificLast) {
            if (rule.pattern().matches(table)) {
                options = rule.over(options);
            }
        }
        return options;
    }
}
