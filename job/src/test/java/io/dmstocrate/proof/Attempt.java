package io.dmstocrate.proof;

import io.dmstocrate.JobOptions;
import io.dmstocrate.dms.DeadLetter;
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
import io.dmstocrate.sink.SteppedSink;
import io.dmstocrate.source.DecodeFunction;
import io.dmstocrate.source.EndedReaders;
import io.dmstocrate.target.AddedColumn;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetFactory;
import io.dmstocrate.wire.WireTypes;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;

/**
 * The job's graph, all subtasks of it, from its start to its end or its death. Does nothing by
 * itself: somebody picks what goes on next.
 */
final class Attempt implements AutoCloseable {

    static final int MAX_PARALLELISM = 8;

    private static final int[] WEIGHTS = {1, 4, 20, 100};

    private final int parallelism;
    private final Checkpoint from;
    private final Dice dice;
    private final Mutants mutants;
    private final Node.Acknowledgements acknowledgements;
    private final Map<String, Integer> offsets = new HashMap<>();
    private final List<SourceNode> sources = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Channel> channels = new ArrayList<>();
    private final List<BatchQueue> batches = new ArrayList<>();
    private OperatorNode<Void> endedReaders;
    private final List<OperatorNode<RowChange>> decoders = new ArrayList<>();
    private final List<OperatorNode<TableAnnouncement>> schemas = new ArrayList<>();
    private final List<OperatorNode<KeyedChange>> resolvers = new ArrayList<>();
    private final List<OperatorNode<RowWrite>> orderings = new ArrayList<>();
    private final List<OperatorNode<Void>> accounts = new ArrayList<>();

    /**
     * Starts all subtasks.
     *
     * @param from the checkpoint to go on from; {@code null} to begin
     */
    static Attempt start(
            Played played,
            JobOptions options,
            TargetFactory targets,
            int parallelism,
            Checkpoint from,
            Dice dice,
            Mutation mutation,
            Node.Acknowledgements acknowledgements,
            long nowMillis)
            throws Exception {
        Attempt attempt =
                new Attempt(
                        played,
                        options,
                        targets,
                        parallelism,
                        from,
                        dice,
                        mutation,
                        acknowledgements);
        try {
            attempt.start(nowMillis);
        } catch (Exception e) {
            attempt.close();
            throw e;
        }
        return attempt;
    }

    private Attempt(
            Played played,
            JobOptions options,
            TargetFactory targets,
            int parallelism,
            Checkpoint from,
            Dice dice,
            Mutation mutation,
            Node.Acknowledgements acknowledgements)
            throws Exception {
        this.parallelism = parallelism;
        this.from = from;
        this.dice = dice;
        this.mutants = new Mutants(mutation);
        this.acknowledgements = acknowledgements;
        if (from != null) {
            offsets.putAll(from.offsets());
        }
        make(options, targets);
        connect();
        for (int i = 0; i < parallelism; i++) {
            sources.add(new SourceNode(i, decoders.get(i), acknowledgements, offsets));
        }
        for (Shard shard : played.shards().all()) {
            sources.get(dice.below(parallelism)).assign(shard);
        }
    }

    private void make(JobOptions options, TargetFactory targets) throws Exception {
        for (int i = 0; i < parallelism; i++) {
            decoders.add(
                    node(
                            "decode",
                            mutants.decoder(
                                    new DecodeFunction(
                                            options.decoder(), options.schema().controlTables())),
                            null,
                            i));
            schemas.add(
                    node(
                            "evolve-schema",
                            new SchemaEvolutionOperator(
                                    targets, options.tables()::apply, options.schema()),
                            new SchemaEvolutionOperator.TableKey(),
                            i));
            resolvers.add(
                    node(
                            "resolve-key",
                            new KeyResolver(
                                    options.schema().waitTime(),
                                    options.schema().waitRows(),
                                    !options.sink().versionColumn().isEmpty()),
                            null,
                            i));
            KeySelector<KeyedChange, String> rowKey = KeyedChange::key;
            orderings.add(
                    node(
                            "order",
                            new CoBroadcastWithKeyedOperator<>(
                                    new ChangeOrdering(
                                            options.schema().waitTime(),
                                            options.order().stateTtl(),
                                            () -> generations(targets),
                                            () -> added(targets)),
                                    List.of(ChangeOrdering.ANNOUNCEMENTS)),
                            rowKey,
                            i));
            KeySelector<SplitOutcome, String> recordId = SplitOutcome::recordId;
            accounts.add(
                    node(
                            "account-splits",
                            new KeyedProcessOperator<>(new SplitAccount()),
                            recordId,
                            i));
        }
        for (int i = 0; i < parallelism; i++) {
            nodes.add(writer(options, targets, i));
        }
        for (int i = 0; i < parallelism; i++) {
            nodes.add(letters(options, targets, i));
        }
        endedReaders =
                new OperatorNode<>(
                        "account-ended-readers",
                        new ProcessOperator<>(new EndedReaders()),
                        null,
                        1,
                        0,
                        acknowledgements);
        nodes.add(endedReaders);
    }

