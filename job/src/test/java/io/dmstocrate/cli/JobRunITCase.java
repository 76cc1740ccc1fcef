package io.dmstocrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.JobOptions;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

class JobRunITCase {

    private static final JobOptions OPTIONS =
            JobOptions.load(
                    Optional.empty(),
                    List.of(
                            "--Source.kind=file",
                            "--Source.path=dump.ndjson",
                            "--Target.url=jdbc:postgresql://localhost:5432/"));

    @Test
    void countsOfAllSubtasksAreInTheSummary() throws Exception {
        RunSummary summary = run(environment -> define(environment, 1_000, -1));

        assertThat(summary.tables())
                .isEqualTo(
                        new TreeMap<>(
                                Map.of(
                                        "shop.even", new Counts(500, 500, 0, 0, 0, 0, 0),
                                        "shop.odd", new Counts(500, 500, 0, 0, 0, 0, 0))));
    }

    @Test
    void recordsReadAgainAfterFailureCountOnce() throws Exception {
        RunSummary summary = run(environment -> define(environment, 1_000, 700));

        assertThat(summary.total().records()).isEqualTo(1_000);
        assertThat(summary.total().addUp()).isTrue();
    }

    @Test
    void whatOnlyFailedAttemptCountedIsForgotten() throws Exception {
        RunSummary summary =
                run(
                        environment ->
                                environment
                                        .fromSequence(1, 10)
                                        .setParallelism(1)
                                        .map(new CountingOnceInFirstAttempt())
                                        .setParallelism(1)
                                        .sinkTo(new DiscardingSink<>()));

        assertThat(summary.tables()).isEmpty();
    }

    private static RunSummary run(Graph graph) throws Exception {
        JobRun run =
                new JobRun(
                        (environment, options) -> graph.define(environment),
                        OptionalInt.of(2),
                        new PrintWriter(Writer.nullWriter()));
        return run.execute(OPTIONS).orElseThrow();
    }

    private interface Graph {
        void define(StreamExecutionEnvironment environment);
    }

    private static void define(StreamExecutionEnvironment environment, long last, long failAt) {
        environment.fromSequence(1, last).map(new Counting(failAt)).sinkTo(new DiscardingSink<>());
    }

    /** Counts numbers under two tables; its counters start at what a checkpoint holds. */
    private static final class Counting extends RichMapFunction<Long, Long>
            implements CheckpointedFunction {

        private final long failAt;
        private transient ListState<Long> state;
        private transient Table even;
        private transient Table odd;

        Counting(long failAt) {
            this.failAt = failAt;
        }

        private static final class Table {
            private final Counter records;
            private final Counter applied;

            Table(RichMapFunction<Long, Long> function, String table) {
                var group = function.getRuntimeContext().getMetricGroup().addGroup("table", table);
                records = group.counter("records");
                applied = group.counter("applied");
            }

            void add(long count) {
                records.inc(count);
                applied.inc(count);
            }
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            state =
                    context.getOperatorStateStore()
                            .getListState(new ListStateDescriptor<>("counts", Types.LONG));
            even = new Table(this, "shop.even");
            odd = new Table(this, "shop.odd");
            boolean first = true;
            for (long count : state.get()) {
                (first ? even : odd).add(count);
                first = !first;
            }
        }

        @Override
        public Long map(Long number) {
            if (number == failAt && getRuntimeContext().getTaskInfo().getAttemptNumber() == 0) {
                throw new IllegalStateException("told to fail");
            }
            (number % 2 == 0 ? even : odd).add(1);
            return number;
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            state.update(List.of(even.records.getCount(), odd.records.getCount()));
        }
    }

    /** Counts only in the attempt that fails. */
    private static final class CountingOnceInFirstAttempt extends RichMapFunction<Long, Long> {
        @Override
        public Long map(Long number) {
            if (getRuntimeContext().getTaskInfo().getAttemptNumber() > 0) {
                return number;
            }
            getRuntimeContext()
                    .getMetricGroup()
                    .addGroup("table", "shop.lost")
                    .counter("records")
                    .inc();
            throw new IllegalStateException("told to fail");
        }
    }
}
