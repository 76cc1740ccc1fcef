package io.dmstocrate.proof;

import io.dmstocrate.dms.TableId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes records as DMS does. */
final class Messages {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Style style;

    Messages(Style style) {
        this.style = style;
    }

    static String time(long micros) {
        return TIME.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** A control record; the definition is left out where the endpoint leaves it out. */
    String control(String operation, SourceTable table, boolean withDefinition, long nowMicros) {
        String control = "";
        if (style.controlDetails()) {
            control =
                    "\"control\":{"
                            + (withDefinition ? "\"table-def\":" + table.definition() : "")
                            + "},";
        }
        return "{"
                + control
                + "\"metadata\":{"
                + head("control", operation, "task-id", table.id(), nowMicros)
                + "}}";
    }

    /** A record of a row. */
    String data(Word word, long nowMicros, Dice dice) {
        Map<String, Cell> data = new LinkedHashMap<>();
        if (word.kind() == Word.Kind.DELETE) {
            data.putAll(word.table().keyCells(word.key(), dice));
            data.putAll(rowOfDelete(word));
        } else {
            data.putAll(word.table().keyCells(word.key(), dice));
            data.putAll(word.carried(style));
        }
        StringBuilder json = new StringBuilder("{\"data\":").append(object(data));
        if (word.kind() == Word.Kind.UPDATE && style.beforeImage() != Style.BeforeImage.NONE) {
            json.append(",\"before-image\":").append(object(before(word, dice)));
        }
        boolean keyed = word.kind() == Word.Kind.LOAD || style.keyedChanges();
        json.append(",\"metadata\":{")
                .append(
                        head(
                                "data",
                                word.kind().name().toLowerCase(Locale.ROOT),
                                keyed ? "primary-key" : "schema-table",
                                word.table().id(),
                                nowMicros));
        if (word.place() != null) {
            json.append(word.place().metadata(style, dice));
        }
        return json.append("}}").toString();
    }

    private Map<String, Cell> rowOfDelete(Word word) {
        Map<String, Cell> rest = new LinkedHashMap<>();
        boolean wholeOldRow = style.engine() == Style.Engine.MYSQL;
        word.before()
                .forEach(
                        (name, cell) -> {
                            if (wholeOldRow || style.nulls()) {
                                rest.put(name, wholeOldRow ? cell : Cell.NULL);
                            }
                        });
        return rest;
    }

    private Map<String, Cell> before(Word word, Dice dice) {
        Map<String, Cell> before = new LinkedHashMap<>();
        boolean all = style.beforeImage() == Style.BeforeImage.ALL;
        if (word.movesKey() || all) {
            Map<String, Cell> newKey = word.table().keyCells(word.key(), dice);
            boolean onlyChanged = dice.toss();
            word.table()
                    .keyCells(word.oldKey(), dice)
                    .forEach(
                            (name, cell) -> {
                                boolean same = cell.value().equals(newKey.get(name).value());
                                if (all || !(onlyChanged && same)) {
                                    before.put(name, cell);
                                }
                            });
        }
        if (all) {
            word.before()
                    .forEach(
                            (name, cell) -> {
                                SourceColumn column = word.table().column(name);
                                if (column != null && !column.kind().isLarge()) {
                                    before.put(name, cell);
                                }
                            });
        }
        return before;
    }

    private String head(
            String type, String operation, String partitioning, TableId table, long nowMicros) {
        return "\"timestamp\":\""
                + time(nowMicros)
                + "\",\"record-type\":\""
                + type
                + "\",\"operation\":\""
                + operation
                + "\",\"partition-key-type\":\""
                + partitioning
                + "\",\"schema-name\":"
                + Cell.quoted(table.schema())
                + ",\"table-name\":"
                + Cell.quoted(table.name());
    }

    private String object(Map<String, Cell> cells) {
        List<String> fields = new ArrayList<>();
        String colon = style.pretty() ? ":\t" : ":";
        cells.forEach((name, cell) -> fields.add(Cell.quoted(name) + colon + cell.json()));
        String separator = style.pretty() ? ",\n\t\t" : ",";
        return "{" + String.join(separator, fields) + "}";
    }
}
