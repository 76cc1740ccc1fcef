package io.dmstocrate.dialect;

import static io.dmstocrate.dialect.SqlText.identifier;
import static io.dmstocrate.dialect.SqlText.literal;

import io.dmstocrate.dialect.CrateTableText.TableColumn;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.ColumnType;
import io.dmstocrate.mapping.Layout;
import io.dmstocrate.mapping.TargetColumn;
import io.dmstocrate.mapping.TargetTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SQL with which CrateDB copies a table into one that differs in the types of some columns, and
 * in nothing else: partitions, shards, indexes, constraints and columns that somebody else has
 * added are as they were.
 *
 * <p>The new table comes from the text of the old one. It is read again after each exchange of a
 * type, so that never another word of it is changed.
 */
public final class CrateTableCopy {

    private static final String CREATE = "CREATE TABLE IF NOT EXISTS ";

    /** Parts are told apart by two hexadecimal digits. */
    public static final int MOST_PARTS = 256;

    private final TargetTable table;
    private final Map<String, ColumnType> wide;
    private final List<String> names;
    private final String definition;

    private CrateTableCopy(
            TargetTable table,
            Map<String, ColumnType> wide,
            List<String> names,
            String definition) {
        this.table = table;
        this.wide = wide;
        this.names = names;
        this.definition = definition;
    }

    /**
     * A copy of a table.
     *
     * @param text what CrateDB answers to SHOW CREATE TABLE
     * @param wide the columns, by their names in the target, that get other types
     * @param generated the columns that CrateDB computes
     * @return empty if the text is not understood, or a column lies where its type can't be changed
     */
    public static Optional<CrateTableCopy> of(
            String text, TargetTable table, Map<String, ColumnType> wide, Set<String> generated) {
        String start = CREATE + SqlText.table(table.id());
        if (!text.startsWith(start)) {
            return Optional.empty();
        }
        String definition = text.substring(start.length());
        for (TargetColumn column : table.columns()) {
            ColumnType type = wide.get(column.name());
            if (type != null) {
                boolean inData = table.layout() == Layout.UNIVERSAL && !table.isKey(column.name());
                Optional<String> exchanged =
                        inData ? Optional.empty() : exchange(definition, table, column, type);
                if (exchanged.isEmpty()) {
                    return Optional.empty();
                }
                definition = exchanged.get();
            }
        }
        List<String> names =
                columns(definition).stream()
                        .map(TableColumn::name)
                        .filter(name -> !generated.contains(name))
                        .toList();
        return Optional.of(new CrateTableCopy(table, Map.copyOf(wide), names, definition));
    }

    private static List<TableColumn> columns(String definition) {
        return CrateTableText.parse(CREATE + definition).columns();
    }

    /** The definition with another type of one column. */
    private static Optional<String> exchange(
            String definition, TargetTable table, TargetColumn column, ColumnType type) {
        List<TableColumn> columns = columns(definition);
        boolean inKey = table.layout() == Layout.UNIVERSAL;
        List<TableColumn> among = inKey ? children(columns, "pk") : columns;
        Optional<TableColumn> before =
                among.stream().filter(known -> known.name().equals(column.name())).findFirst();
        if (before.isEmpty()) {
            return Optional.empty();
        }
        String sql = CrateTypes.definition(type);
        TableColumn after = exchanged(before.get(), sql);
        List<TableColumn> expected =
                inKey
                        ? withChildren(columns, "pk", replaced(among, after))
                        : replaced(columns, after);
        Matcher place = pattern(before.get()).matcher(definition);
        while (place.find()) {
            String changed =
                    definition.substring(0, place.start(1))
                            + sql
                            + definition.substring(place.end());
            if (columns(changed).equals(expected)) {
                return Optional.of(changed);
            }
        }
        return Optional.empty();
    }

    private static List<TableColumn> children(List<TableColumn> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .map(TableColumn::children)
                .orElse(List.of());
    }

    private static List<TableColumn> replaced(List<TableColumn> columns, TableColumn by) {
        List<TableColumn> all = new ArrayList<>(columns);
        all.replaceAll(column -> column.name().equals(by.name()) ? by : column);
        return all;
    }

