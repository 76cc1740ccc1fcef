package io.dmstocrate.schema;

import static io.dmstocrate.testing.Samples.change;
import static io.dmstocrate.testing.Samples.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.RowChange;
import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.mapping.SchemaPolicy;
import io.dmstocrate.testing.InMemoryDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A column's name is given up and used again within one breath: all ways in which the records that
 * tell it, checkpoints, the word that these have completed, and a failure can follow each other,
 * and the announcements hang behind them. In front of each of these rows of every shape arrive that
 * the table had or will have. No value may get lost, and none may get into another column.
 *
 * <p>Rows that use a name again before it is known that it was given up are misread: then the
 * outcome may be wrong, but a letter must name the column.
 */
class NamesUsedAgainRoadTest {

    /** How long announcements are on their way to where rows are resolved, and ordered. */
    private static final int[][] DELAYS = {{0, 0}, {0, 9}, {0, 1}, {1, 2}, {9, 0}, {9, 9}};

    /** All of them take minutes, so each build plays some. */
    private static final int EVERY = Integer.getInteger("names.every", 97);

    private static final long ERA = 100_000;
    private static final int ALL_KEYS = Integer.MAX_VALUE;

    /** Columns are told apart by what they are called in the end, or by their first names. */
    @SuppressWarnings("ImmutableEnumChecker") // Nobody changes the lists.
    private enum Story {
        ADDED_AND_RENAMED(List.of("a", "b"), 1, "DROP a", "ADD a b", "RENAME a e"),
        DROPPED_ADDED_AND_RENAMED(List.of("a", "b"), 0, "DROP a", "ADD a b", "RENAME a e"),
        AMONG_OTHERS(
                List.of("a", "b", "c"),
                2,
                "DROP a c",
                "RENAME d c",
                "RENAME a c",
                "ADD a b c",
                "DROP a b",
                "RENAME a e"),
        RENAMED_AND_ADDED(List.of("a", "b"), 0, "RENAME a e", "ADD a b e"),
        RENAMED_IN_TURN(List.of("a", "b", "e"), 0, "RENAME a b z", "RENAME a e z", "ADD a b e z"),
        RENAMED_TWICE_AND_ADDED(
                List.of("a", "b"), 0, "RENAME a e", "RENAME a f", "ADD a b f", "RENAME a b g");

        private final List<String> first;
        private final int settled;
        private final List<SchemaChange.Kind> kinds = new ArrayList<>();

        /** The names of each era, with the columns that they mean. */
        private final List<Map<String, Integer>> eras = new ArrayList<>();

        private int columns;

        /**
         * @param settled so many records lie far back
         * @param records what they are, and the names that the table has then
         */
        Story(List<String> first, int settled, String... records) {
            this.first = first;
            this.settled = settled;
            eras.add(new TreeMap<>());
            first.forEach(name -> eras.get(0).put(name, columns++));
            for (String record : records) {
                List<String> words = List.of(record.split(" "));
                Map<String, Integer> before = eras.get(eras.size() - 1);
                List<String> names = words.subList(1, words.size());
                Map<String, Integer> now = new TreeMap<>();
                List<String> gone = new ArrayList<>(before.keySet());
                gone.removeAll(names);
                boolean isRename = words.get(0).equals("RENAME");
                for (String name : names) {
                    Integer known = before.get(name);
                    if (known == null) {
                        known = isRename ? before.get(gone.get(0)) : Integer.valueOf(columns++);
                    }
                    now.put(name, known);
                }
                eras.add(now);
                kinds.add(SchemaChange.Kind.valueOf(words.get(0) + "_COLUMN"));
            }
        }

        SchemaChange control(int number) {
            List<String> names = new ArrayList<>(List.of("id"));
            names.addAll(number == 0 ? first : eras.get(number).keySet());
            return SchemaRoadTest.control(
                    number == 0 ? SchemaChange.Kind.CREATE_TABLE : kinds.get(number - 1),
                    ERA * (number + 1),
                    names.toArray(new String[0]));
        }

        /** The names of an era in the target, with the columns that they mean. */
        Map<String, Object> columns(SchemaPolicy policy, int era) {
            if (policy == SchemaPolicy.EVOLVE) {
                return new TreeMap<>(eras.get(era));
            }
            Map<String, Object> all = new TreeMap<>();
            eras.subList(0, era + 1).forEach(names -> names.keySet().forEach(n -> all.put(n, n)));
            return all;
        }

        /** A dropped column that comes again before the drop was done keeps what it had. */
        boolean isKept(Map<String, Object> expected, Map<String, Object> found) {
            if (this != DROPPED_ADDED_AND_RENAMED || found == null || expected.get("e") != null) {
                return false;
            }
            Map<String, Object> other = new TreeMap<>(found);
            other.put("e", null);
            return other.equals(expected) && (Long) found.get("e") < 2 * ERA * 100;
        }

