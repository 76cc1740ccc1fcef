package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.flow.RowVersions;
import io.dmstocrate.flow.VersionText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Words on whole rows and on some columns, which come in any order and more than once: each column
 * ends with the newest value that was ever written to it.
 */
abstract class ColumnVersionsContract extends TargetLivesContract {

    private static final int ROWS = 150;
    private static final int WORDS = 5;
    private static final List<String> ALL = List.of("name", "quantity", "color", "size");

    /** What a write of one row says. */
    private record Said(Columns columns, List<Object> values, RowVersions versions) {}

    /** A word on a row, by its version: on all columns, or on some. */
    private record Spoken(int version, boolean whole, List<String> columns) {}

    @Test
    void aLateWholeRowLeavesWhatANewerUpdateHasWritten() throws SQLException {
        target.prepare(item());

        say(partial(1, 2, "quantity"));
        say(whole(1, 1));

        assertThat(rows("id, name, quantity, dms_version")).containsExactly("1|n1|2|" + version(2));
    }

    @Test
    void whatANewerRowHasWrittenStaysUnderALateUpdate() throws SQLException {
        target.prepare(item());

        say(partial(1, 3, "name"));
        say(whole(1, 2));
        say(partial(1, 1, "quantity"));

        assertThat(rows("id, name, quantity")).containsExactly("1|n3|2");
    }

    @Test
    void aRowThatIsNewestInAllForgetsTheVersionsOfItsColumns() throws SQLException {
        target.prepare(item());

        say(whole(1, 1));
        say(partial(1, 2, "name"));
        assertThat(rows("dms_column_versions IS NULL")).doesNotContain("t", "true");
        say(whole(1, 3));

        assertThat(rows("name, dms_column_versions")).containsExactly("n3|null");
    }

    @Test
    void aColumnKeepsItsVersionUnderAnotherName() throws SQLException {
        target.prepare(item());
        say(whole(1, 1));
        say(partial(1, 5, "quantity"));

        target.renameColumn(ITEM, "quantity", "amount");
        target.apply(
                batch(
                        List.of(
                                new Said(
                                        Columns.of("id", "name", "amount"),
                                        List.of(1L, "n3", 3L),
                                        RowVersions.whole(version(3))))));

        assertThat(rows("name, amount")).containsExactly("n3|5");
    }

    @Test
    void aColumnThatComesUnderTheNameOfOneThatWentBeginsAnew() throws SQLException {
        target.prepare(item());
        say(partial(1, 5, "quantity"));

        target.dropColumn(ITEM, "quantity");
        target.prepare(item());
        say(whole(1, 3));

        assertThat(rows("name, quantity")).containsExactly("n3|3");
    }

    @Test
    void aLoadedRowThatWasBuiltAfterAllChangesIsOfAReload() throws SQLException {
        target.prepare(item());
        say(whole(1, 2));
        say(partial(1, 3, "quantity"));
        say(whole(2, 5));
        say(loaded(3, 4));

        say(List.of(List.of(loaded(1, 4), loaded(2, 4), loaded(3, 4), loaded(4, 4))));

        assertThat(rows("id, name, quantity, dms_version, dms_column_versions"))
                .containsExactlyInAnyOrder(
                        "1|n4|4|" + load(4) + "|null",
                        "2|n5|5|" + version(5) + "|null",
                        "3|n4|4|" + load(4) + "|null",
                        "4|n4|4|" + load(4) + "|null");
        say(whole(1, 5));
        say(loaded(1, 4));
        assertThat(rows("name, quantity, dms_version")).contains("n5|5|" + version(5));
    }

    @Test
    void aLoadedRowOfAReloadReplacesAnObject() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        target.prepare(item());
        say(whole(1, 2));
        say(partial(1, 3, "quantity"));

        say(loaded(1, 4));

