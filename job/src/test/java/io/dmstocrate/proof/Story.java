package io.dmstocrate.proof;

import io.dmstocrate.dms.TableId;
import io.dmstocrate.proof.Act.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens at the source and to the DMS task: a style, and acts.
 *
 * @param tables how many tables there are
 */
record Story(Style style, int tables, List<Act> acts) {

    static final String SCHEMA = "shop";

    Story {
        acts = List.copyOf(acts);
    }

    static Story random(long seed) {
        Dice dice = new Dice(seed);
        Style random = Style.random(dice);
        // By dice of its own, so that all other stories stay as they are.
        boolean grows = random.features().ddl() && new Dice(seed + 1).toss();
        boolean rekeys = random.mayRekey() && new Dice(seed + 2).toss();
        boolean moves = grows && new Dice(seed + 3).toss();
        Style growing = moves ? random.growing().moving() : random.growing();
        Style style = grows ? growing : rekeys ? random.rekeying() : random;
        int tables = dice.between(1, 4);
        List<Act> acts = new ArrayList<>();
        for (int table = 0; table < tables; table++) {
            if (dice.toss()) {
                acts.add(new Act(Kind.BEGIN_LOAD, table, 0, dice.seed()));
            }
        }
        List<Kind> kinds = kinds(style);
        for (int i = dice.between(5, 70); i > 0; i -= grows ? 3 : 1) {
            if (grows) {
                grow(acts, style, dice.below(tables), dice);
                continue;
            }
            acts.add(
                    new Act(
                            dice.pick(kinds),
                            dice.below(tables),
                            dice.between(1, style.keys()),
                            dice.seed()));
        }
        return new Story(style, tables, acts);
    }

    /** What may happen, each as often as it is likely. */
    private static List<Kind> kinds(Style style) {
        Style.Features features = style.features();
        List<Kind> kinds = new ArrayList<>();
        add(kinds, 26, Kind.INSERT, true);
        add(kinds, 32, Kind.UPDATE, true);
        add(kinds, 14, Kind.DELETE, features.deletes());
        add(kinds, 12, Kind.MOVE, features.moves());
        add(kinds, 4, Kind.BEGIN_LOAD, features.reloads());
        add(kinds, 6, Kind.END_LOAD, true);
        add(kinds, 2, Kind.CREATE_TABLE, true);
        add(kinds, 4, Kind.ADD_COLUMN, features.ddl());
        add(kinds, 3, Kind.DROP_COLUMN, features.ddl());
        add(kinds, 3, Kind.RENAME_COLUMN, features.ddl());
        add(kinds, 2, Kind.WIDEN_COLUMN, features.ddl());
        add(kinds, 4, Kind.RESUME, features.replays());
        add(kinds, 3, Kind.RESHARD, features.reshards());
        add(kinds, 3, Kind.GARBAGE, features.garbage());
        return kinds;
    }

    /**
     * A row is there with a new column as soon as the column is, and changes without it; its key,
     * too, where keys change.
     */
    private static void grow(List<Act> acts, Style style, int table, Dice dice) {
        int key = dice.between(1, style.keys());
        if (dice.oneIn(4)) {
            acts.add(new Act(Kind.ADD_LARGE_COLUMN, table, key, dice.seed()));
        }
        for (Kind kind : List.of(Kind.INSERT, Kind.UPDATE, Kind.UPDATE)) {
            acts.add(new Act(kind, table, key, dice.seed()));
            if (style.features().moves() && dice.oneIn(3)) {
                acts.add(new Act(Kind.MOVE, table, key, dice.seed()));
            }
        }
        if (style.features().deletes() && dice.toss()) {
            acts.add(new Act(Kind.DELETE, table, key, dice.seed()));
        }
    }

    private static void add(List<Kind> kinds, int times, Kind kind, boolean may) {
        for (int i = 0; may && i < times; i++) {
            kinds.add(kind);
        }
    }

    /** The tables as they are before anything happens. */
    List<SourceTable> newTables() {
        List<SourceTable> made = new ArrayList<>();
        for (int i = 0; i < tables; i++) {
            made.add(table(i));
        }
        return made;
    }

    private SourceTable table(int number) {
        // The columns of a table do not depend on which others there are.
        Dice dice = new Dice(number * 31L + style.keys());
        SourceTable.KeyKind key =
                switch (number) {
                    case 0 -> dice.pick(SourceTable.KeyKind.NUMBER, SourceTable.KeyKind.DECIMAL);
                    case 1 -> SourceTable.KeyKind.NUMBER_AND_TEXT;
                    case 2 -> SourceTable.KeyKind.TEXT;
                    default ->
                            style.controlDetails()
                                    ? SourceTable.KeyKind.NOTHING
                                    : SourceTable.KeyKind.NUMBER;
                };
        List<ColumnKind> kinds = new ArrayList<>();
        kinds.add(ColumnKind.STRING);
        for (int i = dice.between(1, 4); i > 0; i--) {
            kinds.add(dice.pick(ColumnKind.values()));
        }
        String name = List.of("item", "order line", "K\u00e4ufer\"s", "log").get(number);
        return new SourceTable(new TableId(SCHEMA, name), key, kinds);
    }
}
