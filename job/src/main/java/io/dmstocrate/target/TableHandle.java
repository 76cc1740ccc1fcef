package io.dmstocrate.target;

import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.FailureKind;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.mapping.ConversionNotes;
import io.dmstocrate.mapping.Misfit;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import io.dmstocrate.mapping.ValueConversion;
import io.dmstocrate.mapping.WideName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table of the target as it was when the catalog was last asked, with the plans made for it. */
final class TableHandle {

    private final TableId source;
    private final TargetTable table;
    private final Dialect dialect;
    private final Map<String, TargetColumn> bySource = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<UpsertShape, RowPlan> upserts = new HashMap<>();
    private final Map<Columns, RowPlan> deletes = new HashMap<>();

    private record UpsertShape(Columns columns, RowVersions.Shape versions) {}

    TableHandle(TableId source, TargetTable table, Dialect dialect) {
        this.source = source;
        this.table = table;
        this.dialect = dialect;
        for (TargetColumn column : table.columns()) {
            bySource.put(column.source(), column);
            names.add(column.source());
            names.add(column.name());
        }
        names.add(table.id().schema());
        names.add(table.id().name());
        names.add(table.id().toString());
    }

    TableId source() {
        return source;
    }

    TargetTable table() {
        return table;
    }

    /** Whether the rows of a batch have the key of this table. */
    boolean isKeyedLike(TableBatch batch) {
        if (batch.keySize() != table.primaryKey().size()) {
            return false;
        }
        for (int i = 0; i < batch.keySize(); i++) {
            TargetColumn column = bySource.get(batch.columns().name(i));
            if (column == null || !table.isKey(column.name())) {
                return false;
            }
        }
        return true;
    }

    /**
     * The batch without wide columns that are not there: they have taken the place of the narrow
     * ones, which the batch has as well.
     */
    TableBatch writable(TableBatch batch) {
        List<Integer> left = new ArrayList<>();
        Columns columns = batch.columns();
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.name(i);
            if (!WideName.isTemporary(name) || bySource.containsKey(name)) {
                left.add(i);
            }
        }
        if (left.size() == columns.size()) {
            return batch;
        }
        List<Object[]> rows = new ArrayList<>(batch.rows().size());
        for (Object[] row : batch.rows()) {
            rows.add(left.stream().map(i -> row[i]).toArray());
        }
        return new TableBatch(
                batch.table(),
                batch.life(),
                batch.kind(),
                Columns.of(left.stream().map(columns::name).toList()),
                batch.keySize(),
                rows,
                batch.versions(),
                batch.shape(),
                batch.revision());
    }

    /** Whether the key of a row fits the types of this table. */
    boolean hasRoomForKey(TableBatch batch, int row, ConversionNotes notes) {
        List<TargetColumn> key = columns(batch.columns().names().subList(0, batch.keySize()));
        Object[] values = batch.rows().get(row);
        for (int i = 0; i < batch.keySize(); i++) {
            ValueConversion conversion = ValueConversion.of(key.get(i), true, dialect.valueRules());
            if (conversion.convert(values[i], notes) instanceof Misfit) {
                return false;
            }
        }
        return true;
    }

    /** How to write rows with these columns. */
    RowPlan upsert(Columns columns, int keySize, RowVersions.Shape versions) {
        return upserts.computeIfAbsent(
                new UpsertShape(columns, versions),
                shape -> plan(columns, keySize, false, versions));
    }

    /** How to delete rows with this key, or to mark them as deleted. */
    RowPlan delete(Columns key) {
        return deletes.computeIfAbsent(
                key, names -> plan(names, names.size(), true, RowVersions.Shape.WHOLE));
    }

    /** Names that a message may tell. */
    Set<String> names() {
        return names;
    }

    /** The target's columns for these of the source. */
    List<TargetColumn> columns(List<String> sources) {
        List<TargetColumn> columns = new ArrayList<>();
        for (String name : sources) {
            TargetColumn column = bySource.get(name);
            if (column == null) {
                throw new TargetException(
                        FailureKind.STALE_DEFINITION,
                        "table "
                                + table.id()
                                + " has no column for \""
                                + name
                                + "\" of "
                                + source
                                + "; add it there, or let the job do it with Schema.changes",
                        null);
            }
            columns.add(column);
        }
        return columns;
    }

    /** The wide columns that this one is being copied into: whoever writes one writes both. */
    List<String> wideOf(String source) {
        return bySource.keySet().stream().filter(name -> WideName.isWideOf(source, name)).toList();
    }

    /** Values as text that a row can be filled with. */
    List<String> stored(List<String> sources, List<Object> values, ConversionNotes notes) {
        List<TargetColumn> columns = columns(sources);
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            TargetColumn column = columns.get(i);
            Object value =
                    ValueConversion.of(column, table.isKey(column.name()), dialect.valueRules())
                            .convert(values.get(i), notes);
            if (value instanceof Misfit misfit) {
                throw new TargetException(FailureKind.REJECTED, misfit.reason(), null);
            }
            stored.add(value == null ? null : value.toString());
        }
        return stored;
    }

    private RowPlan plan(Columns names, int keySize, boolean delete, RowVersions.Shape versions) {
        List<TargetColumn> columns = columns(names.names());
        checkKey(columns, keySize);
        return new RowPlan(table, dialect, columns, delete, versions);
    }

    private void checkKey(List<TargetColumn> columns, int keySize) {
        Set<String> key = new HashSet<>();
        columns.subList(0, keySize).forEach(column -> key.add(column.name()));
        if (!key.equals(Set.copyOf(table.primaryKey()))) {
            throw new TargetException(
                    FailureKind.FATAL,
                    "rows of "
                            + source
                            + " come with the key "
                            + key
                            + ", but the primary key of table "
                            + table.id()
                            + " is "
                            + table.primaryKey()
                            + "; set primary.key in the group Table:"
                            + source
                            + ", or load the table anew",
                    null);
        }
    }
}
