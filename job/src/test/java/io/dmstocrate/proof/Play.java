package io.dmstocrate.proof;

import io.dmstocrate.mapping.SchemaPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plays a story: changes the source's rows, and says of it what DMS would. */
final class Play {

    /** A load that goes on: what it has still to read, and what was captured meanwhile. */
    private static final class Load {
        private final List<Integer> unread = new ArrayList<>();
        private final List<Word> captured = new ArrayList<>();
    }

    private static final List<String> GARBAGE =
            List.of(
                    "not json",
                    "{\"data\":{\"id\":1}",
                    "{}",
                    "{\"data\":{\"id\":1},\"metadata\":{\"record-type\":\"data\","
                            + "\"operation\":\"explode\",\"schema-name\":\"shop\","
                            + "\"table-name\":\"item\"}}",
                    "\ud800");

    private final Story story;
    private final Style style;
    private final Messages messages;
    private final Shards shards;
    private final List<SourceTable> tables;
    private final Map<SourceTable, Told> told = new LinkedHashMap<>();
    private final Map<SourceTable, Load> loads = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Word> log = new ArrayList<>();
    private int replayFrom;
    private long clock = 1_900_000_000_000_000L;
    private long commitMicros = clock;
    private long transaction = 1000;
    private int record;
    private long change;

    private Play(Story story) {
        this.story = story;
        this.style = story.style();
        this.messages = new Messages(style);
        this.shards = new Shards(style.shards(), style.features().redeliveries());
        this.tables = story.newTables();
    }

    static Played of(Story story) {
        Play play = new Play(story);
        play.begin();
        story.acts().forEach(play::act);
        return play.end();
    }

    private void begin() {
        Dice dice = new Dice(story.tables());
        for (SourceTable table : tables) {
            Told rows = new Told();
            table.columns().forEach(column -> rows.define(column.name()));
            told.put(table, rows);
            control("create-table", table, true, dice);
        }
    }

    private Played end() {
        for (SourceTable table : tables) {
            endLoad(table, new Dice(1));
        }
        shards.end();
        return new Played(story, tables, shards, told, sent, lost());
    }

    private void act(Act act) {
        SourceTable table = tables.get(act.table());
        Dice dice = new Dice(act.seed());
        clock += dice.between(1, 500_000);
        switch (act.kind()) {
            case INSERT, UPDATE, DELETE, MOVE -> {
                Word word = change(act.kind(), table, act.key(), dice);
                if (word != null) {
                    capture(word);
                }
                readSome(table, dice);
            }
            case BEGIN_LOAD -> beginLoad(table, dice);
            case END_LOAD -> endLoad(table, dice);
            case CREATE_TABLE -> control("create-table", table, true, dice);
            case ADD_COLUMN, ADD_LARGE_COLUMN, DROP_COLUMN, RENAME_COLUMN, WIDEN_COLUMN -> {
                if (!loads.containsKey(table)) {
                    alter(act.kind(), table, dice);
                }
            }
            case RESUME -> resume(dice);
            case RESHARD -> shards.reshard(dice);
            case GARBAGE ->
                    put(
                            Sent.of(
                                    null,
                                    "garbage" + dice.below(9),
                                    dice.pick(GARBAGE),
                                    Sent.Fate.UNREADABLE,
                                    ""),
                            dice);
        }
    }

    /** Changes a row at the source; {@code null} if there is nothing to change. */
    private Word change(Act.Kind kind, SourceTable table, int key, Dice dice) {
        Map<String, Cell> before = table.rows().get(key);
        if ((kind == Act.Kind.INSERT) != (before == null)) {
            return null;
        }
        // PostgreSQL publishes no updates and deletes of tables without a key.
        boolean unseen = !table.hasKey() && style.engine() == Style.Engine.POSTGRESQL;
        if (unseen && kind != Act.Kind.INSERT) {
            return null;
        }
        return switch (kind) {
            case INSERT -> {
                Map<String, Cell> row = new LinkedHashMap<>();
                for (SourceColumn column : table.columns()) {
                    row.put(column.name(), value(column, dice));
                }
                table.rows().put(key, row);
                yield word(Word.Kind.INSERT, table, key, key, row, row.keySet(), Map.of(), dice);
            }
            case DELETE -> {
                table.rows().remove(key);
                yield word(Word.Kind.DELETE, table, key, key, Map.of(), Set.of(), before, dice);
            }
            case UPDATE -> update(table, key, key, before, dice);
            case MOVE -> {
                int newKey = dice.between(1, style.keys());
                if (!table.hasKey() || table.rows().containsKey(newKey)) {
                    yield null;
                }
                table.rows().remove(key);
                yield update(table, newKey, key, before, dice);
            }
            default -> throw new IllegalArgumentException("no change of a row: " + kind);
        };
    }

    private Word update(
            SourceTable table, int key, int oldKey, Map<String, Cell> before, Dice dice) {
        Map<String, Cell> row = new LinkedHashMap<>(before);
        Set<String> changed = new HashSet<>();
        for (SourceColumn column : table.columns()) {
            if (dice.oneIn(3)) {
                row.put(column.name(), value(column, dice));
                changed.add(column.name());
            }
        }
        table.rows().put(key, row);
        return word(Word.Kind.UPDATE, table, key, oldKey, row, changed, before, dice);
    }

