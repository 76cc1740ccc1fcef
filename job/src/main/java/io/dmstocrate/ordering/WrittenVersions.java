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
    RowVersions of(KeyedChange change, RowHistory history, Row row, Generations generations) {
        String newest = text(history.newest(generations), generations);
        if (change.word() != Word.PARTIAL && history.columns() == 0) {
            return RowVersions.whole(newest);
        }
        // The target takes an update of all columns for a whole row: what older words say of
        // columns that the update did not know is as new as the update there.
        ChangeVersion rest = history.update() == null ? history.base() : history.update();
        Map<String, String> columns = new LinkedHashMap<>();
        boolean isAboutRest =
                change.word() == Word.WHOLE
                        || change.word() == Word.DELETE
                        || ChangeVersion.of(change).equals(history.update());
        for (int i = change.keySize(); i < row.size(); i++) {
            String name = row.columns().name(i);
            ChangeVersion version = history.version(name);
            if (version == null) {
                // Unless the word is on all of them: NULL, since the row was deleted.
                isAboutRest = true;
            } else {
                boolean isOld = rest != null && rest.isNewerThan(version, generations);
                columns.put(name, text(isOld ? rest : version, generations));
            }
        }
        boolean isKnown = isAboutRest && rest != null;
        return new RowVersions(newest, isKnown ? text(rest, generations) : "", columns);
    }

    private String text(ChangeVersion version, Generations generations) {
        text.setLength(0);
        version.appendTo(text, generations);
        return text.toString();
    }
}