    private static List<TableColumn> withChildren(
            List<TableColumn> columns, String name, List<TableColumn> children) {
        List<TableColumn> all = new ArrayList<>(columns);
        all.replaceAll(
                column ->
                        column.name().equals(name)
                                ? new TableColumn(
                                        name,
                                        column.type(),
                                        column.nullable(),
                                        column.indexOff(),
                                        column.columnStoreOff(),
                                        children)
                                : column);
        return all;
    }

    /** The column as it is read when its type is written so. */
    private static TableColumn exchanged(TableColumn column, String sql) {
        TableColumn typed =
                CrateTableText.parse(CREATE + "t (" + identifier(column.name()) + " " + sql + ")")
                        .columns()
                        .get(0);
        return new TableColumn(
                column.name(),
                typed.type(),
                column.nullable(),
                column.indexOff() || typed.indexOff(),
                column.columnStoreOff() || typed.columnStoreOff(),
                column.children());
    }

    /** The column's name and its type, which is the first group's beginning. */
    private static Pattern pattern(TableColumn column) {
        StringBuilder type = new StringBuilder();
        Matcher word = Pattern.compile("\\w+|[^\\w\\s]").matcher(column.type());
        while (word.find()) {
            type.append(type.isEmpty() ? "" : "\\s*").append(Pattern.quote(word.group()));
        }
        return Pattern.compile(
                Pattern.quote(identifier(column.name())) + "\\s+(" + type + ")(?![\\w(])",
                Pattern.CASE_INSENSITIVE);
    }

    /** Creates the empty table, unless it is there. */
    public String create(TableId copy) {
        return CREATE + SqlText.table(copy) + definition;
    }

    /**
     * Copies a part of the rows; all parts together are all rows, each once.
     *
     * @param parts how many there are, at most {@link #MOST_PARTS}
     */
    public String copy(TableId copy, int part, int parts) {
        String rows = parts == 1 ? "" : " WHERE " + isOfPart(part, parts);
        return copy(copy, table.id(), names, names.stream().map(this::expression).toList(), rows);
    }

    /**
     * Copies all rows of another table that has the wider types already.
     *
     * @param columns the columns that it has
     */
    public String take(TableId copy, TableId from, List<String> columns) {
        List<String> both = names.stream().filter(columns::contains).toList();
        return copy(copy, from, both, both.stream().map(SqlText::identifier).toList(), "");
    }

    private String copy(
            TableId copy, TableId from, List<String> columns, List<String> values, String rows) {
        return "INSERT INTO "
                + SqlText.table(copy)
                + " ("
                + SqlText.list(columns, SqlText::identifier)
                + ")\nSELECT "
                + String.join(", ", values)
                + "\nFROM "
                + SqlText.table(from)
                + rows
                + "\nON CONFLICT ("
                + SqlText.list(table.primaryKey(), this::term)
                + ") DO NOTHING";
    }

    private String expression(String column) {
        if (table.layout() == Layout.UNIVERSAL) {
            return column.equals("pk")
                    ? "{"
                            + SqlText.list(
                                    table.keyColumns(),
                                    key -> identifier(key.name()) + " = " + value(key))
                            + "}"
                    : identifier(column);
        }
        return table.columns().stream()
                .filter(known -> known.name().equals(column))
                .findFirst()
                .map(this::value)
                .orElse(identifier(column));
    }

    private String value(TargetColumn column) {
        ColumnType type = wide.get(column.name());
        String term = term(column.name());
        return type == null ? term : CrateTypes.widened(column.type(), type, term);
    }

    private String term(String column) {
        return table.layout() == Layout.UNIVERSAL
                ? "\"pk\"[" + literal(column) + "]"
                : identifier(column);
    }

    private static String isOfPart(int part, int parts) {
        String digits = "left(md5(_id), 2)";
        String from = part == 0 ? "" : digits + " >= " + hexadecimal(part, parts);
        String to = part == parts - 1 ? "" : digits + " < " + hexadecimal(part + 1, parts);
        List<String> both = new ArrayList<>(List.of(from, to));
        both.removeAll(Collections.singleton(""));
        return String.join(" AND ", both);
    }

    private static String hexadecimal(int part, int parts) {
        return literal(String.format(Locale.ROOT, "%02x", part * MOST_PARTS / parts));
    }

    /**
     * Tells how many rows a table has, and by a number whether any of them was written since: each
     * write gives its row a new one.
     */
    public static String mark(TableId table) {
        return "SELECT count(*), coalesce(sum(_seq_no), 0) FROM " + SqlText.table(table);
    }
}
