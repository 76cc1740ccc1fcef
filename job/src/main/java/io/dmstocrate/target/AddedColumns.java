package io.dmstocrate.target;

import io.dmstocrate.dms.TableId;
import io.dmstocrate.mapping.MappingException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The columns that were added to the tables of the target, see {@link Target#addColumns}. */
final class AddedColumns {

    private final AddedColumnTable table;
    private final Definitions definitions;
    private final boolean isOn;

    /**
     * @param isOn whether rows carry versions; if not, nobody asks for numbers
     */
    AddedColumns(AddedColumnTable table, Definitions definitions, boolean isOn) {
        this.table = table;
        this.definitions = definitions;
        this.isOn = isOn;
    }

    long add(TableId source, List<String> columns, long above) throws SQLException {
        if (!isOn) {
            return above + 1;
        }
        TableId target = definitions.target(source);
        long life = definitions.life(source);
        Map<String, Long> known = table.numbers(source, target, life);
        long first = known.getOrDefault(columns.get(0), 0L);
        boolean isTogether =
                columns.stream().allMatch(column -> known.getOrDefault(column, 0L) == first);
        if (isTogether && first > above) {
            // Written down before a failure, or by another job.
            return first;
        }
        long number = Math.max(above, table.largest(target)) + 1;
        for (String column : columns) {
            add(source, target, life, column, number);
        }
        return number;
    }

    /** Before a column is renamed: under its new name it keeps its number. */
    void rename(TableId source, String column, String successor) throws SQLException {
        if (!isOn) {
            return;
        }
        TableId target = definitions.target(source);
        long life = definitions.life(source);
        Map<String, Long> known = table.numbers(source, target, life);
        Long number = known.get(column);
        if (number != null && !number.equals(known.get(successor))) {
            add(source, target, life, successor, number);
        }
    }

    /** Those that are there. */
    List<AddedColumn> read() throws SQLException {
        Map<List<Object>, List<String>> there = new HashMap<>();
        Map<List<Object>, AddedColumn> added = new HashMap<>();
        for (AddedColumnTable.Entry entry :
                isOn ? table.read() : List.<AddedColumnTable.Entry>of()) {
            AddedColumn column = entry.column();
            if (!goesTo(column.source(), entry.target())) {
                continue;
            }
            List<Object> place = List.of(column.source(), column.life());
            if (!there.containsKey(place)) {
                there.put(place, definitions.columnsNow(column.source(), column.life()));
            }
            if (there.get(place).contains(column.column())) {
                added.merge(
                        List.of(place, column.column()),
                        column,
                        (one, other) -> one.number() < other.number() ? other : one);
            }
        }
        return new ArrayList<>(added.values());
    }

    private void add(TableId source, TableId target, long life, String column, long number)
            throws SQLException {
        table.add(
                new AddedColumnTable.Entry(target, new AddedColumn(source, life, column, number)));
    }

    private boolean goesTo(TableId source, TableId target) {
        try {
            return definitions.target(source).equals(target);
        } catch (MappingException e) {
            // Nothing goes there from here.
            return false;
        }
    }
}