        assertThat(rows(member("data", "name") + ", " + member("data", "quantity")))
                .containsExactly("n4|4");
    }

    @Test
    void aLoadedRowOfAReloadReplacesARowTogetherWithWhatHasChangedItSince() throws SQLException {
        target.prepare(item());
        say(whole(1, 2));
        say(partial(1, 3, "name"));
        say(whole(2, 6));

        for (int id = 1; id <= 2; id++) {
            say(
                    new Said(
                            Columns.of("id", "name", "quantity"),
                            List.of((long) id, "n4", 5L),
                            new RowVersions(version(5), load(4), Map.of("quantity", version(5)))));
        }

        assertThat(rows("id, name, quantity, dms_version"))
                .containsExactlyInAnyOrder("1|n4|5|" + version(5), "2|n6|6|" + version(6));
    }

    @Test
    void aLoadedRowOfAFormerLifeIsOfNoReload() throws SQLException {
        target.prepare(item());
        String newer = fixed(3) + "1" + fixed(2) + fixed(3);
        say(said(1, 3, List.of("name", "quantity"), RowVersions.whole(newer)));

        say(loaded(1, 4));

        assertThat(rows("name, quantity, dms_version")).containsExactly("n3|3|" + newer);
    }

    @Test
    void aRowTellsHowNewItsColumnsAre() throws SQLException {
        target.prepare(item());
        toldAndFilled("name, quantity, dms_version");
    }

    @Test
    void anObjectTellsHowNewItsColumnsAre() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        target.prepare(item());
        toldAndFilled(member("data", "name") + ", " + member("data", "quantity") + ", dms_version");
    }

    private void toldAndFilled(String columns) throws SQLException {
        say(partial(1, 5, "name"));
        assertThat(versions(1)).containsExactly(version(5), "");

        fill(1, "quantity", 4L, version(3));
        assertThat(versions(1)).containsExactly(version(5), version(3));
        say(partial(1, 2, "quantity"));
        say(whole(1, 1));
        assertThat(rows(columns)).containsExactly("n5|4|" + version(5));
        say(partial(1, 4, "quantity"));
        assertThat(rows(columns)).containsExactly("n5|4|" + version(5));
        assertThat(versions(1)).containsExactly(version(5), version(4));
        say(whole(1, 6));
        assertThat(versions(1)).containsExactly(version(6), version(6));

        say(whole(2, 3));
        fill(2, "quantity", 9L, version(3));
        assertThat(versions(2)).containsExactly(version(3), version(3));
        say(whole(2, 2));
        assertThat(rows(columns)).contains("n3|9|" + version(3));
    }

    /** Of an update that did not know a column the row tells nothing about that. */
    @Test
    void aRowDoesNotTellOfColumnsThatNoWordKnew() {
        target.prepare(item());
        say(update(1, 3, 0));
        add("color");

        assertThat(state(1, List.of("name", "color")).versions())
                .containsExactly(version(3, 0), "");
    }

    private List<String> versions(long id) {
        return state(id, List.of("name", "quantity")).versions();
    }

    private RowState state(long id, List<String> columns) {
        return target.read(address(id), columns).orElseThrow();
    }

    private void fill(long id, String column, Object value, String version) {
        List<String> columns = List.of(column);
        RowAddress row = address(id);
        List<String> stored = target.stored(row.table(), columns, List.of(value));
        String stamp = state(id, columns).stamp();
        assertThat(target.fill(row, columns, stored, version, stamp)).isTrue();
    }

    @Test
    void everyOrderEndsInTheSameRows() throws SQLException {
        target.prepare(item());
        everyOrderEndsInTheSameRows(11, "name", "quantity");
    }

    @Test
    void everyOrderEndsInTheSameObjects() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        target.prepare(item());
        everyOrderEndsInTheSameRows(12, member("data", "name"), member("data", "quantity"));
    }

    @Test
    void theNumbersOfColumnsAreWrittenDownAndOnlyGetLarger() throws SQLException {
        target.prepare(item());

        assertThat(target.addColumns(ITEM, List.of("color"), 0)).isEqualTo(1);
        assertThat(target.addedColumns()).as("not there yet").isEmpty();
        target.prepare(colored());

        assertThat(target(options()).addedColumns())
                .containsExactly(new AddedColumn(ITEM, 0, "color", 1));
        assertThat(target(options()).addColumns(ITEM, List.of("color"), 0)).isEqualTo(1);
        assertThat(target.addColumns(ITEM, List.of("size"), 0)).isEqualTo(2);
        assertThat(target.addColumns(ITEM, List.of("color"), 1)).isEqualTo(3);

        target.renameColumn(ITEM, "color", "paint");
        assertThat(target.addedColumns()).containsExactly(new AddedColumn(ITEM, 0, "paint", 3));
    }

    @Test
    void anUpdateThatDidNotKnowAColumnKeepsItsValueFromNoOlderRow() throws SQLException {
        target.prepare(item());
        say(update(1, 3, 0));
        add("color");

        say(whole(1, 2, "name", "quantity", "color"));

        assertThat(rows("name, color, dms_version")).containsExactly("n3|c2|" + version(3, 0));
        say(whole(1, 1, "name", "quantity", "color"));
        say(update(1, 3, 0));
        say(whole(1, 1, "name", "quantity", "color"));
        assertThat(rows("name, color")).containsExactly("n3|c2");
    }

    @Test
    void aRowThatSpokeOfAllColumnsKeepsOutTheColumnsOfAnOlderLife() throws SQLException {
        target.prepare(item());
        say(whole(1, 3));
        add("color");

        say(whole(1, 2, "name", "quantity", "color"));

        assertThat(rows("name, color, dms_column_versions")).containsExactly("n3|null|null");
    }

    @Test
    void anUpdateThatKnewAColumnKeepsOutItsOlderValues() throws SQLException {
        target.prepare(item());
        add("color");
        say(update(1, 3, 1));

        say(whole(1, 2, "name", "quantity", "color"));
        assertThat(rows("name, color, dms_column_versions")).containsExactly("n3|c3|null");
        say(partial(1, 1, "color"));

        assertThat(rows("name, color")).containsExactly("n3|c3");
    }

    @Test
    void everyOrderEndsInTheSameRowsWhereColumnsCameLate() throws SQLException {
        target.prepare(item());
        everyOrderWithLateColumns(13, "name", "quantity", "color", "size");
    }

    @Test
    void everyOrderEndsInTheSameObjectsWhereColumnsCameLate() throws SQLException {
        target = target(ITEM, UNIVERSAL);
        target.prepare(item());
        everyOrderWithLateColumns(
                14,
                member("data", "name"),
                member("data", "quantity"),
                member("data", "color"),
                member("data", "size"));
    }

    /**
     * Whole rows carry all columns; updates of all columns those that were known when they were
     * made, and so many columns were known to the target's writer as there are.
     */
    private void everyOrderWithLateColumns(long seed, String... columns) throws SQLException {
        add("color");
        add("size");
        Random random = new Random(seed);
        List<List<Said>> rounds = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int id = 1; id <= 2 * ROWS; id++) {
            Map<String, Object> row = new TreeMap<>();
            List<Said> told = new ArrayList<>();
            for (int version = 1; version <= WORDS; version++) {
                Said word = lateWord(id, version, random);
                for (int i = 1; i < word.columns().size(); i++) {
                    row.put(word.columns().name(i), word.values().get(i));
                }
                told.add(word);
            }
            expected.add(
                    id
                            + "|"
                            + row.get("name")
                            + "|"
                            + row.get("quantity")
                            + "|"
                            + row.get("color")
                            + "|"
                            + row.get("size")
                            + "|"
                            + told.get(WORDS - 1).versions().newest());
            told.addAll(List.copyOf(told).subList(0, random.nextInt(WORDS)));
            Collections.shuffle(told, random);
            for (int i = 0; i < told.size(); i++) {
                if (rounds.size() == i) {
                    rounds.add(new ArrayList<>());
                }
                rounds.get(i).add(told.get(i));
            }
        }

        say(rounds);

        String id = tableOptions.isEmpty() ? "id" : member("pk", "id");
        assertThat(rows(id + ", " + String.join(", ", columns) + ", dms_version"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Said lateWord(int id, int version, Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> update(id, version, random.nextInt(3));
            case 3 -> update(id, version, 2);
            case 4 -> whole(id, version, "name", "quantity", "color", "size");
            default -> partial(id, version, ALL.get(random.nextInt(ALL.size())));
        };
    }

    private void add(String column) {
        target.addColumns(ITEM, List.of(column), 0);
        List<Column> columns = new ArrayList<>(colored().columns());
        if (column.equals("size")) {
            columns.add(Column.of("size", DmsType.INT32));
        }
        target.prepare(new TableDefinition(ITEM, columns, List.of("id")));
    }

    private static TableDefinition colored() {
        List<Column> columns = new ArrayList<>(item().columns());
        columns.add(new Column("color", DmsType.STRING, 40, -1, -1, true));
        return new TableDefinition(ITEM, columns, List.of("id"));
    }

    /** An update of all columns that were known when it was made. */
    private static Said update(int id, int version, int known) {
        return said(
                id, version, ALL.subList(0, 2 + known), RowVersions.whole(version(version, known)));
    }

    private static Said whole(int id, int version, String... columns) {
        return said(id, version, List.of(columns), RowVersions.whole(version(version)));
    }

    private static String version(int number, int known) {
        return fixed(0) + "1" + fixed(number) + VersionText.knowing(known) + fixed(number);
    }

    private void everyOrderEndsInTheSameRows(long seed, String name, String quantity)
            throws SQLException {
        Random random = new Random(seed);
        List<List<Said>> rounds = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int id = 1; id <= ROWS; id++) {
            List<Spoken> words = words(random);
            expected.add(id + "|" + outcome(words));
            List<Spoken> told = new ArrayList<>(words);
            told.addAll(words.subList(0, random.nextInt(WORDS)));
            Collections.shuffle(told, random);
            for (int i = 0; i < told.size(); i++) {
                if (rounds.size() == i) {
                    rounds.add(new ArrayList<>());
                }
                rounds.get(i).add(said(id, told.get(i), words, random));
            }
        }

        say(rounds);

        String id = tableOptions.isEmpty() ? "id" : member("pk", "id");
        assertThat(rows(id + ", " + name + ", " + quantity + ", dms_version"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** One word at most on each row in a round. */
    private void say(List<List<Said>> rounds) {
        for (List<Said> round : rounds) {
            Map<List<Object>, List<Said>> statements = new LinkedHashMap<>();
            for (Said said : round) {
                List<Object> shape = List.of(said.columns(), said.versions().shape());
                statements.computeIfAbsent(shape, none -> new ArrayList<>()).add(said);
            }
            for (List<Said> statement : statements.values()) {
                assertThat(target.apply(batch(statement))).isEmpty();
            }
        }
    }

    private static List<Spoken> words(Random random) {
        List<Spoken> words = new ArrayList<>();
        for (int version = 1; version <= WORDS; version++) {
            List<String> columns =
                    switch (random.nextInt(4)) {
                        case 0 -> List.of("name");
                        case 1 -> List.of("quantity");
                        default -> List.of("name", "quantity");
                    };
            words.add(new Spoken(version, columns.size() == 2 && random.nextBoolean(), columns));
        }
        return words;
    }

    private static String outcome(List<Spoken> words) {
        Map<String, Object> row = new TreeMap<>();
        for (Spoken word : words) {
            word.columns().forEach(column -> row.put(column, value(column, word.version())));
        }
        return row.get("name") + "|" + row.get("quantity") + "|" + version(WORDS);
    }

    /**
     * A write that says a word; it may know of newer ones, and then leaves out the columns that
     * those have written, as the ordering operator does.
     */
    private static Said said(int id, Spoken word, List<Spoken> words, Random random) {
        int known = word.version();
        List<String> columns = new ArrayList<>(word.columns());
        if (random.nextInt(3) == 0 && word.version() < WORDS) {
            Spoken newer = words.get(word.version());
            if (!newer.whole() && newer.columns().size() == 1) {
                known = newer.version();
                columns.removeAll(newer.columns());
            }
        }
        if (columns.isEmpty()) {
            return said(id, word, words, random);
        }
        Map<String, String> versions = new LinkedHashMap<>();
        if (!word.whole()) {
            columns.forEach(column -> versions.put(column, version(word.version())));
        }
        return said(
                id,
                word.version(),
                columns,
                new RowVersions(
                        version(known), word.whole() ? version(word.version()) : "", versions));
    }

    private static Said whole(int id, int version) {
        return said(id, version, List.of("name", "quantity"), RowVersions.whole(version(version)));
    }

    private static Said loaded(int id, int version) {
        return said(id, version, List.of("name", "quantity"), RowVersions.whole(load(version)));
    }

    private static String load(int number) {
        return fixed(0) + "0" + fixed(number);
    }

    private static Said partial(int id, int version, String column) {
        return said(
                id,
                version,
                List.of(column),
                new RowVersions(version(version), "", Map.of(column, version(version))));
    }

    private static Said said(int id, int version, List<String> columns, RowVersions versions) {
        List<String> names = new ArrayList<>(List.of("id"));
        List<Object> values = new ArrayList<>(List.of((long) id));
        for (String column : columns) {
            names.add(column);
            values.add(value(column, version));
        }
        return new Said(Columns.of(names), values, versions);
    }

    private static Object value(String column, int version) {
        return switch (column) {
            case "name", "color" -> column.charAt(0) + "" + version;
            default -> (Object) Long.valueOf(version);
        };
    }

    private void say(Said said) {
        assertThat(target.apply(batch(List.of(said)))).isEmpty();
    }

    private static TableBatch batch(List<Said> rows) {
        return new TableBatch(
                ITEM,
                0,
                TableBatch.Kind.UPSERT,
                rows.get(0).columns(),
                1,
                rows.stream().map(said -> said.values().toArray()).toList(),
                rows.stream().map(Said::versions).toList(),
                rows.get(0).versions().shape(),
                0);
    }

    private static String version(int number) {
        return fixed(0) + "1" + fixed(number) + fixed(number);
    }
}
