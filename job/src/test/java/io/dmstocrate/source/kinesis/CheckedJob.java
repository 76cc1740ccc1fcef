package io.dmstocrate.source.kinesis;

import io.dmstocrate.dms.RawRecord;
import io.dmstocrate.wire.WireTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/**
 * A job that checks what a source gives: every numbered record once in effect, the numbers of a key
 * ascending.
 *
 * <p>In effect: in the job's state, which goes back with the source after a failure. Ascending: as
 * the readers hand records on, one clock for all readers; what overtakes what behind a shuffle is
 * not the source's doing.
 */
final class CheckedJob {

    private CheckedJob() {}

    /** Starts the job, on a cluster of its own; from a savepoint if there is one. */
    static JobClient start(
            String ledger, Source<RawRecord, ?, ?> source, int parallelism, String savepoint)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.PORT, 0);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 5);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        if (savepoint != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        env.setMaxParallelism(64);
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "stream", WireTypes.RAW_RECORD)
                .uid("source")
                .map(new Stamp(ledger))
                .returns(Types.TUPLE(Types.STRING, Types.INT, Types.LONG))
                .uid("stamp")
                .keyBy(stamped -> stamped.f0, Types.STRING)
                .process(new Check(ledger), Types.VOID)
                .uid("check")
                .sinkTo(new DiscardingSink<>());
        return env.executeAsync();
    }

    /** Stamps records with the time they leave the source; fails when told. */
    private static final class Stamp
            extends RichMapFunction<RawRecord, Tuple3<String, Integer, Long>>
            implements CheckpointListener {

        private final String name;
        private transient Ledger ledger;
        private transient boolean checkpointed;

        Stamp(String name) {
            this.name = name;
        }

        @Override
        public void open(OpenContext context) {
            ledger = Ledger.of(name);
            ledger.attempts.accumulateAndGet(
                    getRuntimeContext().getTaskInfo().getAttemptNumber(), Math::max);
        }

        @Override
        public Tuple3<String, Integer, Long> map(RawRecord record) {
            if (checkpointed
                    && ledger.failures.get() > 0
                    && ledger.failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                ledger.failed.incrementAndGet();
                throw new IllegalStateException("injected");
            }
            String text = new String(record.data(), StandardCharsets.UTF_8);
            int comma = text.indexOf(',');
            return Tuple3.of(
                    text.substring(0, comma),
                    Integer.valueOf(text.substring(comma + 1).strip()),
                    System.nanoTime());
        }

        @Override
        public void notifyCheckpointComplete(long checkpoint) {
            checkpointed = true;
            ledger.completedCheckpoints.incrementAndGet();
        }
    }

    private static final class Check
            extends KeyedProcessFunction<String, Tuple3<String, Integer, Long>, Void> {

        private final String name;
        private transient Ledger ledger;
        private transient MapState<Integer, Long> stamps;
        private transient ValueState<Integer> count;

        Check(String name) {
            this.name = name;
        }

        @Override
        public void open(OpenContext context) {
            ledger = Ledger.of(name);
            stamps =
                    getRuntimeContext()
                            .getMapState(new MapStateDescriptor<>("stamps", Types.INT, Types.LONG));
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.INT));
        }

        @Override
        public void processElement(
                Tuple3<String, Integer, Long> record, Context context, Collector<Void> output)
                throws Exception {
            int number = record.f1;
            if (stamps.contains(number)) {
                ledger.complaints.add(record + " came twice");
            }
            Long before = stamps.get(number - 1);
            if (before != null && before > record.f2) {
                ledger.complaints.add(record + " left before its predecessor");
            }
            Long after = stamps.get(number + 1);
            if (after != null && after < record.f2) {
                ledger.complaints.add(record + " left after its successor");
            }
            stamps.put(number, record.f2);
            int now = count.value() == null ? 1 : count.value() + 1;
            count.update(now);
            ledger.inState.put(record.f0, now);
            ledger.changed();
        }
    }
}
