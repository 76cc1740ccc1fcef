package io.dmstocrate.proof;

import io.dmstocrate.dms.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A table of the source: its definition and its rows as they are now. */
final class SourceTable {

    /** What tells its rows apart. */
    enum KeyKind {
        NUMBER,
        NUMBER_AND_TEXT,
        TEXT,
        DECIMAL,
        NOTHING
    }

    private static final List<String> KEY_TEXTS =
            List.of("a", "A", "a ", "1", "'); --", "\u6f22", "\ud83d\ude80", "a/b", "\"", "\\");

    private final TableId id;
    private KeyKind keyKind;
    private final Map<String, SourceColumn> columns = new LinkedHashMap<>();
    private final Map<String, ColumnKind> kinds = new HashMap<>();
    private final Map<Integer, Map<String, Cell>> rows = new TreeMap<>();
    private int named;
    private int keys;

    SourceTable(TableId id, KeyKind keyKind, List<ColumnKind> kinds) {
        this.id = id;
        this.keyKind = keyKind;
        kinds.forEach(this::add);
    }

    TableId id() {
        return id;
    }

    boolean hasKey() {
        return keyKind != KeyKind.NOTHING;
    }

    List<String> key() {
        return switch (keyKind) {
            case NUMBER, TEXT, DECIMAL -> List.of(idColumn());
            case NUMBER_AND_TEXT -> List.of(regionColumn(), idColumn());
            case NOTHING -> List.of();
        };
    }

    /** Gives the table another primary key, of columns that it never had. */
    void changeKey(KeyKind kind) {
        if (hasKey()) {
            keyKind = kind;
            keys++;
        }
    }

    private String idColumn() {
        return keys == 0 ? "id" : "id" + keys;
    }

    private String regionColumn() {
        return keys == 0 ? "region" : "region" + keys;
    }

    /** The columns besides the key. */
    List<SourceColumn> columns() {
        return List.copyOf(columns.values());
    }

    SourceColumn column(String name) {
        return columns.get(name);
    }

    /** The type of a column that the table has or had; a key is text, if anything. */
    ColumnKind kind(String name) {
        return kinds.getOrDefault(name, ColumnKind.STRING);
    }

    /** The names of all columns besides the key that it has or had. */
    Set<String> everyColumn() {
        return kinds.keySet();
    }

    Map<Integer, Map<String, Cell>> rows() {
        return rows;
    }

    /** The values of a key; numbers may be spelled in several ways. */
    Map<String, Cell> keyCells(int key, Dice dice) {
        Map<String, Cell> cells = new LinkedHashMap<>();
        switch (keyKind) {
            case NUMBER -> cells.put(idColumn(), Cell.number(Integer.toString(key * 3 - 4)));
            case NUMBER_AND_TEXT -> {
                // Half of a key is shared.
                cells.put(regionColumn(), Cell.number(Integer.toString(key / 2)));
                cells.put(idColumn(), Cell.text(KEY_TEXTS.get(key % 2)));
            }
            case TEXT -> cells.put(idColumn(), Cell.text(KEY_TEXTS.get(key % KEY_TEXTS.size())));
            case DECIMAL -> cells.put(idColumn(), Cell.number(key + dice.pick("", ".0", ".00")));
            case NOTHING -> {}
        }
        return cells;
    }

    private void add(ColumnKind kind) {
        String name = "c" + named++ + (named % 3 == 0 ? " \"x\u00fc" : "");
        columns.put(name, new SourceColumn(name, kind));
        kinds.put(name, kind);
    }

    /** A new column, NULL in all rows. */
    String addColumn(ColumnKind kind) {
        add(kind);
        String name = columns().get(columns.size() - 1).name();
        rows.replaceAll(
                (key, row) -> {
                    Map<String, Cell> wider = new LinkedHashMap<>(row);
                    wider.put(name, Cell.NULL);
                    return wider;
                });
        return name;
    }

    void dropColumn(String name) {
        columns.remove(name);
        rows.replaceAll(
                (key, row) -> {
                    Map<String, Cell> narrower = new LinkedHashMap<>(row);
                    narrower.remove(name);
                    return narrower;
                });
    }

    /** Gives a column a name that was never used before. */
    String renameColumn(String name) {
        ColumnKind kind = columns.get(name).kind();
        dropAndKeep(name);
        add(kind);
        String successor = columns().get(columns.size() - 1).name();
        rows.replaceAll(
                (key, row) -> {
                    Map<String, Cell> renamed = new LinkedHashMap<>(row);
                    renamed.put(successor, renamed.remove(name));
                    return renamed;
                });
        return successor;
    }

    private void dropAndKeep(String name) {
        columns.remove(name);
    }

    void widenColumn(String name) {
        SourceColumn column = columns.get(name);
        ColumnKind wider = column.kind() == ColumnKind.INT16 ? ColumnKind.INT32 : ColumnKind.INT64;
        columns.put(name, new SourceColumn(name, wider));
    }

    /** The {@code table-def} of control records. */
    String definition() {
        List<String> all = new ArrayList<>();
        for (String name : key()) {
            String type =
                    name.equals(regionColumn()) || keyKind == KeyKind.NUMBER
                            ? "INT32"
                            : keyKind == KeyKind.DECIMAL ? "NUMERIC" : "STRING";
            all.add(
                    Cell.quoted(name)
                            + ":{\"type\":\""
                            + type
                            + "\""
                            + (type.equals("STRING") ? ",\"length\":100" : "")
                            + ",\"nullable\":false}");
        }
        for (SourceColumn column : columns.values()) {
            all.add(Cell.quoted(column.name()) + ":" + column.kind().definition());
        }
        String key =
                hasKey()
                        ? ",\"primary-key\":["
                                + String.join(",", key().stream().map(Cell::quoted).toList())
                                + "]"
                        : "";
        return "{\"columns\":{" + String.join(",", all) + "}" + key + "}";
    }
}