        int records() {
            return kinds.size() - settled;
        }
    }

    /** A word on a row, when it is told and when it arrives. */
    private record Word(long key, int era, RowChange change, int place) {

        Word anew(int first, int last, Random random) {
            return new Word(key, era, change, first + random.nextInt(last - first + 1));
        }
    }

    /** Which rows arrive, and when. */
    private enum Rows {
        /** Those only of which it is known what they mean. */
        CLEAR,
        /** All, also those that must be misread. */
        ALL,
        /** All; those that were written before a failure come in another order behind it. */
        ALL_AND_OTHERWISE_AFTER_A_FAILURE
    }

    @ParameterizedTest
    @EnumSource(Story.class)
    void noValueIsLostWhateverComesWhen(Story story) throws Exception {
        play(story, SchemaPolicy.EVOLVE, Rows.CLEAR, EVERY);
    }

    @ParameterizedTest
    @EnumSource(Story.class)
    void noRowIsMisreadWithoutALetter(Story story) throws Exception {
        play(story, SchemaPolicy.EVOLVE, Rows.ALL, EVERY);
    }

    @ParameterizedTest
    @EnumSource(Story.class)
    void noRowIsMisreadBeforeAFailureWithoutALetter(Story story) throws Exception {
        play(story, SchemaPolicy.EVOLVE, Rows.ALL_AND_OTHERWISE_AFTER_A_FAILURE, EVERY);
    }

    /** Nothing is taken away, so a name means one column only, whose values are those of all. */
    @ParameterizedTest
    @EnumSource(Story.class)
    void noValueIsLostWhereNothingIsTakenAway(Story story) throws Exception {
        play(story, SchemaPolicy.LENIENT, Rows.ALL_AND_OTHERWISE_AFTER_A_FAILURE, 5 * EVERY);
    }

    private static void play(Story story, SchemaPolicy policy, Rows rows, int every)
            throws Exception {
        int runs = 0;
        for (String script : scripts(story.records())) {
            for (int[] delay : DELAYS) {
                if (++runs % every != 0) {
                    continue;
                }
                run(story, policy, rows, ALL_KEYS, script, delay, runs);
                for (int i = 1; rows != Rows.CLEAR && i <= 3; i++) {
                    // So few that a letter is of them.
                    run(story, policy, rows, i, script, delay, runs + 100_000 * i);
                }
            }
        }
        assertThat(runs).isGreaterThan(every);
    }

