package io.dmstocrate.source.kinesis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/** An enumerator's surroundings, in one thread; calls run when the test says so. */
final class FakeEnumeratorContext implements SplitEnumeratorContext<ShardSplit> {

    final Map<Integer, List<String>> assigned = new TreeMap<>();
    final TreeSet<Integer> dismissed = new TreeSet<>();
    private final Map<Integer, ReaderInfo> readers = new HashMap<>();
    private final List<Runnable> calls = new ArrayList<>();
    private Runnable periodic = () -> {};
    private final int parallelism;

    FakeEnumeratorContext(int parallelism) {
        this.parallelism = parallelism;
    }

    void register(int reader) {
        readers.put(reader, new ReaderInfo(reader, "localhost"));
    }

    void unregister(int reader) {
        readers.remove(reader);
    }

    /** Runs the calls that were asked for; false if there were none. */
    boolean runCalls() {
        List<Runnable> due = List.copyOf(calls);
        calls.clear();
        due.forEach(Runnable::run);
        return !due.isEmpty();
    }

    void tick() {
        periodic.run();
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sendEventToSourceReader(int reader, SourceEvent event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int currentParallelism() {
        return parallelism;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return readers;
    }

    @Override
    public void assignSplits(SplitsAssignment<ShardSplit> splits) {
        splits.assignment()
                .forEach(
                        (reader, list) ->
                                list.forEach(
                                        split ->
                                                assigned.computeIfAbsent(
                                                                reader, any -> new ArrayList<>())
                                                        .add(split.shard())));
    }

    @Override
    public void signalNoMoreSplits(int reader) {
        dismissed.add(reader);
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        calls.add(() -> call(callable, handler));
    }

    @Override
    public <T> void callAsync(
            Callable<T> callable, BiConsumer<T, Throwable> handler, long delay, long period) {
        periodic = () -> call(callable, handler);
    }

    private static <T> void call(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        T result = null;
        Throwable failure = null;
        try {
            result = callable.call();
        } catch (Exception e) {
            failure = e;
        }
        handler.accept(result, failure);
    }

    @Override
    public void runInCoordinatorThread(Runnable action) {
        action.run();
    }
}
