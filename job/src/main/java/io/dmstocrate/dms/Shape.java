package io.dmstocrate.dms;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a {@code data} object, and how they part into a row and its before image where the
 * before image lies among them, under prefixed names.
 */
final class Shape {

    private static final int[] NONE = {};

    private final Columns all;
    private final Columns after;
    private final Columns before;
    private final int[] afterIndexes;
    private final int[] beforeIndexes;

    private Shape(
            Columns all, Columns after, Columns before, int[] afterIndexes, int[] beforeIndexes) {
        this.all = all;
        this.after = after;
        this.before = before;
        this.afterIndexes = afterIndexes;
        this.beforeIndexes = beforeIndexes;
    }

    /**
     * A shape with these columns.
     *
     * @param prefix what marks a column of the before image, if the same name without it is a
     *     column as well; empty if nothing does
     */
    static Shape of(List<String> names, String prefix) {
        Columns all = Columns.of(names);
        List<Integer> after = new ArrayList<>();
        List<Integer> before = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String name = all.name(i);
            boolean isBefore =
                    !prefix.isEmpty()
                            && name.startsWith(prefix)
                            && all.contains(name.substring(prefix.length()));
            (isBefore ? before : after).add(i);
        }
        if (before.isEmpty()) {
            return new Shape(all, all, Columns.of(), NONE, NONE);
        }
        return new Shape(
                all,
                Columns.of(after.stream().map(all::name).toList()),
                Columns.of(
                        before.stream().map(i -> all.name(i).substring(prefix.length())).toList()),
                after.stream().mapToInt(Integer::intValue).toArray(),
                before.stream().mapToInt(Integer::intValue).toArray());
    }

    Columns columns() {
        return all;
    }

    boolean hasBefore() {
        return beforeIndexes.length > 0;
    }

    Row after(Object[] values) {
        return pick(after, afterIndexes, values);
    }

    Row before(Object[] values) {
        return pick(before, beforeIndexes, values);
    }

    private static Row pick(Columns columns, int[] indexes, Object[] values) {
        Object[] picked = new Object[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            picked[i] = values[indexes[i]];
        }
        return new Row(columns, picked);
    }
}
