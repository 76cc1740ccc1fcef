package io.dmstocrate.resolving;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.mapping.ValueRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How rows of one shape become rows of a definition: computed once for a shape, used for each row.
 *
 * <p>The key comes first, then the other columns in the definition's order.
 */
final class RowPlan {

    private final int keySize;
    private final Columns whole;
    private final int[] wholeFrom;
    private final Columns carried;
    private final int[] carriedFrom;
    private final Columns key;
    private final int missingKeyColumn;
    private final List<String> unknownColumns;
    private final List<String> leftOut;
    private final ValueRoom[] rooms;
    private final boolean mayHaveNewColumns;
    private long newestMicros = Long.MIN_VALUE;
    private RecordPosition newest;

    /**
     * Makes the plan.
     *
     * @param whole every column of the definition, the key first
     * @param shape the columns of the rows to come, by their names in the definition; {@code null}
     *     for one that is gone
     * @param rooms what the columns of the definition have room for, where not for everything
     * @param mayHaveNewColumns see {@link #mayHaveNewColumns()}
     */
    RowPlan(
            TableDefinition definition,
            Columns whole,
            Columns key,
            List<String> shape,
            Map<String, ValueRoom> rooms,
            boolean mayHaveNewColumns) {
        this.mayHaveNewColumns = mayHaveNewColumns;
        this.keySize = key.size();
        this.whole = whole;
        this.key = key;
        this.wholeFrom = new int[whole.size()];
        List<String> carriedNames = new ArrayList<>();
        int missing = -1;
        for (int i = 0; i < wholeFrom.length; i++) {
            wholeFrom[i] = shape.indexOf(whole.name(i));
            if (wholeFrom[i] >= 0 || i < keySize) {
                carriedNames.add(whole.name(i));
            }
            if (wholeFrom[i] < 0 && i < keySize && missing < 0) {
                missing = i;
            }
        }
        this.missingKeyColumn = missing;
        this.carried = carriedNames.size() == whole.size() ? whole : Columns.of(carriedNames);
        this.carriedFrom = new int[carried.size()];
        for (int i = 0; i < carriedFrom.length; i++) {
            carriedFrom[i] = shape.indexOf(carried.name(i));
        }
        this.leftOut = whole.names().stream().filter(name -> !carried.contains(name)).toList();
        this.unknownColumns =
                shape.stream()
                        .filter(name -> name != null && definition.column(name).isEmpty())
                        .toList();
        this.rooms = shape.stream().map(rooms::get).toArray(ValueRoom[]::new);
    }

    /** Remembers a row whose values go on, if none of the shape before it was built later. */
    void used(RowChange change) {
        if (newest == null || change.timestampMicros() > newestMicros) {
            newestMicros = change.timestampMicros();
            newest = change.position();
        }
    }

    /** Hands the newest of these rows over to what is remembered of the names of its columns. */
    void handOver(Columns shape, UsedNames names) {
        if (newest != null) {
            names.add(shape.names(), newestMicros, newest);
        }
    }

    /** The columns of the shape that the definition does not have. */
    List<String> unknownColumns() {
        return unknownColumns;
    }

    /** Whether a name of the shape may mean a column of which nothing is known yet. */
    boolean mayHaveNewColumns() {
        return mayHaveNewColumns;
    }

    /** The columns of the definition that the shape lacks. */
    List<String> leftOut() {
        return leftOut;
    }

    /** Whether the columns have room for all values of a row. */
    boolean hasRoomFor(Row row) {
        for (int i = 0; i < rooms.length; i++) {
            if (rooms[i] != null && !rooms[i].takes(row.value(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the columns of the key have room for the values of a row. */
    boolean hasRoomForKey(Row row) {
        for (int part = 0; part < keySize; part++) {
            int from = wholeFrom[part];
            if (from >= 0 && rooms[from] != null && !rooms[from].takes(row.value(from))) {
                return false;
            }
        }
        return true;
    }

    /** The places of the values that have no room. */
    List<Integer> misfits(Row row) {
        List<Integer> misfits = new ArrayList<>();
        for (int i = 0; i < rooms.length; i++) {
            if (rooms[i] != null && !rooms[i].takes(row.value(i))) {
                misfits.add(i);
            }
        }
        return misfits;
    }

    /** Whether a row of the shape says something of every column. */
    boolean isWhole() {
        return carried.size() == whole.size();
    }

    /** The first column of the key that the shape lacks, as its place in the key; -1 if none. */
    int missingKeyColumn() {
        return missingKeyColumn;
    }

    int keySize() {
        return keySize;
    }

    /** The value of a part of the key. */
    Object keyValue(Row row, int part) {
        int from = wholeFrom[part];
        return from < 0 ? null : row.value(from);
    }

    /** The row with every column of the definition; those it does not carry are NULL. */
    Row whole(Row row, Object[] keyValues) {
        return rearranged(row, whole, wholeFrom, keyValues);
    }

    /** The row with the columns that it carries. */
    Row carried(Row row, Object[] keyValues) {
        return rearranged(row, carried, carriedFrom, keyValues);
    }

    /** The key alone. */
    Row key(Object[] keyValues) {
        return new Row(key, keyValues);
    }

    private static Row rearranged(Row row, Columns columns, int[] from, Object[] keyValues) {
        Object[] values = new Object[from.length];
        System.arraycopy(keyValues, 0, values, 0, keyValues.length);
        for (int i = keyValues.length; i < from.length; i++) {
            values[i] = from[i] < 0 ? null : row.value(from[i]);
        }
        return new Row(columns, values);
    }
}
