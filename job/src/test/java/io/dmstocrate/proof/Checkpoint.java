package io.dmstocrate.proof;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/** A checkpoint, complete when each subtask has given its part. */
final class Checkpoint {

    private final long id;
    private final int parts;
    private final boolean behindTheEnd;
    private final Map<String, Map<Integer, Object>> states = new HashMap<>();

    /**
     * Begins a checkpoint.
     *
     * @param parts how many subtasks take part
     * @param behindTheEnd whether all subtasks had ended before it began
     */
    Checkpoint(long id, int parts, boolean behindTheEnd) {
        this.id = id;
        this.parts = parts;
        this.behindTheEnd = behindTheEnd;
    }

    long id() {
        return id;
    }

    boolean behindTheEnd() {
        return behindTheEnd;
    }

    void add(String operator, int subtask, Object state) {
        states.computeIfAbsent(operator, none -> new TreeMap<>()).put(subtask, state);
    }

    boolean isComplete() {
        return states.values().stream().mapToInt(Map::size).sum() == parts;
    }

    List<OperatorSubtaskState> operator(String operator) {
        return states.get(operator).values().stream()
                .map(OperatorSubtaskState.class::cast)
                .toList();
    }

    /** The states of the sink's writers. */
    List<byte[]> tallies() {
        return states.get("write").values().stream()
                .flatMap(state -> ((List<?>) state).stream())
                .map(byte[].class::cast)
                .toList();
    }

    Map<String, Integer> offsets() {
        Map<String, Integer> offsets = new HashMap<>();
        states.get("source")
                .values()
                .forEach(places -> offsets.putAll(((SourceNode.Places) places).offsets()));
        return offsets;
    }
}