    /** Behind the last record of a bounded stream no name becomes free in time for its rows. */
    @Test
    void rowsWhoseNameIsNotFreeAtTheEndAreDeadLetters() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        Story story = Story.RENAMED_AND_ADDED;
        try (SchemaRoad road =
                new SchemaRoad(
                        database,
                        database.targets(),
                        SchemaRoadTest.options(SchemaPolicy.EVOLVE))) {
            road.control(story.control(0));
            road.row(change(ERA + 1, Operation.INSERT, row("id", 1L, "a", 11L, "b", 12L)));
            road.control(story.control(1));
            road.row(change(2 * ERA + 1, Operation.INSERT, row("id", 2L, "a", 21L, "e", 22L)));
            road.control(story.control(2));
            road.row(
                    change(
                            3 * ERA + 1,
                            Operation.INSERT,
                            row("id", 3L, "a", 31L, "b", 32L, "e", 33L)));
            road.end(1);

            assertThat(road.letterReasons())
                    .singleElement()
                    .asString()
                    .contains("former name of a column", "The stream has ended.");
            assertThat(road.rows()).containsOnlyKeys(1L, 2L);
            assertThat(road.rows().get(1L)).containsEntry("e", 12L).containsEntry("b", null);
            assertThat(road.rows().get(2L)).containsEntry("e", 22L).containsEntry("b", null);
        }
    }

    @Test
    void failureBehindTheLastRowFindsTheNameUsedAgain() throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        Story story = Story.RENAMED_AND_ADDED;
        RowChange last =
                change(3 * ERA + 1, Operation.INSERT, row("id", 3L, "a", 31L, "b", 32L, "e", 33L));
        try (SchemaRoad road =
                new SchemaRoad(
                        database,
                        database.targets(),
                        SchemaRoadTest.options(SchemaPolicy.EVOLVE))) {
            road.control(story.control(0));
            road.row(change(ERA + 1, Operation.INSERT, row("id", 1L, "a", 11L, "b", 12L)));
            road.control(story.control(1));
            SchemaRoad.Snapshot snapshot = road.checkpoint(1);
            road.completed(1);
            road.control(story.control(2));
            road.row(last);
            road.endInput();
            road.checkpoint(2);
            assertThat(road.rows().get(3L)).containsEntry("b", 32L).containsEntry("e", 33L);

            road.crash(snapshot);
            road.control(story.control(2));
            road.row(last);
            road.end(3);

            assertThat(road.deadLetters()).isZero();
            assertThat(road.rows().get(1L)).containsEntry("e", 12L).containsEntry("b", null);
            assertThat(road.rows().get(3L)).containsEntry("b", 32L).containsEntry("e", 33L);
        }
    }

    /** All ways to take and complete two checkpoints between records, and to fail once or not. */
    private static List<String> scripts(int records) {
        List<String> scripts = new ArrayList<>();
        merge("", "C".repeat(records), "TDTD", scripts);
        List<String> all = new ArrayList<>(scripts);
        for (String script : scripts) {
            for (int i = script.indexOf('T') + 1; i <= script.length(); i++) {
                all.add(script.substring(0, i) + "X" + script.substring(i));
            }
        }
        return all;
    }

    private static void merge(String done, String one, String other, List<String> all) {
        if (one.isEmpty() || other.isEmpty()) {
            all.add(done + one + other);
            return;
        }
        merge(done + one.charAt(0), one.substring(1), other, all);
        merge(done + other.charAt(0), one, other.substring(1), all);
    }

    private static void run(
            Story story,
            SchemaPolicy policy,
            Rows rows,
            int keys,
            String script,
            int[] delay,
            long seed)
            throws Exception {
        InMemoryDatabase database = new InMemoryDatabase();
        Random random = new Random(seed);
        List<Word> words = words(story, script, random);
        if (rows == Rows.CLEAR) {
            words.removeIf(word -> !isClear(story, word, script, delay[0] == 0));
        }
        if (keys < ALL_KEYS) {
            List<Long> some = new ArrayList<>(words.stream().map(Word::key).distinct().toList());
            Collections.shuffle(some, random);
            words.removeIf(word -> some.indexOf(word.key) >= keys);
        }
        boolean isOtherwise = rows == Rows.ALL_AND_OTHERWISE_AFTER_A_FAILURE;
        try (SchemaRoad road =
                new SchemaRoad(database, database.targets(), SchemaRoadTest.options(policy))) {
            road.control(story.control(0));
            for (int i = 1; i <= story.settled; i++) {
                road.control(story.control(i));
                SchemaRoadTest.settle(road, i);
            }
            road.delayAnnouncements(delay[0], delay[1]);
            play(road, story, script, words, isOtherwise ? random : null);
            road.end(99);

            String as = script + " " + delay[0] + " " + delay[1] + " " + seed;
            Set<String> told = columnsTold(road);
            compare(story, policy, words, road, told, as);
            if (policy == SchemaPolicy.LENIENT) {
                assertThat(told).as(as).isEmpty();
            } else if (rows == Rows.CLEAR) {
                // Nobody knows whether it was read in another order before a failure.
                boolean mayTell = script.contains("X");
                assertThat(road.letterReasons())
                        .as(as)
                        .allMatch(
                                reason -> mayTell && reason.contains("may have been read before"));
            }
        }
    }

    /** The columns of which letters tell that rows were misread. */
    private static Set<String> columnsTold(SchemaRoad road) {
        Set<String> columns = new TreeSet<>();
        road.letters()
                .forEach(
                        (id, letter) -> {
                            assertThat(letter.reason())
                                    .contains("The rows themselves were applied");
                            columns.add(id.substring(id.lastIndexOf('/') + 1));
                        });
        return columns;
    }

    /**
     * @param otherwise places rows anew that are read again; {@code null} to let them be
     */
    private static void play(
            SchemaRoad road, Story story, String script, List<Word> words, Random otherwise)
            throws Exception {
        List<Word> left = words;
        SchemaRoad.Snapshot last = null;
        long checkpoint = story.settled;
        int controls = story.settled;
        int lastAt = -1;
        int lastControls = 0;
        boolean isTaken = false;
        boolean hasFailed = false;
        for (int at = 0; at <= script.length(); at++) {
            for (Word word : left) {
                if (word.place == at) {
                    road.row(word.change);
                }
            }
            char step = at == script.length() ? '.' : script.charAt(at);
            if (step == 'C') {
                road.control(story.control(++controls));
            } else if (step == 'T') {
                last = road.checkpoint(++checkpoint);
                lastAt = at;
                lastControls = controls;
                isTaken = true;
            } else if (step == 'D' && isTaken) {
                road.completed(checkpoint);
                isTaken = false;
            } else if (step == 'X' && !hasFailed) {
                hasFailed = true;
                isTaken = false;
                if (otherwise != null) {
                    road.flush();
                }
                road.crash(last);
                at = lastAt;
                controls = lastControls;
                int readAgain = lastAt + 1;
                if (otherwise != null) {
                    left =
                            words.stream()
                                    .filter(word -> word.place >= readAgain)
                                    .map(word -> word.anew(readAgain, script.length(), otherwise))
                                    .toList();
                }
            }
        }
        for (int i = 0; i < 2 * story.records(); i++) {
            SchemaRoadTest.settle(road, ++checkpoint);
        }
    }

    private static List<Word> words(Story story, String script, Random random) {
        List<Word> words = new ArrayList<>();
        int eras = story.eras.size();
        long key = 0;
        for (int place = 0; place <= script.length(); place++) {
            for (int era = story.settled; era < eras; era++) {
                List<Word> some = new ArrayList<>();
                some.add(word(story, ++key, era, 1, Operation.INSERT, place, random));
                some.add(word(story, ++key, era, 1, Operation.UPDATE, place, random));
                key++;
                for (int i = 0; i < 3; i++) {
                    some.add(
                            word(
                                    story,
                                    key,
                                    i == 0
                                            ? story.settled
                                            : story.settled + random.nextInt(eras - story.settled),
                                    i + 1,
                                    i == 0 ? Operation.INSERT : Operation.UPDATE,
                                    random.nextInt(script.length() + 1),
                                    random));
                }
                words.addAll(some);
            }
        }
        return words;
    }

    /**
     * Whether it can be known which columns a word means: it does not use a name again of which it
     * is not yet known, where it arrives, that another column has given it up.
     *
     * @param isPrompt whether that is known as soon as the record was read, or by the next barrier
     */
    private static boolean isClear(Story story, Word word, String script, boolean isPrompt) {
        String before = script.substring(0, word.place);
        String heard = isPrompt ? before : before.substring(0, before.lastIndexOf('T') + 1);
        int known = story.settled + (int) heard.chars().filter(step -> step == 'C').count();
        Map<String, Integer> names = story.eras.get(word.era);
        for (int era = known; era < word.era; era++) {
            Map<String, Integer> then = story.eras.get(era);
            for (String name : word.change.row().columns().names()) {
                if (then.containsKey(name) && !then.get(name).equals(names.get(name))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Word word(
            Story story,
            long key,
            int era,
            int number,
            Operation operation,
            int place,
            Random random) {
        long time = ERA * (era + 1) + number;
        List<String> names = new ArrayList<>(List.of("id"));
        List<Object> values = new ArrayList<>(List.of(key));
        boolean isPartial = operation == Operation.UPDATE && random.nextInt(3) > 0;
        for (String name : story.eras.get(era).keySet()) {
            if (!isPartial || random.nextBoolean()) {
                names.add(name);
                values.add(time * 100 + name.charAt(0));
            }
        }
        Row row = new Row(Columns.of(names), values.toArray());
        return new Word(key, era, change(time, operation, row), place);
    }

    private static void compare(
            Story story,
            SchemaPolicy policy,
            List<Word> words,
            SchemaRoad road,
            Set<String> columnsTold,
            String as) {
        Map<Long, Map<Object, Object>> told = new TreeMap<>();
        List<Word> inOrder = new ArrayList<>(words);
        inOrder.sort(Comparator.comparingLong(word -> word.change.timestampMicros()));
        for (Word word : inOrder) {
            Map<Object, Object> row = told.computeIfAbsent(word.key, none -> new TreeMap<>());
            Row values = word.change.row();
            if (word.change.operation() == Operation.INSERT) {
                row.clear();
            }
            story.columns(policy, word.era)
                    .forEach(
                            (name, column) -> {
                                if (values.columns().contains(name)) {
                                    row.put(column, values.value(name));
                                }
                            });
        }
        Map<Object, Map<String, Object>> rows = road.rows();
        List<String> wrong = new ArrayList<>();
        told.forEach(
                (key, row) -> {
                    Map<String, Object> expected = new TreeMap<>();
                    expected.put("id", key);
                    story.columns(policy, story.eras.size() - 1)
                            .forEach((name, column) -> expected.put(name, row.get(column)));
                    Map<String, Object> found = rows.get(key);
                    if (!expected.equals(found) && !story.isKept(expected, found)) {
                        List<Word> its = words.stream().filter(word -> word.key == key).toList();
                        boolean isTold =
                                its.stream()
                                        .flatMap(
                                                word ->
                                                        word
                                                                .change
                                                                .row()
                                                                .columns()
                                                                .names()
                                                                .stream())
                                        .anyMatch(columnsTold::contains);
                        if (!isTold) {
                            wrong.add(found + " instead of " + expected + " by " + its);
                        }
                    }
                });
        assertThat(wrong).as("%s", as).isEmpty();
    }
}