    private Cell value(SourceColumn column, Dice dice) {
        Cell value = column.kind().random(dice);
        boolean poison =
                style.features().poison() && column.kind() == ColumnKind.STRING && dice.oneIn(12);
        return poison ? Cell.text(ColumnKind.POISON) : value;
    }

    private Word word(
            Word.Kind kind,
            SourceTable table,
            int key,
            int oldKey,
            Map<String, Cell> row,
            Set<String> changed,
            Map<String, Cell> before,
            Dice dice) {
        if (transaction == 1000 || dice.oneIn(3)) {
            transaction++;
            record = 0;
            commitMicros = Math.max(commitMicros + 1, clock);
        }
        LogPlace place = new LogPlace(transaction, ++record, ++change, commitMicros);
        return new Word(
                kind,
                table,
                key,
                oldKey,
                new LinkedHashMap<>(row),
                Set.copyOf(changed),
                new LinkedHashMap<>(before),
                place,
                dice.seed());
    }

    /** A change goes out at once, unless its table is being loaded. */
    private void capture(Word word) {
        Load load = loads.get(word.table());
        if (load == null) {
            emit(word);
        } else {
            load.captured.add(word);
        }
    }

    private void emit(Word word) {
        log.add(word);
        send(word, true);
    }

    private void send(Word word, boolean isNews) {
        Dice dice = new Dice(word.seed() + (isNews ? 0 : log.size()));
        clock += dice.between(1, 2000);
        Sent.Fate fate = fate(word);
        Sent message =
                Sent.of(
                        word,
                        partitionKey(word),
                        messages.data(word, clock, dice),
                        fate,
                        reason(word, fate));
        put(message, dice);
        if (!word.table().hasKey()) {
            if (fate == Sent.Fate.FINE) {
                told.get(word.table()).append(message, word.carried(style));
            }
        } else if (isNews) {
            tell(word, fate);
        }
    }

    private Sent.Fate fate(Word word) {
        Told rows = told.get(word.table());
        if (!word.table().hasKey() && !word.kind().isWhole()) {
            return Sent.Fate.UNRESOLVABLE;
        }
        boolean seesMove = word.movesKey() && style.beforeImage() != Style.BeforeImage.NONE;
        if (seesMove && !rows.hasAll(word.carried(style).keySet())) {
            return style.versionColumn() && style.details() && style.engine() != Style.Engine.ORACLE
                    ? Sent.Fate.MOVED
                    : Sent.Fate.UNRESOLVABLE;
        }
        return word.isPoison(style) ? Sent.Fate.REJECTED : Sent.Fate.FINE;
    }

    private static String reason(Word word, Sent.Fate fate) {
        if (fate != Sent.Fate.UNRESOLVABLE) {
            return "";
        }
        return word.table().hasKey()
                ? "changes the primary key but does not carry every column"
                : "has no primary key";
    }

    private void tell(Word word, Sent.Fate fate) {
        Told rows = told.get(word.table());
        if (fate == Sent.Fate.UNRESOLVABLE) {
            return;
        }
        Map<String, Cell> carried = word.carried(style);
        rows.follow(word, word.movesKey() && style.beforeImage() != Style.BeforeImage.NONE);
        if (word.kind() == Word.Kind.DELETE) {
            rows.delete(word.key());
            return;
        }
        if (word.movesKey() && style.beforeImage() != Style.BeforeImage.NONE) {
            if (fate == Sent.Fate.MOVED) {
                rows.move(word.oldKey(), word.key(), carried);
                if (word.isPoison(style)) {
                    rows.spoil(word.key());
                }
            } else {
                rows.delete(word.oldKey());
                rows.whole(word.key(), carried);
            }
        } else if (word.kind().isWhole()) {
            rows.whole(word.key(), carried);
        } else {
            rows.partial(word.key(), carried);
        }
        if (fate == Sent.Fate.REJECTED) {
            rows.reject(word.key(), word);
        }
    }

    private String partitionKey(Word word) {
        String table = word.table().id().toString();
        boolean keyed = word.kind() == Word.Kind.LOAD || style.keyedChanges();
        return keyed && word.table().hasKey() ? table + "." + word.key() : table;
    }

    private void beginLoad(SourceTable table, Dice dice) {
        // Why tables are loaded again: changes that nobody has captured.
        for (int i = dice.below(4); i > 0; i--) {
            change(
                    dice.pick(Act.Kind.INSERT, Act.Kind.UPDATE, Act.Kind.DELETE),
                    table,
                    dice.between(1, style.keys()),
                    dice);
        }
        told.get(table).clear();
        control("drop-table", table, false, dice);
        if (style.features().rekeys()) {
            sent.stream()
                    .filter(message -> message.word() != null && message.word().table() == table)
                    .forEach(Sent::end);
            Dice keys = new Dice(dice.seed());
            table.changeKey(
                    keys.pick(
                            SourceTable.KeyKind.NUMBER,
                            SourceTable.KeyKind.NUMBER_AND_TEXT,
                            SourceTable.KeyKind.TEXT,
                            SourceTable.KeyKind.DECIMAL));
        }
        control("create-table", table, true, dice);
        Load load = new Load();
        for (int key = 1; key <= style.keys(); key++) {
            load.unread.add(dice.below(load.unread.size() + 1), key);
        }
        loads.put(table, load);
        replayFrom = log.size();
    }

