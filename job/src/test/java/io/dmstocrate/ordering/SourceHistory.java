package io.dmstocrate.ordering;

import io.dmstocrate.dms.Column;
import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.DmsType;
import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableDefinition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.KeyedChange.Part;
import io.dmstocrate.flow.KeyedChange.Phase;
import io.dmstocrate.flow.KeyedChange.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A source table and a DMS task on it, played at random: what happened to the rows, and the
 * messages that DMS made of it.
 *
 * <p>The rows at the end are the truth, found by doing to a map what the source did; nothing of the
 * ordering's own code is asked.
 */
final class SourceHistory {

    static final List<String> VALUES = List.of("a", "b", "c");

    /** What a history may hold besides loads, inserts, whole updates and deletes. */
    enum Feature {
        /** Updates that carry changed columns only. */
        PARTIAL_UPDATES,
        /** Updates that change the primary key. */
        KEY_CHANGES,
        /** Updates that change the primary key and carry changed columns only. */
        PARTIAL_KEY_CHANGES,
        /** The source stands still while its tables are loaded. */
        QUIET_LOADS,
        /**
         * A load reads all rows at one moment, and before a record without all columns changes a
         * key. Else a row may be missed, or be read under its new key only.
         */
        SNAPSHOTS,
        /** Loads after a drop-table record. */
        RELOADS,
        /** Changes that were captured by nobody, before a load: why tables are loaded again. */
        LOST_CHANGES,
        /** A resumed task sends changes again, in new messages, back to the last load. */
        REPLAYS,
        /** It sends changes from before the last load, too. */
        REPLAYS_ACROSS_RELOADS,
        /** The same message again, with another sequence number. */
        REDELIVERIES,
        /** Positions tell only when a message was built. */
        NO_TRANSACTION_DETAILS,
        /** Control records of columns are late; see {@link LateColumns}. */
        LATE_COLUMNS
    }

    /** How large a history is, and what it may hold. */
    record Style(int keys, int steps, Set<Feature> features) {

        static Style of(int keys, int steps, Feature... features) {
            return new Style(keys, steps, Set.of(features));
        }

        boolean has(Feature feature) {
            return features.contains(feature);
        }
    }

    /** A change that was captured, so that it can be sent again. */
    private record Captured(
            Word word, long key, Map<String, Object> values, Long oldKey, String position) {}

    /** A row left its key: it got another one, or was deleted if there is none. */
    private record Leaving(String position, long key, Long newKey) {}

    private final Random random;
    private final Style style;
    private final TableId table;
    private final List<Leaving> leavings = new ArrayList<>();
    private final Map<Long, Map<String, Object>> rows = new TreeMap<>();
    private final List<KeyedChange> changes = new ArrayList<>();
    private final List<Long> openings = new ArrayList<>();
    private final List<Captured> captured = new ArrayList<>();
    private int replayFrom;
    private long clock = 1_900_000_000_000_000L;
    private long commits = 1_000;
    private long sequence = 5_000;
    private int records;

    /** The same seed and style make the same history, of whatever table. */
    SourceHistory(long seed, Style style, String table) {
        this.random = new Random(seed);
        this.style = style;
        this.table = new TableId("s", table);
        play();
    }

    TableId table() {
        return table;
    }

    TableDefinition definition() {
        return definition(VALUES);
    }

    /** The definition as far as some columns are known. */
    TableDefinition definition(List<String> names) {
        List<Column> columns = new ArrayList<>(List.of(Column.of("id", DmsType.INT64)));
        names.forEach(name -> columns.add(Column.of(name, DmsType.STRING)));
        return new TableDefinition(table, columns, List.of("id"));
    }

    /** Whether control records of columns are late. */
    boolean hasLateColumns() {
        return style.has(Feature.LATE_COLUMNS);
    }

    /** The source's rows at the end, by key. */
    Map<Long, Map<String, Object>> truth() {
        return rows;
    }

    /**
     * The keys that a row can have in the end of which a change tells.
     *
     * @param key that it had at the change, or before if the change gave it another
     */
    List<Long> ends(KeyedChange change, long key) {
        if (change.phase() == Phase.LOAD) {
            // It was read at some moment or other.
            return List.copyOf(rows.keySet());
        }
        Long at = key;
        for (Leaving leaving : leavings) {
            boolean isLater = leaving.position.compareTo(change.source().text()) >= 0;
            if (isLater && at != null && leaving.key == at) {
                at = leaving.newKey;
            }
        }
        return at == null ? List.of() : List.of(at);
    }

    /** All messages, those with a changed key in two parts, as DMS built them. */
    List<KeyedChange> changes() {
        return changes;
    }

