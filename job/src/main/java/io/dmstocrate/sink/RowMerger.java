package io.dmstocrate.sink;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lays a later row over an earlier one, column by column; computes each pair of shapes once. */
final class RowMerger {

    private record Pair(Columns earlier, Columns later) {}

    /** How two shapes become one. */
    private static final class Plan {
        private final Columns columns;

        /** For each column of the result its place in the later row, or -1 for the earlier one. */
        private final int[] fromLater;

        Plan(Columns columns, int[] fromLater) {
            this.columns = columns;
            this.fromLater = fromLater;
        }
    }

    private final Map<Pair, Plan> plans = new HashMap<>();
    private final Map<Columns, Columns> keys = new HashMap<>();

    /** The later row's columns with its values, and the other columns of the earlier row. */
    Row merge(Row earlier, Row later) {
        if (earlier.columns().equals(later.columns())) {
            return later;
        }
        Plan plan = plans.computeIfAbsent(new Pair(earlier.columns(), later.columns()), this::plan);
        Object[] values = new Object[plan.columns.size()];
        for (int i = 0; i < values.length; i++) {
            int index = plan.fromLater[i];
            values[i] = index < 0 ? earlier.value(i) : later.value(index);
        }
        return new Row(plan.columns, values);
    }

    private Plan plan(Pair pair) {
        // The earlier row's columns keep their places, so that the key stays in front.
        List<String> names = new ArrayList<>(pair.earlier.names());
        for (String name : pair.later.names()) {
            if (!pair.earlier.contains(name)) {
                names.add(name);
            }
        }
        int[] fromLater = new int[names.size()];
        for (int i = 0; i < fromLater.length; i++) {
            fromLater[i] = pair.later.indexOf(names.get(i));
        }
        return new Plan(Columns.of(names), fromLater);
    }

    /** The first columns of a shape. */
    Columns key(Columns columns, int keySize) {
        return keys.computeIfAbsent(
                columns, shape -> Columns.of(shape.names().subList(0, keySize)));
    }
}