    /** The load reads some rows, as they are now. */
    private void readSome(SourceTable table, Dice dice) {
        Load load = loads.get(table);
        for (int i = dice.below(2); load != null && i > 0 && !load.unread.isEmpty(); i--) {
            read(table, load.unread.remove(0), dice);
        }
    }

    private void read(SourceTable table, int key, Dice dice) {
        Map<String, Cell> row = table.rows().get(key);
        if (row != null) {
            send(
                    new Word(
                            Word.Kind.LOAD,
                            table,
                            key,
                            key,
                            new LinkedHashMap<>(row),
                            Set.copyOf(row.keySet()),
                            Map.of(),
                            null,
                            dice.seed()),
                    true);
        }
    }

    private void endLoad(SourceTable table, Dice dice) {
        Load load = loads.remove(table);
        if (load != null) {
            load.unread.forEach(key -> read(table, key, dice));
            load.captured.forEach(this::emit);
        }
    }

    private void alter(Act.Kind kind, SourceTable table, Dice dice) {
        Told rows = told.get(table);
        boolean evolves = style.policy() == SchemaPolicy.EVOLVE;
        if (kind == Act.Kind.ADD_COLUMN) {
            rows.define(table.addColumn(dice.pick(ColumnKind.values())));
            control("add-column", table, true, dice);
        } else if (kind == Act.Kind.ADD_LARGE_COLUMN) {
            rows.define(table.addColumn(ColumnKind.CLOB));
            control("add-column", table, true, dice);
        } else if (table.columns().size() < 2) {
            return;
        } else if (kind == Act.Kind.DROP_COLUMN) {
            String column = dice.pick(table.columns()).name();
            table.dropColumn(column);
            if (evolves) {
                rows.dropColumn(column);
            }
            control("drop-column", table, true, dice);
        } else if (kind == Act.Kind.RENAME_COLUMN) {
            String column = dice.pick(table.columns()).name();
            String successor = table.renameColumn(column);
            if (evolves) {
                rows.renameColumn(column, successor);
            } else {
                rows.define(successor);
            }
            control("rename-column", table, true, dice);
        } else {
            List<SourceColumn> narrow =
                    table.columns().stream()
                            .filter(
                                    column ->
                                            column.kind() == ColumnKind.INT16
                                                    || column.kind() == ColumnKind.INT32)
                            .toList();
            if (narrow.isEmpty()) {
                return;
            }
            table.widenColumn(dice.pick(narrow).name());
            control("column-type-change", table, true, dice);
        }
        replayFrom = log.size();
    }

    /** Changes since some point come again, in new messages and in their order. */
    private void resume(Dice dice) {
        if (loads.isEmpty() && log.size() > replayFrom) {
            int from = dice.between(replayFrom, log.size() - 1);
            for (Word word : List.copyOf(log.subList(from, log.size()))) {
                send(word, false);
                boolean looksNew = !style.details() || style.engine() == Style.Engine.ORACLE;
                if (looksNew && fate(word) == Sent.Fate.MOVED) {
                    // What it is to take along has gone with its first message.
                    told.get(word.table()).spoil(word.key());
                }
            }
        }
    }

    private void control(String operation, SourceTable table, boolean withBody, Dice dice) {
        clock += dice.between(1, 2000);
        String text = messages.control(operation, table, withBody, clock);
        boolean isApart = style.features().rekeys() && operation.equals("drop-table");
        String key = isApart ? "DROPS." + table.id() : "TASK." + table.id();
        Sent message = Sent.of(null, key, text, Sent.Fate.FINE, "");
        if (style.features().rekeys() && !isApart) {
            // Which of two lives a definition is of that has overtaken another, nobody can tell.
            sent.add(message);
            shards.putAtOnce(message);
        } else {
            put(message, dice);
        }
    }

    private void put(Sent message, Dice dice) {
        sent.add(message);
        shards.put(message, dice);
    }

    /** Values of the source that DMS has not told. */
    private int lost() {
        int lost = 0;
        for (SourceTable table : tables) {
            for (Map.Entry<Integer, Map<String, Cell>> row : table.rows().entrySet()) {
                Map<String, Object> known = told.get(table).rows().get(row.getKey());
                for (Map.Entry<String, Cell> cell : row.getValue().entrySet()) {
                    Object value = known == null ? null : known.get(cell.getKey());
                    if (cell.getValue().value() != null
                            && !cell.getValue().value().equals("")
                            && !cell.getValue().value().equals(value)) {
                        lost++;
                    }
                }
            }
        }
        return lost;
    }
}