    /** The times of the drop-table records. */
    List<Long> openings() {
        return openings;
    }

    /** How many records the messages were. */
    int records() {
        return records;
    }

    private void play() {
        if (random.nextBoolean()) {
            for (long key = 1; key <= style.keys; key++) {
                if (random.nextBoolean()) {
                    rows.put(key, newRow());
                }
            }
            reload(random.nextBoolean());
        }
        for (int step = 0; step < style.steps; step++) {
            int dice = random.nextInt(20);
            if (style.has(Feature.RELOADS) && dice == 0) {
                reload(true);
            } else if (style.has(Feature.REPLAYS) && dice == 1) {
                replay();
            } else {
                emit(operate());
            }
        }
    }

    /** DMS loads the table again; meanwhile the source goes on, and its changes come later. */
    private void reload(boolean announced) {
        if (announced) {
            int lost = style.has(Feature.LOST_CHANGES) ? random.nextInt(3) : 0;
            for (int i = 0; i < lost; i++) {
                operate();
            }
            tick();
            openings.add(clock);
        }
        if (!style.has(Feature.REPLAYS_ACROSS_RELOADS)) {
            replayFrom = captured.size();
        }
        List<Map<Long, Map<String, Object>>> states = new ArrayList<>();
        List<Captured> meanwhile = new ArrayList<>();
        states.add(copy(rows));
        for (int i = style.has(Feature.QUIET_LOADS) ? 0 : random.nextInt(3); i > 0; i--) {
            meanwhile.add(operate());
            states.add(copy(rows));
        }
        int snapshot = random.nextInt(1 + beforePartialKeyChanges(meanwhile));
        for (long key = 1; key <= style.keys; key++) {
            int read = style.has(Feature.SNAPSHOTS) ? snapshot : random.nextInt(states.size());
            Map<String, Object> row = states.get(read).get(key);
            if (row != null) {
                load(key, row);
            }
        }
        meanwhile.forEach(this::emit);
    }

    private static int beforePartialKeyChanges(List<Captured> changes) {
        int count = 0;
        while (count < changes.size()
                && (changes.get(count).oldKey == null || changes.get(count).word != Word.PARTIAL)) {
            count++;
        }
        return count;
    }

    /** A resumed task sends all changes since some point again, in new messages. */
    private void replay() {
        if (captured.size() == replayFrom) {
            return;
        }
        int from = replayFrom + random.nextInt(captured.size() - replayFrom);
        List<Captured> again = List.copyOf(captured.subList(from, captured.size()));
        again.forEach(this::send);
    }

    private Captured operate() {
        long key = 1L + random.nextInt(style.keys);
        String position = position();
        Map<String, Object> row = rows.get(key);
        if (row == null) {
            Map<String, Object> inserted = newRow();
            rows.put(key, inserted);
            return new Captured(Word.WHOLE, key, Map.copyOf(inserted), null, position);
        }
        int dice = random.nextInt(10);
        if (dice < 2) {
            rows.remove(key);
            leavings.add(new Leaving(position, key, null));
            return new Captured(Word.DELETE, key, Map.of(), null, position);
        }
        if (dice < 4 && style.has(Feature.KEY_CHANGES)) {
            long newKey = 1L + random.nextInt(style.keys);
            if (!rows.containsKey(newKey)) {
                Map<String, Object> moved = new HashMap<>(rows.remove(key));
                Map<String, Object> carried = new HashMap<>();
                if (random.nextBoolean()) {
                    String column = VALUES.get(random.nextInt(VALUES.size()));
                    moved.put(column, newValue());
                    carried.put(column, moved.get(column));
                }
                rows.put(newKey, moved);
                leavings.add(new Leaving(position, key, newKey));
                if (style.has(Feature.PARTIAL_KEY_CHANGES) && random.nextInt(3) > 0) {
                    return new Captured(Word.PARTIAL, newKey, Map.copyOf(carried), key, position);
                }
                return new Captured(Word.WHOLE_UPDATE, newKey, Map.copyOf(moved), key, position);
            }
        }
        Map<String, Object> changed = new HashMap<>(row);
        Map<String, Object> written = new HashMap<>();
        for (String column : VALUES) {
            if (random.nextInt(3) == 0) {
                written.put(column, newValue());
            }
        }
        changed.putAll(written);
        rows.put(key, changed);
        if (style.has(Feature.PARTIAL_UPDATES)
                && written.size() < VALUES.size()
                && random.nextInt(4) > 0) {
            return new Captured(Word.PARTIAL, key, Map.copyOf(written), null, position);
        }
        return new Captured(Word.WHOLE_UPDATE, key, Map.copyOf(changed), null, position);
    }

