package io.dmstocrate.schema;

import static io.dmstocrate.testing.Samples.ITEM;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.DeadLetter;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SchemaEvent;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.dms.TableSighting;
import io.dmstocrate.dms.TableSighting.SeenColumn;
import io.dmstocrate.dms.ValueKinds;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.mapping.TableRules;
import io.dmstocrate.ordering.ChangeOrdering;
import io.dmstocrate.resolving.KeyResolver;
import io.dmstocrate.sink.SinkOptions;
import io.dmstocrate.sink.SteppedSink;
import io.dmstocrate.target.AddedColumn;
import io.dmstocrate.target.Rejection;
import io.dmstocrate.target.TableBatch;
import io.dmstocrate.target.TableLookup;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.testing.InMemoryDatabase;
import io.dmstocrate.wire.WireTypes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;

/**
 * The road from the decoded record to the target, one subtask of each operator, with checkpoints as
 * Flink takes them: barriers go down the road, and what was sent before one is in the target when
 * the checkpoint has completed.
 */
final class SchemaRoad implements AutoCloseable {

    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final SinkOptions SINK =
            new SinkOptions(
                    100,
                    1_000_000,
                    Duration.ofSeconds(1),
                    "dms_version",
                    SinkOptions.Deletes.HARD,
                    SinkOptions.OnRejected.DEAD_LETTER,
                    Duration.ofSeconds(1));

    /** What a job goes on from after a failure. */
    record Snapshot(
            long id,
            OperatorSubtaskState schema,
            OperatorSubtaskState resolver,
            OperatorSubtaskState ordering) {}

    private final InMemoryDatabase database;
    private final TargetFactory targets;
    private final SchemaOptions options;
    private final TableLookup tables;
    private final List<RowWrite> buffer = new ArrayList<>();
    private final Queue<TableAnnouncement> resolverHears = new ArrayDeque<>();
    private final Queue<TableAnnouncement> orderingHears = new ArrayDeque<>();
    private int resolverIsBehind;
    private int orderingIsBehind;
    private int rejected;

    /** Those of completed ways to a checkpoint; what came since is lost with a failure. */
    private final Map<String, DeadLetter> keptLetters = new LinkedHashMap<>();

    private KeyedOneInputStreamOperatorTestHarness<String, SchemaEvent, TableAnnouncement> schema;
    private TwoInputStreamOperatorTestHarness<RowChange, TableAnnouncement, KeyedChange> resolver;
    private KeyedBroadcastOperatorTestHarness<String, KeyedChange, TableAnnouncement, RowWrite>
            ordering;

    SchemaRoad(InMemoryDatabase database, TargetFactory targets, SchemaOptions options)
            throws Exception {
        this(database, targets, options, TableRules.NONE::apply);
    }

    SchemaRoad(
            InMemoryDatabase database,
            TargetFactory targets,
            SchemaOptions options,
            TableLookup tables)
            throws Exception {
        this.tables = tables;
        this.database = database;
        this.targets = targets;
        this.options = options;
        make();
        open();
    }

    /** A road under the default policy. */
    static SchemaRoad lenient(InMemoryDatabase database) throws Exception {
        return new SchemaRoad(
                database,
                database.targets(),
                new SchemaOptions(
                        SchemaPolicy.LENIENT, SchemaOptions.DropTable.REPLACE, WAIT, 1000, true));
    }

