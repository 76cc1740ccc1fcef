package io.dmstocrate;

import io.dmstocrate.config.Problems;
import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.SplitOutcome;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.ordering.ChangeOrdering;
import io.dmstocrate.ordering.SplitAccount;
import io.dmstocrate.resolving.KeyResolver;
import io.dmstocrate.schema.SchemaEvolutionOperator;
import io.dmstocrate.sink.DeadLetterSink;
import io.dmstocrate.sink.DmsSink;
import io.dmstocrate.source.DecodeFunction;
import io.dmstocrate.source.DecodeOperator;
import io.dmstocrate.source.DmsSource;
import io.dmstocrate.source.EndedReaders;
import io.dmstocrate.target.AddedColumn;
import io.dmstocrate.target.JdbcTarget;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.target.TargetSettings;
import io.dmstocrate.wire.WireTypes;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The map of the job: which part hands what to which.
 *
 * <pre>
 * source → decode → resolve-key → (by row) order → write
 *            │          ↑                ↑
 *            └→ (by table) evolve-schema ┘ announcements, to all
 *
 * what no part could use → dead-letters
 * </pre>
 */
public final class DmsToCrateJob {

    private DmsToCrateJob() {}

    /**
     * Adds the job that the options describe.
     *
     * @throws io.dmstocrate.config.InvalidOptionsException if the source can't be read
     */
    public static void define(StreamExecutionEnvironment env, JobOptions options) {
        DmsSource source = DmsSource.of(options.source());
        Problems problems = new Problems();
        source.check(problems);
        problems.throwIfAny();
        TargetSettings target = options.targetSettings();
        define(env, source.source(), options, () -> new JdbcTarget(target));
    }

    /** Adds the job to the environment; touches none of its settings. */
    public static void define(
            StreamExecutionEnvironment env,
            Source<RawRecord, ?, ?> source,
            JobOptions options,
            TargetFactory targets) {
        SingleOutputStreamOperator<RowChange> changes =
                env.fromSource(
                                source,
                                WatermarkStrategy.noWatermarks(),
                                "dms stream",
                                WireTypes.RAW_RECORD)
                        .uid("source")
                        .transform(
                                "decode",
                                WireTypes.ROW_CHANGE,
                                new DecodeOperator(
                                        new DecodeFunction(
                                                options.decoder(),
                                                options.schema().controlTables())))
                        .uid("decode");

        changes.getSideOutput(DecodeFunction.LAST_COUNTS)
                .process(new EndedReaders())
                .setParallelism(1)
                // Flink restores no chain of which a part has ended and another has not.
                .startNewChain()
                .name("account ended readers")
                .uid("account-ended-readers");

        DataStream<TableAnnouncement> announcements =
                changes.getSideOutput(DecodeFunction.SCHEMA_EVENTS)
                        .keyBy(new SchemaEvolutionOperator.TableKey(), Types.STRING)
                        .transform(
                                "evolve schema",
                                WireTypes.TABLE_ANNOUNCEMENT,
                                new SchemaEvolutionOperator(
                                        targets, options.tables()::apply, options.schema()))
                        .uid("evolve-schema");

        SingleOutputStreamOperator<KeyedChange> keyed =
                changes.connect(announcements.broadcast())
                        .transform(
                                "resolve key",
                                WireTypes.KEYED_CHANGE,
                                new KeyResolver(
                                        options.schema().waitTime(),
                                        options.schema().waitRows(),
                                        !options.sink().versionColumn().isEmpty()))
                        .uid("resolve-key");

        SingleOutputStreamOperator<RowWrite> ordered =
                keyed.keyBy(KeyedChange::key, WireTypes.ROW_KEY)
                        .connect(announcements.broadcast(ChangeOrdering.ANNOUNCEMENTS))
                        .process(
                                new ChangeOrdering(
                                        options.schema().waitTime(),
                                        options.order().stateTtl(),
                                        () -> generations(targets),
                                        () -> added(targets)),
                                WireTypes.ROW_WRITE)
                        .name("order")
                        .uid("order");

        ordered.getSideOutput(ChangeOrdering.SPLIT_OUTCOMES)
                .keyBy(SplitOutcome::recordId, Types.STRING)
                .process(new SplitAccount())
                .name("account split key changes")
                .uid("account-splits");

        ordered.sinkTo(new DmsSink(options.sink(), options.order().stateTtl(), targets))
                .name("write")
                .uid("write");

        changes.getSideOutput(DecodeFunction.DEAD_LETTERS)
                .union(keyed.getSideOutput(KeyResolver.DEAD_LETTERS))
                .sinkTo(new DeadLetterSink(options.sink(), targets))
                .name("dead letters")
                .uid("dead-letters");
    }

    private static Map<TableId, List<Long>> generations(TargetFactory targets) {
        try (Target target = targets.open()) {
            return target.generations();
        }
    }

    private static Map<TableId, Map<Long, List<String>>> added(TargetFactory targets) {
        try (Target target = targets.open()) {
            return AddedColumn.names(target.addedColumns());
        }
    }
}