    private void emit(Captured change) {
        captured.add(change);
        send(change);
    }

    private void send(Captured change) {
        tick();
        deliver(change);
        if (style.has(Feature.REDELIVERIES) && random.nextInt(6) == 0) {
            deliver(change);
        }
    }

    private void deliver(Captured change) {
        records++;
        sequence += 1 + random.nextInt(3);
        String position = change.position;
        if (style.has(Feature.NO_TRANSACTION_DETAILS)) {
            StringBuilder text = new StringBuilder();
            OrderedText.appendFixed(text, clock);
            OrderedText.appendSigned(text, -1);
            OrderedText.appendDecimal(text, Long.toString(sequence));
            position = text.toString();
        }
        SourcePosition source = SourcePosition.of(position, SourcePosition.Ordering.POSTGRESQL_LSN);
        if (change.oldKey != null) {
            List<String> leftOut = leftOut(change);
            String newKey = leftOut.isEmpty() ? "" : table + "/" + change.key;
            add(Word.DELETE, Part.OLD_KEY, change.oldKey, Map.of(), source, newKey, leftOut);
            add(change.word, Part.NEW_KEY, change.key, change.values, source, newKey, leftOut);
        } else {
            add(change.word, Phase.CHANGE, Part.ALL, change.key, change.values, source);
        }
    }

    private static List<String> leftOut(Captured change) {
        List<String> leftOut = new ArrayList<>(VALUES);
        leftOut.removeAll(change.values.keySet());
        return change.word == Word.PARTIAL ? leftOut : List.of();
    }

    private void load(long key, Map<String, Object> row) {
        tick();
        sequence += 1 + random.nextInt(3);
        int deliveries = style.has(Feature.REDELIVERIES) && random.nextInt(6) == 0 ? 2 : 1;
        for (int i = 0; i < deliveries; i++) {
            records++;
            StringBuilder text = new StringBuilder();
            OrderedText.appendFixed(text, clock);
            OrderedText.appendDecimal(text, Long.toString(sequence));
            SourcePosition source =
                    SourcePosition.of(text.toString(), SourcePosition.Ordering.LOAD);
            add(Word.WHOLE, Phase.LOAD, Part.ALL, key, row, source);
            // A producer that tries again gets another number; a reader that does, the same.
            sequence += random.nextInt(2);
        }
    }

    private void add(
            Word word,
            Phase phase,
            Part part,
            long key,
            Map<String, Object> values,
            SourcePosition source) {
        add(word, phase, part, key, values, source, "", List.of());
    }

    private void add(
            Word word,
            Part part,
            long key,
            Map<String, Object> values,
            SourcePosition source,
            String newKey,
            List<String> leftOut) {
        add(word, Phase.CHANGE, part, key, values, source, newKey, leftOut);
    }

    private void add(
            Word word,
            Phase phase,
            Part part,
            long key,
            Map<String, Object> values,
            SourcePosition source,
            String newKey,
            List<String> leftOut) {
        List<String> names = new ArrayList<>(List.of("id"));
        List<Object> rowValues = new ArrayList<>(List.of(key));
        for (String column : VALUES) {
            boolean isWhole = word == Word.WHOLE || word == Word.WHOLE_UPDATE;
            if (isWhole || values.containsKey(column)) {
                names.add(column);
                rowValues.add(values.get(column));
            }
        }
        changes.add(
                new KeyedChange(
                        table + "/" + key,
                        table,
                        word,
                        phase,
                        part,
                        1,
                        new Row(Columns.of(names), rowValues.toArray()),
                        clock,
                        source,
                        new RecordPosition("shard", table + "-" + records, "", -1),
                        new byte[0],
                        0,
                        0,
                        newKey,
                        leftOut));
    }

    private String position() {
        StringBuilder text = new StringBuilder();
        commits += 1 + random.nextInt(2);
        tick();
        OrderedText.appendFixed(text, clock);
        text.append('P');
        OrderedText.appendSigned(text, commits * 17);
        OrderedText.appendSigned(text, 1);
        return text.toString();
    }

    private Map<String, Object> newRow() {
        Map<String, Object> row = new HashMap<>();
        for (String column : VALUES) {
            if (random.nextInt(3) > 0) {
                row.put(column, newValue());
            }
        }
        return row;
    }

    private String newValue() {
        return "v" + random.nextInt(100_000);
    }

    private void tick() {
        clock += 1 + random.nextInt(3);
    }

    private static Map<Long, Map<String, Object>> copy(Map<Long, Map<String, Object>> rows) {
        // The rows themselves are never changed in place.
        return new TreeMap<>(rows);
    }
}