    private WriterNode<RowWrite> writer(JobOptions options, TargetFactory targets, int subtask) {
        BatchQueue queue = new BatchQueue();
        batches.add(queue);
        List<byte[]> tallies = new ArrayList<>();
        List<byte[]> all = from == null || mutants.losesCounters() ? List.of() : from.tallies();
        for (int i = subtask; i < all.size(); i += parallelism) {
            tallies.add(all.get(i));
        }
        return new WriterNode<>(
                "write",
                subtask,
                acknowledgements,
                mutants.flushesBeforeCheckpoints(),
                clock -> SteppedSink.writer(options.sink(), targets.open(), clock, tallies, queue));
    }

    private WriterNode<DeadLetter> letters(JobOptions options, TargetFactory targets, int subtask) {
        return new WriterNode<>(
                "dead-letters",
                subtask,
                acknowledgements,
                true,
                clock -> {
                    WriterInitContext context =
                            (WriterInitContext)
                                    Proxy.newProxyInstance(
                                            WriterInitContext.class.getClassLoader(),
                                            new Class<?>[] {WriterInitContext.class},
                                            (proxy, method, arguments) -> clock);
                    return new DeadLetterSink(options.sink(), targets).createWriter(context);
                });
    }

    private <T> OperatorNode<T> node(
            String uid, StreamOperator<T> operator, KeySelector<?, ?> key, int subtask)
            throws Exception {
        OperatorNode<T> node =
                new OperatorNode<>(uid, operator, key, parallelism, subtask, acknowledgements);
        nodes.add(node);
        return node;
    }

