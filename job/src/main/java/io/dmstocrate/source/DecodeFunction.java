package io.dmstocrate.source;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.accounting.Tally;
import io.dmstocrate.accounting.TallyMetrics;
import io.dmstocrate.accounting.TallyState;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.DecoderOptions;
import io.dmstocrate.dms.DmsDecoder;
import io.dmstocrate.dms.DmsEvent;
import io.dmstocrate.dms.MalformedRecordException;
import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.SchemaEvent;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.wire.WireTypes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads each record: changes of rows go on, what concerns definitions leaves by one side, what
 * can't be read by the other. Counts every record, whatever becomes of it.
 */
public final class DecodeFunction extends ProcessFunction<RawRecord, RowChange>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(DecodeFunction.class);

    /** Control records, and what rows tell of their tables. */
    public static final OutputTag<SchemaEvent> SCHEMA_EVENTS =
            new OutputTag<>("schema-events", WireTypes.SCHEMA_EVENT);

    /** Records that can't be read. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("unreadable", WireTypes.DEAD_LETTER);

    /** The counts of a subtask whose input has ended, as bytes of a {@link Tally}. */
    public static final OutputTag<byte[]> LAST_COUNTS =
            new OutputTag<>("last-counts", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

    /** What is counted under no table. */
    public static final TableId NO_TABLE = new TableId("", "(none)");

    private final DecoderOptions options;
    private final boolean controlTables;

    private transient DmsDecoder decoder;
    private transient Map<TableId, TableSightings> sightings;

    /** Read by the threads of metric reporters too. */
    private transient Map<TableId, SourcePosition.Ordering> orderings;

    private transient ReadLag readLag;
    private transient TallyState tallyState;
    private transient Tally tally;

    /**
     * Makes the function.
     *
     * @param controlTables whether the {@code awsdms_*} tables are written too
     */
    public DecodeFunction(DecoderOptions options, boolean controlTables) {
        this.options = options;
        this.controlTables = controlTables;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        tally = new Tally();
        tallyState = TallyState.restore(tally, context);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        tallyState.snapshot();
    }

    @Override
    public void open(OpenContext context) {
        decoder = new DmsDecoder(options);
        sightings = new HashMap<>();
        orderings = new ConcurrentHashMap<>();
        readLag = new ReadLag();
        getRuntimeContext().getMetricGroup().gauge("commitToReadMillis", readLag::millis);
        TallyMetrics.show(
                tally,
                getRuntimeContext().getMetricGroup(),
                Outcome.RECORDS,
                Outcome.CONTROL,
                Outcome.SKIPPED,
                Outcome.DEAD_LETTERS);
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<RowChange> output) {
        DmsEvent event;
        try {
            event = decoder.decode(record);
        } catch (MalformedRecordException e) {
            tally.count(NO_TABLE, Outcome.RECORDS, 1);
            tally.count(NO_TABLE, Outcome.DEAD_LETTERS, 1);
            context.output(DEAD_LETTERS, letter(record, e, context));
            return;
        }
        if (event instanceof RowChange change) {
            tally.count(change.table(), Outcome.RECORDS, 1);
            rowChange(change, context, output);
        } else if (event instanceof SchemaChange change) {
            schemaChange(change, context);
        }
    }

    /**
     * Hands out what was counted, and begins at zero.
     *
     * @return bytes of a {@link Tally}
     */
    byte[] takeCounts() {
        byte[] counts = tally.toBytes();
        tally.clear();
        return counts;
    }

    private void rowChange(RowChange change, Context context, Collector<RowChange> output) {
        if (isSkipped(change.table())) {
            tally.count(change.table(), Outcome.SKIPPED, 1);
            return;
        }
        long now = context.timerService().currentProcessingTime();
        TableSightings table = sightings.get(change.table());
        if (table == null) {
            table = new TableSightings(change.table());
            sightings.put(change.table(), table);
        }
        if (table.see(change, now)) {
            context.output(SCHEMA_EVENTS, table.tell(now));
        }
        if (change.source().ordering() != SourcePosition.Ordering.LOAD) {
            readLag.note(change.source(), now);
        }
        tellOrdering(change);
        output.collect(change);
    }

    private void schemaChange(SchemaChange change, Context context) {
        if (change.table().isEmpty()) {
            tally.count(NO_TABLE, Outcome.RECORDS, 1);
            tally.count(NO_TABLE, Outcome.CONTROL, 1);
            LOG.info("The DMS task says {} ({}).", change.operation(), change.position());
            return;
        }
        TableId table = change.table().get();
        tally.count(table, Outcome.RECORDS, 1);
        if (isSkipped(table)) {
            tally.count(table, Outcome.SKIPPED, 1);
            return;
        }
        tally.count(table, Outcome.CONTROL, 1);
        context.output(SCHEMA_EVENTS, change);
    }

    private boolean isSkipped(TableId table) {
        return !controlTables && table.isControlTable();
    }

    /** Says once for each table what the order of its changes rests on. */
    private void tellOrdering(RowChange change) {
        SourcePosition.Ordering ordering = change.source().ordering();
        // The rows of DMS's own tables never have transaction details.
        if (ordering == SourcePosition.Ordering.LOAD || change.table().isControlTable()) {
            return;
        }
        SourcePosition.Ordering before = orderings.put(change.table(), ordering);
        if (before == ordering) {
            return;
        }
        if (before == null) {
            getRuntimeContext()
                    .getMetricGroup()
                    .addGroup("table", change.table().toString())
                    .gauge("ordering", () -> orderings.get(change.table()).name());
        }
        switch (ordering) {
            case ARRIVAL ->
                    LOG.warn(
                            "Changes of {} are ordered by the time of their messages and their"
                                    + " arrival only. Set IncludeTransactionDetails = true on the DMS"
                                    + " endpoint for an order that survives retries and resumes.",
                            change.table());
            case COMMIT_TIMESTAMP ->
                    LOG.info(
                            "Changes of {} are ordered by commit time; their source gives no log"
                                    + " position.",
                            change.table());
            case POSTGRESQL_LSN, MYSQL_BINLOG, LOAD ->
                    LOG.info("Changes of {} are ordered by {}.", change.table(), ordering);
        }
    }

    private static DeadLetter letter(
            RawRecord record, MalformedRecordException problem, Context context) {
        return new DeadLetter(
                record.position(),
                "",
                "",
                DeadLetter.Stage.DECODE,
                problem.getMessage(),
                new String(record.data(), StandardCharsets.UTF_8),
                context.timerService().currentProcessingTime());
    }
}
