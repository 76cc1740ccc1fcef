package io.dmstocrate.proof;

import io.dmstocrate.target.Rejection;
import io.dmstocrate.target.TableBatch;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Targets that take all rows but those with a certain value. */
final class PoisonTargets {

    private PoisonTargets() {}

    static TargetFactory over(TargetFactory targets) {
        return () -> over(targets.open());
    }

    private static Target over(Target target) {
        return (Target)
                Proxy.newProxyInstance(
                        Target.class.getClassLoader(),
                        new Class<?>[] {Target.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("apply")) {
                                return apply(target, (TableBatch) arguments[0]);
                            }
                            try {
                                return method.invoke(target, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static List<Rejection> apply(Target target, TableBatch batch) {
        List<Rejection> rejections = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < batch.rows().size(); i++) {
            if (Arrays.asList(batch.rows().get(i)).contains(ColumnKind.POISON)) {
                rejections.add(new Rejection(i, "the target does not take it"));
            } else {
                places.add(i);
            }
        }
        TableBatch rest =
                new TableBatch(
                        batch.table(),
                        batch.life(),
                        batch.kind(),
                        batch.columns(),
                        batch.keySize(),
                        places.stream().map(batch.rows()::get).toList(),
                        places.stream().map(batch.versions()::get).toList(),
                        batch.shape(),
                        batch.revision());
        for (Rejection rejection : target.apply(rest)) {
            rejections.add(new Rejection(places.get(rejection.row()), rejection.reason()));
        }
        rejections.sort(Comparator.comparingInt(Rejection::row));
        return rejections;
    }
}
