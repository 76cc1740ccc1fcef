package io.dmstocrate.schema;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.SchemaEvent;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableSighting;
import io.dmstocrate.flow.Sweep;
import io.dmstocrate.target.ExistingTable;
import io.dmstocrate.target.TableLookup;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows from control records and sightings: makes the target able to hold the rows,
 * and tells whether there is something to announce.
 *
 * <p>Works from definitions, not from operation names: a {@code table-def} is the table's complete
 * new definition. What is additive is done at once, any number of times with the effect of once;
 * nothing is ever taken away from the target here but rows of a former generation. A record without
 * a body says that something changed; then the rows tell.
 */
final class SchemaEvolution {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaEvolution.class);

    /** The key of a table that has none: the identity of the record. */
    static final String RECORD_ID = "dms_record_id";

    /**
     * A load that was not heard of for so long has ended. Nothing marks its end on the stream; DMS
     * writes thousands of rows a second while it loads.
     */
    private static final Duration LOAD_IDLE = Duration.ofMinutes(1);

    private final Target target;
    private final TableLookup tables;
    private final SchemaOptions options;

    SchemaEvolution(Target target, TableLookup tables, SchemaOptions options) {
        this.target = target;
        this.tables = tables;
        this.options = options;
    }

    /**
     * Begins the generation that the configuration declares for a reload that announced itself by
     * no record.
     *
     * @return whether the table has to be announced
     */
    boolean declareGeneration(TableState state, long nowMillis) {
        OptionalLong declared = tables.apply(state.table()).generation();
        return declared.isPresent() && begin(state, declared.getAsLong(), nowMillis);
    }

    /**
     * Takes in an event.
     *
     * @return whether the table has to be announced
     */
    boolean take(TableState state, SchemaEvent event, long nowMillis) {
        if (event instanceof SchemaChange change) {
            return takeChange(state, change, nowMillis);
        }
        return takeSighting(state, (TableSighting) event, nowMillis);
    }

    private boolean takeChange(TableState state, SchemaChange change, long nowMillis) {
        boolean announce = false;
        if (change.kind() == SchemaChange.Kind.DROP_TABLE) {
            announce =
                    options.dropTable() == SchemaOptions.DropTable.REPLACE
                            && begin(state, change.timestampMicros(), nowMillis);
        }
        if (change.definition().isPresent()) {
            return define(state, change.definition().get()) || announce;
        }
        return announce;
    }

    /** A new life of the table; false if it is known already. */
    private static boolean begin(TableState state, long openedMicros, long nowMillis) {
        if (state.generations.contains(openedMicros)) {
            return false;
        }
        state.generations.add(openedMicros);
        state.generations.sort(null);
        state.sweeps.add(Sweep.of(openedMicros));
        state.loadHeardMillis = nowMillis;
        LOG.info("A new generation of {} has begun.", state.table());
        return true;
    }

    private boolean takeSighting(TableState state, TableSighting sighting, long nowMillis) {
        state.see(sighting, nowMillis);
        boolean announce = false;
        if (state.definition == null && !state.catalogAsked) {
            announce = defineFromCatalog(state);
        }
        if (state.unknownColumns().isEmpty()) {
            state.learnAtMillis = 0;
        } else if (state.learnAtMillis == 0) {
            // Half of the time that rows wait: a control record may come late, by another shard.
            state.learnAtMillis = nowMillis + options.waitTime().toMillis() / 2;
        }
        return announce;
    }

    /**
     * Believes the rows where no control record came.
     *
     * @return whether the table has to be announced
     */
    boolean learn(TableState state) {
        state.learnAtMillis = 0;
        List<String> unknown = state.unknownColumns();
        if (unknown.isEmpty()) {
            return false;
        }
        List<String> key = tables.apply(state.table()).primaryKey();
        if (state.definition == null && key.isEmpty()) {
            // Without a key a row can't be told from another; the rows' dead letters say so.
            return false;
        }
        List<Column> columns = new ArrayList<>();
        if (state.definition != null) {
            columns.addAll(state.definition.columns());
        }
        state.seen.entrySet().stream()
                .filter(seen -> unknown.contains(seen.getKey()))
                .map(LearnedDefinition::column)
                .forEach(columns::add);
        LOG.info("Learned the columns {} of {} from its rows.", unknown, state.table());
        List<String> known = state.definition == null ? key : state.definition.primaryKey();
        return define(state, new TableDefinition(state.table(), columns, known));
    }

    private boolean defineFromCatalog(TableState state) {
        state.catalogAsked = true;
        Optional<ExistingTable> existing = target.existing(state.table());
        if (existing.isEmpty() || existing.get().definition().primaryKey().isEmpty()) {
            return false;
        }
        return define(state, existing.get().definition());
    }

    /** Makes the target hold the definition and what was known before, and remembers it. */
    private boolean define(TableState state, TableDefinition told) {
        TableDefinition wanted = complete(state, told);
        if (wanted.equals(state.definition) && state.refusal.isEmpty()) {
            return false;
        }
        try {
            List<String> statements = target.prepare(wanted);
            if (!statements.isEmpty()) {
                LOG.info("Prepared {}: {}", state.table(), statements);
            }
            state.refusal = refusal(wanted);
        } catch (TargetException e) {
            if (e.kind() == FailureKind.RETRYABLE || e.kind() == FailureKind.FATAL) {
                throw e;
            }
            LOG.error("The target can't hold {}: {}", state.table(), e.getMessage());
            state.refusal = e.getMessage();
        }
        state.definition = wanted;
        state.appendOnly = wanted.primaryKey().equals(List.of(RECORD_ID));
        return true;
    }

    /** Columns that were known before stay, the key is decided, a missing one is made. */
    private TableDefinition complete(TableState state, TableDefinition told) {
        Map<String, Column> columns = new LinkedHashMap<>();
        told.columns().forEach(column -> columns.put(column.name(), column));
        if (state.definition != null) {
            state.definition
                    .columns()
                    .forEach(column -> columns.putIfAbsent(column.name(), column));
        }
        List<String> key = key(state, told);
        if (key.equals(List.of(RECORD_ID))) {
            columns.put(RECORD_ID, new Column(RECORD_ID, DmsType.STRING, 255, -1, -1, false));
        }
        return new TableDefinition(state.table(), List.copyOf(columns.values()), key);
    }

    /** The configuration, then the definition, then the target's catalog, then the record's id. */
    private List<String> key(TableState state, TableDefinition told) {
        List<String> configured = tables.apply(state.table()).primaryKey();
        if (!configured.isEmpty()) {
            return configured;
        }
        if (!told.primaryKey().isEmpty()) {
            return told.primaryKey();
        }
        return target.existing(state.table())
                .map(table -> table.definition().primaryKey())
                .filter(key -> !key.isEmpty())
                .orElse(List.of(RECORD_ID));
    }

    /** Why the table as it is now can't take the rows; empty if it can. */
    private String refusal(TableDefinition wanted) {
        for (String column : wanted.primaryKey()) {
            if (wanted.column(column).isEmpty()) {
                return "The primary key of "
                        + wanted.table()
                        + " names the column "
                        + column
                        + ", which the table does not have. Mend primary.key in the group Table:"
                        + wanted.table()
                        + ".";
            }
        }
        Optional<ExistingTable> existing = target.existing(wanted.table());
        if (existing.isEmpty()) {
            return "";
        }
        List<String> key = existing.get().definition().primaryKey();
        if (!Set.copyOf(key).equals(Set.copyOf(wanted.primaryKey()))) {
            return "The target's table of "
                    + wanted.table()
                    + " has the primary key "
                    + key
                    + ", the source's is "
                    + wanted.primaryKey()
                    + ". Move the table out of the way, or name another one: target in the group"
                    + " Table:"
                    + wanted.table()
                    + ".";
        }
        return String.join(" ", existing.get().problems());
    }

    /** Whether the load of the generation has ended, so that what it left out can be swept. */
    boolean loadHasEnded(TableState state, Sweep sweep, long nowMillis) {
        return state.lastChangeMicros > sweep.openedMicros()
                || nowMillis - state.loadHeardMillis >= LOAD_IDLE.toMillis();
    }

    /** Deletes what the generation's load did not bring back. */
    long sweep(TableState state, Sweep sweep) {
        if (state.definition == null || !state.refusal.isEmpty()) {
            return 0;
        }
        long rows = target.sweep(state.table(), sweep.openedMicros());
        LOG.info("Swept {} rows of a former generation from {}.", rows, state.table());
        return rows;
    }
}
