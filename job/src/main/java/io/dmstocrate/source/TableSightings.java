package io.dmstocrate.source;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.dms.TableSighting;
import io.dmstocrate.dms.TableSighting.SeenColumn;
import io.dmstocrate.dms.TableSighting.ValueKind;
import io.dmstocrate.dms.ValueKinds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the rows of one table have shown so far, and whether it is news.
 *
 * <p>Kept in memory only: after a restart everything is news again, and says the same.
 */
final class TableSightings {

    /** A load that goes on is worth a word this often. */
    private static final long HEARTBEAT_MILLIS = 1000;

    private final TableId table;
    private final Map<String, ValueKind> kinds = new LinkedHashMap<>();
    private final Map<Columns, ValueKind[]> shapes = new HashMap<>();
    private long lastLoadMicros = -1;
    private long lastChangeMicros = -1;
    private long toldMillis;
    private boolean news = true;

    TableSightings(TableId table) {
        this.table = table;
    }

    /** Looks at a change; true if there is something to tell. */
    boolean see(RowChange change, long nowMillis) {
        seeColumns(change.row());
        if (change.operation() == Operation.LOAD) {
            lastLoadMicros = Math.max(lastLoadMicros, change.timestampMicros());
            news |= nowMillis - toldMillis >= HEARTBEAT_MILLIS;
        } else {
            // The first change behind a load tells that the load has ended.
            news |= lastChangeMicros < lastLoadMicros || lastChangeMicros < 0;
            lastChangeMicros = Math.max(lastChangeMicros, change.timestampMicros());
        }
        return news;
    }

    /** All that was seen so far. */
    TableSighting tell(long nowMillis) {
        news = false;
        toldMillis = nowMillis;
        List<SeenColumn> columns = new ArrayList<>(kinds.size());
        kinds.forEach((name, kind) -> columns.add(new SeenColumn(name, kind)));
        return new TableSighting(table, columns, lastLoadMicros, lastChangeMicros);
    }

    private void seeColumns(Row row) {
        ValueKind[] known = shapes.get(row.columns());
        if (known == null) {
            known = new ValueKind[row.size()];
            for (int i = 0; i < known.length; i++) {
                known[i] = kinds.get(row.columns().name(i));
            }
            shapes.put(row.columns(), known);
        }
        for (int i = 0; i < known.length; i++) {
            Object value = row.value(i);
            if (known[i] == null || !ValueKinds.isHeld(known[i], value)) {
                known[i] = widen(row.columns().name(i), ValueKinds.of(value));
            }
        }
    }

    private ValueKind widen(String column, ValueKind kind) {
        ValueKind before = kinds.get(column);
        ValueKind wide = before == null ? kind : TableSighting.wider(before, kind);
        if (wide != before) {
            kinds.put(column, wide);
            news = true;
        }
        return wide;
    }
}
