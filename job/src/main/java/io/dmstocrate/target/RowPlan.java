package io.dmstocrate.target;

import io.dmstocrate.dialect.Dialect;
import io.dmstocrate.dialect.Versioning;
import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import io.dmstocrate.mapping.ValueConversion;
import io.dmstocrate.mapping.WideName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How rows of one shape are written to, or deleted from, one table. */
final class RowPlan {

    /**
     * Where a row was not the newest word on it, the next ones are hardly either: a stream is read
     * again, or partial updates come. To try again after so many batches costs 2 % of them.
     */
    static final int CAUTIOUS_BATCHES = 50;

    private final String[] elements;
    private final ValueConversion[] conversions;
    private final boolean[] key;
    private final boolean[] isNarrow;
    private final boolean versioned;
    private final boolean separate;
    private final Map<String, String> versionKeys;
    private final String many;
    private final String one;
    private final Optional<String> newest;
    private final String missingKey;
    private int cautiousFor;

    /**
     * @param delete whether rows go; where the table flags deleted rows, that is an upsert too
     * @param shape what the rows' versions have in common
     */
    RowPlan(
            TargetTable table,
            Dialect dialect,
            List<TargetColumn> columns,
            boolean delete,
            RowVersions.Shape shape) {
        int size = columns.size();
        this.elements = new String[size];
        this.conversions = new ValueConversion[size];
        this.key = new boolean[size];
        this.isNarrow = new boolean[size];
        for (int i = 0; i < size; i++) {
            TargetColumn column = columns.get(i);
            ColumnType type = column.type();
            key[i] = table.isKey(column.name());
            isNarrow[i] = hasWide(column.source(), columns);
            elements[i] = dialect.arrayElement(type);
            conversions[i] = ValueConversion.of(column, key[i], dialect.valueRules());
        }
        boolean hard = delete && table.deletedColumn().isEmpty();
        this.versioned = !hard && !table.versionColumn().isEmpty();
        this.separate = versioned && !shape.whole();
        this.versionKeys = versionKeys(columns, shape);
        Versioning versioning =
                new Versioning(shape.whole(), List.copyOf(versionKeys.values()), shape.loaded());
        this.many =
                hard
                        ? dialect.delete(table, columns)
                        : dialect.upsert(table, columns, delete, versioning);
        this.newest =
                hard || !shape.whole()
                        ? Optional.empty()
                        : dialect.upsertNewest(table, columns, delete);
        this.one = hard ? many : dialect.upsertOne(table, columns, delete, versioning);
        this.missingKey = "a column of the primary key " + table.primaryKey() + " is NULL";
    }

    /** The statement for many rows. */
    String many() {
        return many;
    }

    /** The statement for many rows of which nothing newer is there, if there is one of its own. */
    Optional<String> newest() {
        return cautiousFor > 0 ? Optional.empty() : newest;
    }

    /** Takes note that a statement for many rows was sent, and whether it has done for all. */
    void sent(boolean newestWasInVain) {
        cautiousFor = newestWasInVain ? CAUTIOUS_BATCHES : Math.max(0, cautiousFor - 1);
    }

    /** The statement for one row. */
    String one() {
        return one;
    }

    /** Parameters of a row: its columns, and its versions if it carries them. */
    int width() {
        return elements.length + (versioned ? 1 : 0) + (separate ? 1 : 0);
    }

    int columns() {
        return elements.length;
    }

    boolean versioned() {
        return versioned;
    }

    /** Whether the versions of a row's columns follow that of the row. */
    boolean separate() {
        return separate;
    }

    /** Under which name the version of a source column is kept. */
    String versionKey(String column) {
        return versionKeys.get(column);
    }

    /** The element type of a parameter's array. */
    String element(int parameter) {
        return parameter < elements.length ? elements[parameter] : "text";
    }

    ValueConversion conversion(int column) {
        return conversions[column];
    }

    boolean isKey(int column) {
        return key[column];
    }

    /** Whether a wider column is written besides: what does not fit is NULL until it is swapped. */
    boolean isNarrow(int column) {
        return isNarrow[column];
    }

    private static boolean hasWide(String column, List<TargetColumn> columns) {
        return columns.stream().anyMatch(other -> WideName.isWideOf(column, other.source()));
    }

    private static Map<String, String> versionKeys(
            List<TargetColumn> columns, RowVersions.Shape shape) {
        Map<String, String> keys = new LinkedHashMap<>();
        for (TargetColumn column : columns) {
            if (shape.columns().contains(column.source())) {
                keys.put(column.source(), column.versionKey());
            }
        }
        return keys;
    }

    String missingKey() {
        return missingKey;
    }
}
