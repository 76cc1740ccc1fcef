package io.dmstocrate.ordering;

import io.dmstocrate.dms.Row;
import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.KeyedChange.Word;
import io.dmstocrate.flow.RowVersions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells the target how new what is written to a row is, column by column where that differs. */
final class WrittenVersions {

    private final StringBuilder text = new StringBuilder(80);

    /**
     * The versions of a write.
     *
     * @param history of the row, after the change
     * @param row what the change writes
     */
    RowVersions of(
            KeyedChange change,
            RowHistory history,
            Row row,
            Generations generations,
            KnownColumns known) {
        ChangeVersion update = history.update();
        if (update != null && !known.hadAll(history.revision())) {
            return apart(change, history, row, generations, known);
        }
        String newest = newest(history, generations, known);
        if (change.word() != Word.PARTIAL && history.columns() == 0) {
            return RowVersions.whole(newest);
        }
        ChangeVersion rest = update == null ? history.base() : update;
        Map<String, String> columns = new LinkedHashMap<>();
        boolean isAboutRest =
                change.word() == Word.WHOLE
                        || change.word() == Word.DELETE
                        || ChangeVersion.of(change).equals(update);
        for (int i = change.keySize(); i < row.size(); i++) {
            String name = row.columns().name(i);
            ChangeVersion version = history.version(name);
            if (version == null) {
                // Unless the word is on all of them: NULL, since the row was deleted.
                isAboutRest = true;
            } else {
                boolean isOld = rest != null && rest.isNewerThan(version, generations);
                columns.put(
                        name,
                        isOld
                                ? text(rest, history, generations, known)
                                : text(version, generations, ""));
            }
        }
        boolean isKnown = isAboutRest && rest != null;
        return new RowVersions(
                newest, isKnown ? text(rest, history, generations, known) : "", columns);
    }

    /**
     * Where the newest update on the whole row says nothing of some columns that are there by now:
     * each column's version by itself, and the base's for the others.
     */
    private RowVersions apart(
            KeyedChange change,
            RowHistory history,
            Row row,
            Generations generations,
            KnownColumns known) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = change.keySize(); i < row.size(); i++) {
            String name = row.columns().name(i);
            ChangeVersion version = history.updated(name, known);
            if (version != null) {
                columns.put(name, text(version, history, generations, known));
            }
        }
        ChangeVersion base = history.base();
        return new RowVersions(
                newest(history, generations, known),
                base == null ? "" : text(base, generations, ""),
                columns);
    }

    private String newest(RowHistory history, Generations generations, KnownColumns known) {
        return text(history.newest(generations), history, generations, known);
    }

    /** A version of a history; that of an update tells which columns it knew. */
    @SuppressWarnings("ReferenceEquality") // A version is an update's where it is the same object.
    private String text(
            ChangeVersion version,
            RowHistory history,
            Generations generations,
            KnownColumns known) {
        boolean isUpdate = version == history.update();
        return text(version, generations, isUpdate ? known.knowing(history.revision()) : "");
    }

    private String text(ChangeVersion version, Generations generations, String knowing) {
        text.setLength(0);
        version.appendTo(text, generations, knowing);
        return text.toString();
    }
}
