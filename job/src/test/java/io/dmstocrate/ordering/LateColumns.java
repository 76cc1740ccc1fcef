package io.dmstocrate.ordering;

import io.dmstocrate.dms.Columns;
import io.dmstocrate.dms.Row;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.KeyedChange.Part;
import io.dmstocrate.flow.KeyedChange.Word;
import io.dmstocrate.flow.TableAnnouncement;
import io.dmstocrate.flow.TypeNews;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What becomes of changes where the control records of columns are late: the first definition has
 * one column, and each revision adds the next. A record goes on as soon as all columns that it
 * carries are known, and is tied to its row by any revision from that one on, since subtasks do not
 * hear of a revision at the same time.
 */
final class LateColumns {

    /** The last revision: with it all columns are known. */
    static final int LAST = SourceHistory.VALUES.size() - 1;

    private LateColumns() {}

    /** The change as a subtask makes it that knows some revision. */
    static KeyedChange resolved(KeyedChange change, Random random) {
        int first = firstRevision(change);
        int more = LAST - first + 1;
        // Both halves of a changed key are made by the same subtask.
        return resolved(
                change,
                first
                        + (change.part() == Part.ALL
                                ? random.nextInt(more)
                                : Math.floorMod(change.position().id().hashCode(), more)));
    }

    private static int firstRevision(KeyedChange change) {
        int first = 0;
        if (change.part() != Part.ALL) {
            for (String column : SourceHistory.VALUES) {
                if (!change.leftOut().contains(column)) {
                    first = SourceHistory.VALUES.indexOf(column);
                }
            }
            return first;
        }
        for (int i = 1; i < change.row().size(); i++) {
            boolean isCarried = change.word() != Word.WHOLE || change.row().value(i) != null;
            if (isCarried) {
                first = Math.max(first, SourceHistory.VALUES.indexOf(name(change, i)));
            }
        }
        return first;
    }

    private static KeyedChange resolved(KeyedChange change, int revision) {
        List<String> known = known(revision);
        List<String> names = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < change.row().size(); i++) {
            if (i == 0 || known.contains(name(change, i))) {
                names.add(name(change, i));
                values.add(change.row().value(i));
            }
        }
        List<String> leftOut = new ArrayList<>(change.leftOut());
        leftOut.retainAll(known);
        return new KeyedChange(
                change.key(),
                change.table(),
                word(change, names.containsAll(known)),
                change.phase(),
                change.part(),
                change.keySize(),
                new Row(Columns.of(names), values.toArray()),
                change.timestampMicros(),
                change.source(),
                change.position(),
                change.payload(),
                revision,
                change.life(),
                leftOut.isEmpty() ? "" : change.newKey(),
                leftOut);
    }

    private static Word word(KeyedChange change, boolean isWhole) {
        return switch (change.word()) {
            case WHOLE, DELETE -> change.word();
            case WHOLE_UPDATE, PARTIAL -> isWhole ? Word.WHOLE_UPDATE : Word.PARTIAL;
        };
    }

    private static String name(KeyedChange change, int index) {
        return change.row().columns().name(index);
    }

    private static List<String> known(int revision) {
        return SourceHistory.VALUES.subList(0, revision + 1);
    }

    static TableAnnouncement announcement(
            SourceHistory history, int revision, List<Long> openings) {
        Map<String, Long> added = new HashMap<>();
        for (int i = 1; i <= revision; i++) {
            added.put(SourceHistory.VALUES.get(i), (long) i);
        }
        return new TableAnnouncement(
                history.table(),
                Optional.of(history.definition(known(revision))),
                false,
                openings,
                "",
                List.of(),
                List.of(),
                new TypeNews(revision, List.of(), List.of(), added),
                0,
                0);
    }
}
