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
        if (change.word() != Word.PARTIAL) {
            return history.columns() == 0
                    ? RowVersions.whole(newest)
                    : new RowVersions(newest, text(history.base(), generations), Map.of());
        }
        Map<String, String> columns = new LinkedHashMap<>();
        boolean hasOthers = false;
        ChangeVersion last = null;
        String lastText = "";
        for (int i = change.keySize(); i < row.size(); i++) {
            String name = row.columns().name(i);
            ChangeVersion version = history.version(name);
            if (version == null) {
                hasOthers = true;
                continue;
            }
            if (!version.equals(last)) {
                last = version;
                lastText = text(version, generations);
            }
            columns.put(name, lastText);
        }
        // Columns that no update has written are NULL since the row was deleted.
        boolean isAboutBase = hasOthers && history.base() != null;
        return new RowVersions(
                newest, isAboutBase ? text(history.base(), generations) : "", columns);
    }

    private String text(ChangeVersion version, Generations generations) {
        text.setLength(0);
        version.appendTo(text, generations);
        return text.toString();
    }
}
