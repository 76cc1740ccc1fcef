package io.dmstocrate.testing;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.RowWrite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Values for tests, made in few words. */
public final class Samples {

    public static final TableId ITEM = new TableId("shop", "item");

    private Samples() {}

    /** A row from names and values in turn. */
    public static Row row(Object... namesAndValues) {
        List<String> names = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add((String) namesAndValues[i]);
            values.add(namesAndValues[i + 1]);
        }
        return new Row(Columns.of(names), values.toArray());
    }

    public static RecordPosition position(long number) {
        return new RecordPosition("shard-0", Long.toString(number), "", -1);
    }

    /** A change of {@link #ITEM}, the time of its message and its place taken from the number. */
    public static RowChange change(long number, Operation operation, Row row, Row before) {
        return new RowChange(
                ITEM,
                operation,
                row,
                before,
                number,
                SourcePosition.of(
                        String.format("%09d", number), SourcePosition.Ordering.POSTGRESQL_LSN),
                position(number),
                ("record " + number).getBytes(StandardCharsets.UTF_8));
    }

    public static RowChange change(long number, Operation operation, Row row) {
        return change(number, operation, row, Row.empty());
    }

    /** A write of {@link #ITEM} with a key of one column, the first one. */
    public static RowWrite write(long number, RowWrite.Kind kind, Row row) {
        return new RowWrite(
                "key " + row.value(0),
                ITEM,
                kind,
                1,
                row,
                String.format("%09d", number) + String.format("%09d", number),
                true,
                number,
                position(number),
                ("record " + number).getBytes(StandardCharsets.UTF_8));
    }
}
