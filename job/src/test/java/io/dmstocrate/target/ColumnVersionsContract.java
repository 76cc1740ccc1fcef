package io.dmstocrate.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.flow.RowVersions;
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

        String id = tableOptions.isEmpty() ? "id" : member("pk", "id");
        assertThat(rows(id + ", " + name + ", " + quantity + ", dms_version"))
                .containsExactlyInAnyOrderElementsOf(expected);
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
        return column.equals("name") ? (Object) ("n" + version) : Long.valueOf(version);
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
