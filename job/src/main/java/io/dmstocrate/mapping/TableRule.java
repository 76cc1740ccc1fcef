package io.dmstocrate.mapping;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What one {@code Table:} group says, and what it leaves open. */
final class TableRule implements Serializable {

    private static final long serialVersionUID = 1;

    private final TableNamePattern pattern;
    private final List<String> primaryKey;
    private final String target;
    private final Layout layout;
    private final Map<String, String> columnTypes;
    private final Map<String, String> settings;
    private final Instant generation;
    private final SchemaPolicy schemaChanges;

    TableRule(
            TableNamePattern pattern,
            List<String> primaryKey,
            String target,
            Optional<Layout> layout,
            Map<String, String> columnTypes,
            Map<String, String> settings,
            Optional<Instant> generation,
            Optional<SchemaPolicy> schemaChanges) {
        this.pattern = pattern;
        this.primaryKey = List.copyOf(primaryKey);
        this.target = target;
        this.layout = layout.orElse(null);
        this.columnTypes = Map.copyOf(columnTypes);
        this.settings = Map.copyOf(settings);
        this.generation = generation.orElse(null);
        this.schemaChanges = schemaChanges.orElse(null);
    }

    TableNamePattern pattern() {
        return pattern;
    }

    String target() {
        return target;
    }

    /** The options with what this rule says in place of what they said. */
    TableOptions over(TableOptions general) {
        return new TableOptions(
                primaryKey.isEmpty() ? general.primaryKey() : primaryKey,
                target.isEmpty() ? general.target() : target,
                layout == null ? general.layout() : layout,
                merged(general.columnTypes(), columnTypes),
                merged(general.settings(), settings),
                generation == null ? general.generation() : OptionalLong.of(micros(generation)),
                schemaChanges == null ? general.schemaChanges() : Optional.of(schemaChanges));
    }

    private static Map<String, String> merged(
            Map<String, String> general, Map<String, String> special) {
        Map<String, String> all = new TreeMap<>(general);
        all.putAll(special);
        return all;
    }

    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond())
                + TimeUnit.NANOSECONDS.toMicros(time.getNano());
    }
}
