package io.dmstocrate.ordering;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Row;
import io.dmstocrate.flow.TypeNews;
import io.dmstocrate.flow.WideColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds to rows the wide columns of those that are being copied: whoever writes one writes both. The
 * history of a row knows the columns of the definition only, so this comes behind all decisions.
 */
final class WideWrites {

    /** Nothing is being copied. */
    static final WideWrites NONE = new WideWrites(List.of());

    /** A shape with wide columns at its end, and the places in it of what they get. */
    private static final class Shape {
        private final Columns columns;
        private final int[] from;

        Shape(Columns columns, int[] from) {
            this.columns = columns;
            this.from = from;
        }
    }

    private final List<WideColumn> widening;
    private final Map<Columns, Shape> shapes = new HashMap<>();

    private WideWrites(List<WideColumn> widening) {
        this.widening = widening;
    }

    static WideWrites of(TypeNews types) {
        List<WideColumn> beside =
                types.widening().stream().filter(wide -> !wide.takesTable()).toList();
        return beside.isEmpty() ? NONE : new WideWrites(beside);
    }

    /** The row with its wide columns. */
    Row widened(Row row) {
        if (widening.isEmpty()) {
            return row;
        }
        Shape shape = shapes.computeIfAbsent(row.columns(), this::shape);
        if (shape.from.length == 0) {
            return row;
        }
        Object[] values = new Object[shape.columns.size()];
        System.arraycopy(row.values(), 0, values, 0, row.size());
        for (int i = 0; i < shape.from.length; i++) {
            values[row.size() + i] = row.value(shape.from[i]);
        }
        return new Row(shape.columns, values);
    }

    private Shape shape(Columns columns) {
        List<String> names = new ArrayList<>(columns.names());
        List<Integer> from = new ArrayList<>();
        for (WideColumn wide : widening) {
            int place = columns.indexOf(wide.column());
            if (place >= 0) {
                names.add(wide.temporary());
                from.add(place);
            }
        }
        return new Shape(Columns.of(names), from.stream().mapToInt(Integer::intValue).toArray());
    }
}
