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
import java.util.Set;
import java.util.function.Consumer;

/** Targets that fail when and as they are told. */
final class FaultyTargets {

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

    private final Deque<Fault.Kind> next = new ArrayDeque<>();
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
    }

    /** The next call fails in this way; or several do. */
    void arm(Fault.Kind fault, Dice dice) {
        switch (fault) {
            case TARGET_IS_READ_ONLY -> refusedWrites = dice.between(1, 3);
            case NODE_IS_LOST -> refusedCalls = dice.between(1, 4);
            default -> next.add(fault);
        }
    }

    TargetFactory over(TargetFactory targets) {
        return () -> over(targets.open());
    }

    private Target over(Target target) {
        return (Target)
                Proxy.newProxyInstance(
                        Target.class.getClassLoader(),
                        new Class<?>[] {Target.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("close")
                                    || method.getName().equals("inexactValues")) {
                                return call(target, method, arguments);
                            }
                            return faulty(target, method, arguments);
                        });
    }

    private Object faulty(Target target, Method method, Object[] arguments) throws Throwable {
        if (refusedCalls > 0) {
            refusedCalls--;
            throw failure("no node");
        }
        if (refusedWrites > 0 && WRITES.contains(method.getName())) {
            refusedWrites--;
            throw failure("read only");
        }
        // Faults of batches wait for one.
        Fault.Kind fault = method.getName().equals("apply") ? next.poll() : null;
        if (fault == null && !method.getName().equals("apply") && isForAnyCall(next.peek())) {
            fault = next.poll();
        }
        if (fault == null) {
            return call(target, method, arguments);
        }
        switch (fault) {
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
                later.accept(() -> target.apply(batch));
                throw failure("no answer in time");
            }
            default -> throw new IllegalStateException("no fault of a target: " + fault);
        }
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
}