    private void make() throws Exception {
        schema =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new SchemaEvolutionOperator(targets, tables, options),
                        new SchemaEvolutionOperator.TableKey(),
                        Types.STRING);
        resolver = new TwoInputStreamOperatorTestHarness<>(new KeyResolver(WAIT, 1000, true));
        ordering =
                new KeyedBroadcastOperatorTestHarness<>(
                        new CoBroadcastWithKeyedOperator<>(
                                new ChangeOrdering(
                                        WAIT, Duration.ofDays(7), this::generations, this::added),
                                List.of(ChangeOrdering.ANNOUNCEMENTS)),
                        KeyedChange::key,
                        Types.STRING,
                        1,
                        1,
                        0);
        ordering.setup(
                WireTypes.ROW_WRITE.createSerializer(
                        ordering.getExecutionConfig().getSerializerConfig()));
    }

    private Map<TableId, List<Long>> generations() {
        try (Target target = database.targets().open()) {
            return target.generations();
        }
    }

    private Map<TableId, Map<Long, List<String>>> added() {
        try (Target target = database.targets().open()) {
            return AddedColumn.names(target.addedColumns());
        }
    }

    private void open() throws Exception {
        schema.open();
        resolver.open();
        ordering.open();
        drive();
    }

    void control(SchemaEvent event) throws Exception {
        schema.processElement(new StreamRecord<>(event));
        drive();
    }

    /** A row, and what the decoder tells of it. */
    void row(RowChange change) throws Exception {
        List<SeenColumn> columns =
                change.row().columns().names().stream()
                        .map(name -> new SeenColumn(name, ValueKinds.of(change.row().value(name))))
                        .toList();
        boolean isLoad = change.operation() == Operation.LOAD;
        schema.processElement(
                new StreamRecord<>(
                        new TableSighting(
                                ITEM,
                                columns,
                                isLoad ? change.timestampMicros() : -1,
                                isLoad ? -1 : change.timestampMicros())));
        resolver.processElement1(new StreamRecord<>(change));
        drive();
    }

    /** A way in which two shards may be read, each in its order; they are empty afterwards. */
    static <T> List<T> interleaved(List<T> one, List<T> other, Random random) {
        List<T> read = new ArrayList<>();
        while (!one.isEmpty() || !other.isEmpty()) {
            boolean takesOne = other.isEmpty() || (!one.isEmpty() && random.nextInt(3) == 0);
            read.add((takesOne ? one : other).remove(0));
        }
        return read;
    }

    /** Rows and control records, in this order. */
    void play(List<?> events) throws Exception {
        for (Object event : events) {
            if (event instanceof SchemaEvent control) {
                control(control);
            } else {
                row((RowChange) event);
            }
        }
    }

    /**
     * Plays a stream to its end, over a failure.
     *
     * @param covered what lies before the checkpoint that the job goes on from
     * @param lost what is read behind it, before the job dies
     * @param written whether the target has got that
     * @param again what is read then: all that is not covered, in whatever order
     */
    void playOverFailure(List<?> covered, List<?> lost, boolean written, List<?> again)
            throws Exception {
        play(covered);
        Snapshot snapshot = checkpoint(1);
        completed(1);
        play(lost);
        if (written) {
            checkpoint(2);
        }
        crash(snapshot);
        play(again);
        end(3);
    }

    /** A barrier goes down the road. */
    Snapshot checkpoint(long id) throws Exception {
        OperatorSubtaskState schemaState = schema.snapshot(id, id);
        drive(0, orderingIsBehind);
        OperatorSubtaskState resolverState = resolver.snapshot(id, id);
        drive(0, 0);
        OperatorSubtaskState orderingState = ordering.snapshot(id, id);
        drive();
        flush();
        keptLetters.putAll(newLetters());
        return new Snapshot(id, schemaState, resolverState, orderingState);
    }

    /** The word that a checkpoint has completed. */
    void completed(long id) throws Exception {
        schema.notifyOfCompletedCheckpoint(id);
        drive();
    }

    void letTimePass(long millis) throws Exception {
        long time = schema.getProcessingTime() + millis;
        schema.setProcessingTime(time);
        drive();
        resolver.setProcessingTime(time);
        ordering.setProcessingTime(time);
        drive();
    }

    /** There will be no more control records; the rows are not at their end yet. */
    void lastWatermarkOfControlRecords() throws Exception {
        schema.processWatermark(Watermark.MAX_WATERMARK);
        schema.getOutput().clear();
    }

    /** The stream ends; the last checkpoint completes. */
    void end(long lastCheckpoint) throws Exception {
        endInput();
        checkpoint(lastCheckpoint);
        completed(lastCheckpoint);
    }

    /** The stream ends; a checkpoint behind it is yet to be taken. */
    void endInput() throws Exception {
        schema.endInput();
        drive(0, 0);
        resolver.processBothWatermarks(Watermark.MAX_WATERMARK);
        resolver.endInput1();
        resolver.endInput2();
        drive();
        ordering.processWatermark(Long.MAX_VALUE);
        ordering.processBroadcastWatermark(Long.MAX_VALUE);
        drive();
    }

    /** The job dies, and goes on from a checkpoint; {@code null} for from the start. */
    void crash(Snapshot snapshot) throws Exception {
        close();
        buffer.clear();
        resolverHears.clear();
        orderingHears.clear();
        make();
        if (snapshot != null) {
            schema.setRestoredCheckpointId(snapshot.id());
            schema.initializeState(snapshot.schema());
            resolver.setRestoredCheckpointId(snapshot.id());
            resolver.initializeState(snapshot.resolver());
            ordering.setRestoredCheckpointId(snapshot.id());
            ordering.initializeState(snapshot.ordering());
        }
        open();
    }

    /**
     * From now on announcements are on their way for a while, to either of those who read them; a
     * barrier comes behind all that were sent before it.
     *
     * @param toResolver so many at a time
     * @param toOrdering likewise
     */
    void delayAnnouncements(int toResolver, int toOrdering) {
        resolverIsBehind = toResolver;
        orderingIsBehind = toOrdering;
    }

    private void drive() throws Exception {
        drive(resolverIsBehind, orderingIsBehind);
    }

    private void drive(int toResolver, int toOrdering) throws Exception {
        resolverHears.addAll(schema.extractOutputValues());
        orderingHears.addAll(schema.extractOutputValues());
        schema.getOutput().clear();
        while (resolverHears.size() > toResolver || orderingHears.size() > toOrdering) {
            if (resolverHears.size() > toResolver) {
                resolver.processElement2(new StreamRecord<>(resolverHears.remove()));
                moveKeyed();
            }
            if (orderingHears.size() > toOrdering) {
                ordering.processBroadcastElement(orderingHears.remove(), 0);
            }
        }
        moveKeyed();
        buffer.addAll(ordering.extractOutputValues());
        ordering.getOutput().clear();
    }

    private void moveKeyed() throws Exception {
        for (KeyedChange change : resolver.extractOutputValues()) {
            ordering.processElement(change, 0);
        }
        resolver.getOutput().clear();
    }

    /** What has come as far as the target is written there, though no checkpoint covers it. */
    void flush() throws Exception {
        try (Target target = targets.open()) {
            for (RowWrite write : buffer) {
                if (!write.transfers().isEmpty()) {
                    carry(target, write);
                    continue;
                }
                List<Object[]> values = new ArrayList<>();
                values.add(write.row().values());
                List<Rejection> rejections =
                        target.apply(
                                new TableBatch(
                                        write.table(),
                                        write.life(),
                                        write.kind() == RowWrite.Kind.DELETE
                                                ? TableBatch.Kind.DELETE
                                                : TableBatch.Kind.UPSERT,
                                        write.row().columns(),
                                        write.keySize(),
                                        values,
                                        List.of(write.versions()),
                                        write.versions().shape(),
                                        write.revision()));
                rejected += rejections.size();
            }
        }
        buffer.clear();
    }

    /** A write that has to do with two rows, as the sink itself does it. */
    private static void carry(Target target, RowWrite write) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            StatefulSinkWriter<RowWrite, byte[]> writer =
                    SteppedSink.writer(SINK, target, null, List.of(), thread);
            writer.write(write, null);
            writer.flush(false);
        } finally {
            thread.shutdown();
        }
    }

    /** How many writes lie in front of the target. */
    int written() {
        return buffer.size();
    }

    /** How many rows the target did not take; after a failure one may be counted again. */
    int rejected() {
        return rejected;
    }

    int deadLetters() {
        return letters().size();
    }

    List<String> letterReasons() {
        return letters().values().stream().map(DeadLetter::reason).toList();
    }

    /** The dead letters of rows that were not tied, by their ids. */
    Map<String, DeadLetter> letters() {
        Map<String, DeadLetter> letters = new LinkedHashMap<>(keptLetters);
        letters.putAll(newLetters());
        return letters;
    }

    private Map<String, DeadLetter> newLetters() {
        Map<String, DeadLetter> letters = new LinkedHashMap<>();
        var output = resolver.getSideOutput(KeyResolver.DEAD_LETTERS);
        if (output != null) {
            output.forEach(
                    letter -> letters.put(letter.getValue().position().id(), letter.getValue()));
        }
        return letters;
    }

    /** The rows of the target, every column of its table in each. */
    static Map<Object, Map<String, Object>> rows(InMemoryDatabase database) {
        TableDefinition definition = database.definition(ITEM).orElseThrow();
        Map<Object, Map<String, Object>> rows = new TreeMap<>();
        database.rows(ITEM)
                .forEach(
                        (key, stored) -> {
                            Map<String, Object> row = new TreeMap<>(stored);
                            for (Column column : definition.columns()) {
                                row.putIfAbsent(column.name(), null);
                            }
                            rows.put(key.get(0), row);
                        });
        return rows;
    }

    Map<Object, Map<String, Object>> rows() {
        return rows(database);
    }

    @Override
    public void close() throws Exception {
        schema.close();
        resolver.close();
        ordering.close();
    }
}
