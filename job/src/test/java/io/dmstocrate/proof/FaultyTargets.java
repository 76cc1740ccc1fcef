package io.dmstocrate.proof;

import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.target.TableBatch;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import io.dmstocrate.target.TargetFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Targets that fail when and as they are told; in whatever thread they are used. */
final class FaultyTargets implements AutoCloseable {

    private static final Map<String, FaultyTargets> ALL = new ConcurrentHashMap<>();

    private static final Set<String> WRITES =
            Set.of(
                    "apply",
                    "keep",
                    "sweep",
                    "prepare",
                    "renameColumn",
                    "dropColumn",
                    "remember",
                    "openGeneration");

    private final String name = UUID.randomUUID().toString();
    private final Deque<Fault.Kind> next = new ArrayDeque<>();
    private final Map<Fault.Kind, Integer> happened = new EnumMap<>(Fault.Kind.class);
    private final Consumer<Runnable> later;
    private int refusedCalls;
    private int refusedWrites;

    /**
     * Makes targets that work.
     *
     * @param later takes what is to take effect later
     */
    FaultyTargets(Consumer<Runnable> later) {
        this.later = later;
        ALL.put(name, this);
    }

    /** The next call fails in this way; or several do. */
    synchronized void arm(Fault.Kind fault, Dice dice) {
        switch (fault) {
            case TARGET_IS_READ_ONLY -> refusedWrites = dice.between(1, 3);
            case NODE_IS_LOST -> refusedCalls = dice.between(1, 4);
            default -> next.add(fault);
        }
    }

    /** Whether something is still to fail. */
    synchronized boolean isArmed() {
        return refusedCalls > 0 || refusedWrites > 0 || !next.isEmpty();
    }

    /** From now on all goes well. */
    synchronized void disarm() {
        refusedCalls = 0;
        refusedWrites = 0;
        next.clear();
    }

    /** How many calls have failed, by how. */
    synchronized Map<Fault.Kind, Integer> happened() {
        return new EnumMap<>(happened);
    }

    TargetFactory over(TargetFactory targets) {
        String mine = name;
        return () -> over(ALL.get(mine), targets, targets.open());
    }

    private static Target over(FaultyTargets faults, TargetFactory targets, Target target) {
        return (Target)
                Proxy.newProxyInstance(
                        Target.class.getClassLoader(),
                        new Class<?>[] {Target.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("close")
                                    || method.getName().equals("inexactValues")) {
                                return call(target, method, arguments);
                            }
                            return faults.faulty(targets, target, method, arguments);
                        });
    }

    private Object faulty(TargetFactory targets, Target target, Method method, Object[] arguments)
            throws Throwable {
        Fault.Kind fault = next(method.getName());
        if (fault == null) {
            return call(target, method, arguments);
        }
        switch (fault) {
            case NODE_IS_LOST -> throw failure("no node");
            case TARGET_IS_READ_ONLY -> throw failure("read only");
            case TARGET_REFUSES -> throw failure("refused");
            case ANSWER_IS_LOST -> {
                call(target, method, arguments);
                throw failure("lost after");
            }
            case HALF_A_BATCH -> {
                target.apply(half((TableBatch) arguments[0]));
                throw failure("lost on the way");
            }
            case HALF_A_BATCH_THEN_AGAIN -> {
                target.apply(half((TableBatch) arguments[0]));
                return call(target, method, arguments);
            }
            case TARGET_HANGS -> {
                TableBatch batch = (TableBatch) arguments[0];
                later.accept(() -> write(targets, batch));
                throw failure("no answer in time");
            }
            default -> throw new IllegalStateException("no fault of a target: " + fault);
        }
    }

    /** What goes wrong with this call; {@code null} for nothing. */
    private synchronized Fault.Kind next(String method) {
        boolean isBatch = method.equals("apply");
        Fault.Kind fault = null;
        if (refusedCalls > 0) {
            refusedCalls--;
            fault = Fault.Kind.NODE_IS_LOST;
        } else if (refusedWrites > 0 && WRITES.contains(method)) {
            refusedWrites--;
            fault = Fault.Kind.TARGET_IS_READ_ONLY;
        } else if (isBatch || isForAnyCall(next.peek())) {
            // Faults of batches wait for one.
            fault = next.poll();
        }
        if (fault != null) {
            happened.merge(fault, 1, Integer::sum);
        }
        return fault;
    }

    private static boolean isForAnyCall(Fault.Kind fault) {
        return fault == Fault.Kind.TARGET_REFUSES || fault == Fault.Kind.ANSWER_IS_LOST;
    }

    private static TableBatch half(TableBatch batch) {
        int rows = batch.rows().size() / 2;
        return new TableBatch(
                batch.table(),
                batch.life(),
                batch.kind(),
                batch.columns(),
                batch.keySize(),
                batch.rows().subList(0, rows),
                batch.versions().subList(0, rows),
                batch.shape(),
                batch.revision());
    }

    /** By a connection of its own: the writer's may be closed by then. */
    private static void write(TargetFactory targets, TableBatch batch) {
        try (Target target = targets.open()) {
            target.apply(batch);
        }
    }

    private static Object call(Target target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static TargetException failure(String what) {
        return new TargetException(FailureKind.RETRYABLE, what, null);
    }

    @Override
    public void close() {
        ALL.remove(name);
    }
}
