package io.dmstocrate.ordering;

import io.dmstocrate.accounting.Outcome;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.SplitOutcome;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.flow.TypeNews;
import io.dmstocrate.wire.WireTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;

/** {@link ChangeOrdering} in Flink's harness, one subtask of it. */
final class OrderingHarness implements AutoCloseable {

    static final Duration WAIT = Duration.ofSeconds(60);
    static final int MAX_PARALLELISM = 8;

    private final ChangeOrdering function =
            new ChangeOrdering(WAIT, Duration.ofDays(7), Map::of, Map::of);
    private final KeyedBroadcastOperatorTestHarness<
                    String, KeyedChange, TableAnnouncement, RowWrite>
            harness;
    private Duration stateAge = Duration.ZERO;

    private OrderingHarness(int parallelism, int subtask) throws Exception {
        harness =
                new KeyedBroadcastOperatorTestHarness<>(
                        new CoBroadcastWithKeyedOperator<>(
                                function, List.of(ChangeOrdering.ANNOUNCEMENTS)),
                        KeyedChange::key,
                        Types.STRING,
                        MAX_PARALLELISM,
                        parallelism,
                        subtask);
        ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
                .setGenericTypes(false);
    }

    static OrderingHarness fresh() throws Exception {
        return fresh(new HashMapStateBackend());
    }

    static OrderingHarness fresh(StateBackend backend) throws Exception {
        OrderingHarness ordering = new OrderingHarness(1, 0);
        ordering.harness.setStateBackend(backend);
        ordering.setUp();
        ordering.harness.open();
        return ordering;
    }

    /** Goes on from snapshots of all subtasks, in a subtask of as many as there are to be. */
    static OrderingHarness restored(
            List<OperatorSubtaskState> snapshots,
            int parallelism,
            int subtask,
            StateBackend backend)
            throws Exception {
        OrderingHarness ordering = new OrderingHarness(parallelism, subtask);
        ordering.harness.setStateBackend(backend);
        ordering.setUp();
        ordering.harness.initializeState(
                AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        AbstractStreamOperatorTestHarness.repackageState(
                                snapshots.toArray(new OperatorSubtaskState[0])),
                        MAX_PARALLELISM,
                        snapshots.size(),
                        parallelism,
                        subtask));
        ordering.harness.open();
        return ordering;
    }

    private void setUp() {
        harness.setup(
                WireTypes.ROW_WRITE.createSerializer(
                        harness.getExecutionConfig().getSerializerConfig()));
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    void change(KeyedChange change) throws Exception {
        harness.processElement(change, 0);
    }

    void announce(TableId table, TableDefinition definition, List<Long> openings) throws Exception {
        harness.processBroadcastElement(
                new TableAnnouncement(table, Optional.ofNullable(definition), false, openings, ""),
                0);
    }

    void announce(TableAnnouncement announcement) throws Exception {
        harness.processBroadcastElement(announcement, 0);
    }

    /** A life whose rows have another definition than those before. */
    void announceLife(TableId table, TableDefinition definition, long life) throws Exception {
        harness.processBroadcastElement(
                new TableAnnouncement(
                        table,
                        Optional.of(definition),
                        false,
                        List.of(life),
                        "",
                        List.of(),
                        List.of(),
                        TypeNews.NONE,
                        life,
                        0),
                0);
    }

    /** All that waits has waited long enough. */
    void letTimePass() throws Exception {
        harness.setProcessingTime(harness.getProcessingTime() + WAIT.toMillis());
    }

    /** Only the state of rows grows older; no timer fires. */
    void letStateAge(Duration age) {
        stateAge = stateAge.plus(age);
        harness.setStateTtlProcessingTime(stateAge.toMillis());
    }

    /** The bounded stream and the announcements have ended. */
    void end() throws Exception {
        harness.processWatermark(Long.MAX_VALUE);
        harness.processBroadcastWatermark(Long.MAX_VALUE);
    }

    /** What was written since the last call. */
    List<RowWrite> writes() {
        List<RowWrite> writes = harness.extractOutputValues();
        harness.getOutput().clear();
        return writes;
    }

    /** The outcomes of parts of changed keys since the last call. */
    List<SplitOutcome> splits() {
        List<SplitOutcome> splits = new ArrayList<>();
        Queue<StreamRecord<SplitOutcome>> output =
                harness.getSideOutput(ChangeOrdering.SPLIT_OUTCOMES);
        if (output != null) {
            output.forEach(split -> splits.add(split.getValue()));
            output.clear();
        }
        return splits;
    }

    long count(TableId table, Outcome outcome) {
        return function.tally().get(table, outcome);
    }

    int timers() {
        return harness.numProcessingTimeTimers() + harness.numEventTimeTimers();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
