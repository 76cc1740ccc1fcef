package io.dmstocrate.proof;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.source.DecodeFunction;
import io.dmstocrate.source.DecodeOperator;
import io.dmstocrate.target.Rejection;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.wire.WireTypes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.internal.InternalKvState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;

/** Puts a {@link Mutation} into the road, from outside: the job's own classes stay as they are. */
final class Mutants {

    private static final Pattern TRANSACTION = Pattern.compile("\"transaction-id\":(\\d+)");
    private static final Pattern RECORD = Pattern.compile("\"transaction-record-id\":(\\d+)");

    private final Mutation mutation;
    private final Map<TableId, Columns> wholes = new HashMap<>();
    private final Set<String> changedRows = new HashSet<>();

    Mutants(Mutation mutation) {
        this.mutation = mutation;
    }

    boolean flushesBeforeCheckpoints() {
        return mutation != Mutation.FLUSH_AFTER_CHECKPOINT;
    }

    boolean losesCounters() {
        return mutation == Mutation.COUNTERS_START_ANEW;
    }

    /** The operator that decodes. */
    StreamOperator<RowChange> decoder(DecodeFunction function) {
        return mutation == Mutation.COUNTERS_END_WITH_READERS
                ? new ProcessOperator<>(function)
                : new DecodeOperator(function);
    }

    /** What comes out of the decoder. */
    RowChange decoded(RowChange change) {
        SourcePosition.Ordering ordering = change.source().ordering();
        if (mutation != Mutation.POSITIONS_AS_TEXT
                || ordering == SourcePosition.Ordering.LOAD
                || ordering == SourcePosition.Ordering.ARRIVAL) {
            return change;
        }
        String payload = new String(change.payload(), StandardCharsets.UTF_8);
        String commit = change.source().text().substring(0, OrderedText.FIXED_LENGTH);
        String text = commit + find(TRANSACTION, payload) + "/" + find(RECORD, payload);
        return new RowChange(
                change.table(),
                change.operation(),
                change.row(),
                change.before(),
                change.timestampMicros(),
                SourcePosition.of(text, ordering),
                change.position(),
                change.payload());
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** What comes out of the resolver. */
    void resolved(KeyedChange change, Consumer<KeyedChange> output) {
        switch (mutation) {
            case KEY_CHANGE_NOT_SPLIT -> {
                if (change.part() != KeyedChange.Part.OLD_KEY) {
                    output.accept(with(change, change.word(), KeyedChange.Part.ALL, change.row()));
                }
            }
            case PARTIAL_TAKEN_FOR_WHOLE -> output.accept(whole(change));
            case LATE_LOAD_IGNORED -> {
                boolean isLoad = change.phase() == KeyedChange.Phase.LOAD;
                if (isLoad && changedRows.contains(change.key())) {
                    return;
                }
                if (!isLoad) {
                    changedRows.add(change.key());
                }
                output.accept(change);
            }
            case UPDATE_TAKEN_FOR_ROW ->
                    output.accept(
                            change.word() == KeyedChange.Word.WHOLE_UPDATE ? row(change) : change);
            default -> output.accept(change);
        }
    }

    private static KeyedChange row(KeyedChange update) {
        return new KeyedChange(
                update.key(),
                update.table(),
                KeyedChange.Word.WHOLE,
                update.phase(),
                update.part(),
                update.keySize(),
                update.row(),
                update.timestampMicros(),
                update.source(),
                update.position(),
                update.payload(),
                update.revision(),
                update.life(),
                update.newKey(),
                update.leftOut());
    }

    private KeyedChange whole(KeyedChange change) {
        if (change.word() == KeyedChange.Word.WHOLE) {
            wholes.put(change.table(), change.row().columns());
        }
        Columns all = wholes.get(change.table());
        if (change.word() != KeyedChange.Word.PARTIAL || all == null) {
            return change;
        }
        List<Object> values = new ArrayList<>();
        for (String name : all.names()) {
            values.add(change.row().has(name) ? change.row().value(name) : null);
        }
        return with(change, KeyedChange.Word.WHOLE, change.part(), new Row(all, values.toArray()));
    }

    private static KeyedChange with(
            KeyedChange change, KeyedChange.Word word, KeyedChange.Part part, Row row) {
        return new KeyedChange(
                change.key(),
                change.table(),
                word,
                change.phase(),
                part,
                change.keySize(),
                row,
                change.timestampMicros(),
                change.source(),
                change.position(),
                change.payload());
    }

    /** When the resolver was restored, and has not begun yet. */
    void restored(AbstractStreamOperator<?> resolver) throws Exception {
        if (mutation == Mutation.WAITING_ROWS_LOST) {
            resolver.getOperatorStateBackend()
                    .getListState(new ListStateDescriptor<>("waiting", WireTypes.ROW_CHANGE))
                    .clear();
        }
    }

    /** When the ordering has taken a change. */
    @SuppressWarnings("unchecked") // Row histories have no namespace.
    void ordered(Object element, AbstractStreamOperator<?> ordering) throws Exception {
        if (mutation == Mutation.TOMBSTONE_DROPPED
                && element instanceof KeyedChange change
                && change.word() == KeyedChange.Word.DELETE) {
            State state =
                    ordering.<String>getKeyedStateBackend()
                            .getOrCreateKeyedState(
                                    VoidNamespaceSerializer.INSTANCE,
                                    new ValueStateDescriptor<>("row-history", Types.VOID));
            ((InternalKvState<?, VoidNamespace, ?>) state)
                    .setCurrentNamespace(VoidNamespace.INSTANCE);
            state.clear();
        }
    }

    /** Targets as the mutated job would use them. */
    TargetFactory targets(TargetFactory targets) {
        return switch (mutation) {
            case COUNT_CHECK_FORGOTTEN, SWEEP_TOO_EARLY -> () -> target(targets.open());
            case STRANDED_NOT_TOLD -> () -> silent(targets.open());
            default -> targets;
        };
    }

    private static Target silent(Target target) {
        return (Target)
                Proxy.newProxyInstance(
                        Target.class.getClassLoader(),
                        new Class<?>[] {Target.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("keep")
                                    && arguments[0].toString().contains("] were known")) {
                                return null;
                            }
                            try {
                                return method.invoke(target, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private Target target(Target target) {
        return (Target)
                Proxy.newProxyInstance(
                        Target.class.getClassLoader(),
                        new Class<?>[] {Target.class},
                        (proxy, method, arguments) -> {
                            boolean sweepsEarly = mutation == Mutation.SWEEP_TOO_EARLY;
                            if (sweepsEarly && method.getName().equals("sweep")) {
                                return 0L;
                            }
                            Object result;
                            try {
                                result = method.invoke(target, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                            if (sweepsEarly && method.getName().equals("openGeneration")) {
                                target.sweep((TableId) arguments[0], (Long) arguments[1]);
                            }
                            return method.getName().equals("apply") && !sweepsEarly
                                    ? List.<Rejection>of()
                                    : result;
                        });
    }
}