    /** The edges of {@code DmsToCrateJob}. */
    private void connect() {
        for (int i = 0; i < parallelism; i++) {
            Node writer = nodes.get(5 * parallelism + i);
            Node letters = nodes.get(6 * parallelism + i);
            OperatorNode<RowChange> decoder = decoders.get(i);
            Edge<RowChange> changes = Edge.forward(WireTypes.ROW_CHANGE);
            decoder.output(changes, change -> changes.send(mutants.decoded(change)));
            changes.to(channel(resolvers.get(i), 1));
            decoder.side(
                    DecodeFunction.SCHEMA_EVENTS,
                    toAll(
                            Edge.keyed(
                                    WireTypes.SCHEMA_EVENT, new SchemaEvolutionOperator.TableKey()),
                            schemas,
                            1));
            Edge<DeadLetter> unreadable = Edge.forward(WireTypes.DEAD_LETTER);
            unreadable.to(channel(letters, 1));
            decoder.side(DecodeFunction.DEAD_LETTERS, unreadable);
            Edge<byte[]> lastCounts =
                    Edge.forward(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
            lastCounts.to(channel(endedReaders, 1));
            decoder.side(DecodeFunction.LAST_COUNTS, lastCounts);

            OperatorNode<TableAnnouncement> schema = schemas.get(i);
            Edge<TableAnnouncement> toResolvers = Edge.broadcast(WireTypes.TABLE_ANNOUNCEMENT);
            schema.output(toAll(toResolvers, resolvers, 2), toResolvers::send);
            Edge<TableAnnouncement> toOrderings = Edge.broadcast(WireTypes.TABLE_ANNOUNCEMENT);
            schema.output(toAll(toOrderings, orderings, 2), toOrderings::send);

            OperatorNode<KeyedChange> resolver = resolvers.get(i);
            Edge<KeyedChange> keyed = Edge.keyed(WireTypes.KEYED_CHANGE, KeyedChange::key);
            resolver.output(
                    toAll(keyed, orderings, 1), change -> mutants.resolved(change, keyed::send));
            Edge<DeadLetter> unresolved = Edge.forward(WireTypes.DEAD_LETTER);
            unresolved.to(channel(letters, 1));
            resolver.side(KeyResolver.DEAD_LETTERS, unresolved);

            OperatorNode<RowWrite> ordering = orderings.get(i);
            Edge<RowWrite> writes = Edge.forward(WireTypes.ROW_WRITE);
            writes.to(channel(writer, 1));
            ordering.output(writes, writes::send);
            ordering.side(
                    ChangeOrdering.SPLIT_OUTCOMES,
                    toAll(
                            Edge.keyed(WireTypes.SPLIT_OUTCOME, SplitOutcome::recordId),
                            accounts,
                            1));
        }
    }

    private <T> Edge<T> toAll(Edge<T> edge, List<? extends Node> readers, int input) {
        readers.forEach(reader -> edge.to(channel(reader, input)));
        return edge;
    }

    private Channel channel(Node reader, int input) {
        Channel channel = new Channel(reader, input, WEIGHTS[dice.below(WEIGHTS.length)]);
        channels.add(channel);
        return channel;
    }

    private void start(long nowMillis) throws Exception {
        for (Node node : nodes) {
            node.clock().setCurrentTime(nowMillis);
        }
        start("decode", decoders, WireTypes.ROW_CHANGE);
        start("evolve-schema", schemas, WireTypes.TABLE_ANNOUNCEMENT);
        start("resolve-key", resolvers, WireTypes.KEYED_CHANGE);
        start("order", orderings, WireTypes.ROW_WRITE);
        start("account-splits", accounts, Types.VOID);
        start("account-ended-readers", List.of(endedReaders), Types.VOID);
        for (OperatorNode<KeyedChange> resolver : resolvers) {
            mutants.restored(resolver.operator());
        }
        for (OperatorNode<RowWrite> ordering : orderings) {
            ordering.afterEach(mutants::ordered);
        }
        for (Node node : nodes) {
            if (node instanceof OperatorNode<?> operator) {
                operator.open();
            }
        }
    }

    private <T> void start(String uid, List<OperatorNode<T>> subtasks, TypeInformation<T> type)
            throws Exception {
        List<OperatorSubtaskState> states = from == null ? null : from.operator(uid);
        for (OperatorNode<T> subtask : subtasks) {
            subtask.start(type, states, subtasks.size(), from == null ? 0 : from.id());
        }
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

    int parallelism() {
        return parallelism;
    }

    List<SourceNode> sources() {
        return sources;
    }

    List<Node> nodes() {
        return nodes;
    }

    List<Channel> channels() {
        return channels;
    }

    List<BatchQueue> batches() {
        return batches;
    }

    List<OperatorNode<RowWrite>> orderings() {
        return orderings;
    }

    List<OperatorNode<Void>> accounts() {
        return accounts;
    }

    /** How many subtasks take part in a checkpoint. */
    int parts() {
        return nodes.size() + sources.size();
    }

    /** Whether everything has come to its end, but for the last checkpoint. */
    boolean hasEnded() {
        return sources.stream().allMatch(SourceNode::hasEnded)
                && channels.stream().allMatch(Channel::isEmpty)
                && batches.stream().allMatch(BatchQueue::isIdle);
    }

    /** The batches that nobody has written. */
    List<Runnable> abandonBatches() {
        return batches.stream().flatMap(queue -> queue.abandon().stream()).toList();
    }

    static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        return type.createSerializer(config);
    }

    static void forbidGenericTypes(ExecutionConfig config) {
        ((SerializerConfigImpl) config.getSerializerConfig()).setGenericTypes(false);
    }

    @Override
    public void close() throws Exception {
        for (Node node : nodes) {
            node.close();
        }
    }
}
