package io.dmstocrate.ordering;

import io.dmstocrate.flow.KeyedChange;
import io.dmstocrate.flow.Transfer;
import io.dmstocrate.ordering.Travels.Departure;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the values that a row leaves behind because its key was changed by a record that was read
 * before their columns were known: it does not carry them, and nobody knew that it left them out.
 *
 * <p>Whether the row has, or will have, such a value can be known at its old key only; so that is
 * where it is told, and the row's new key, which waits for nothing, goes without. More is told than
 * is missing (the row may have got newer values since), never less.
 */
final class StrandedColumns {

    private StrandedColumns() {}

    /**
     * What is to be told, or looked up, of columns that are known here and were not when the record
     * was read that a row leaves by.
     *
     * @param isOvertaken whether a newer word had come before: what the row had is forgotten
     */
    static List<Transfer> ofRowThatLeaves(
            RowHistory known,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns,
            boolean isOvertaken) {
        List<String> later = columns.addedSince(change.revision());
        later.removeAll(change.row().columns().names());
        List<String> doubtful = new ArrayList<>();
        for (String column : later) {
            ChangeVersion written = known.updated(column, columns);
            boolean isReplaced = written != null && written.isNewerThan(version, generations);
            if (isOvertaken || isReplaced || known.travels().wanted(column) != null) {
                doubtful.add(column);
            }
        }
        later.removeAll(doubtful);
        List<Transfer> transfers = new ArrayList<>();
        if (!later.isEmpty()) {
            ChangeVersion newest = known.newest(generations);
            boolean isBehind = newest != null && newest.isNewerThan(version, generations);
            transfers.add(
                    new Transfer(
                            Transfer.Kind.LOOK,
                            "",
                            later,
                            List.of(),
                            (isBehind ? newest : version).text(generations)));
        }
        if (!doubtful.isEmpty()) {
            transfers.add(Transfer.of(Transfer.Kind.STRAND, "", doubtful));
        }
        return transfers;
    }

    /**
     * The columns of which a late word tells something that the row should have taken along.
     *
     * @param after what is known of the row by the word
     * @param wanted columns whose values the word brings from yet another key
     */
    static List<String> ofLateWord(
            Departure departure,
            RowHistory after,
            KeyedChange change,
            ChangeVersion version,
            Generations generations,
            KnownColumns columns,
            List<String> wanted) {
        if (!columns.knows(departure.revision())) {
            // A word that has come again, before the table is announced: it was told the first
            // time.
            return List.of();
        }
        List<String> stranded = new ArrayList<>(wanted);
        for (int i = change.keySize(); i < change.row().size(); i++) {
            String column = change.row().columns().name(i);
            ChangeVersion newest = after.updated(column, columns);
            if (change.row().value(i) != null
                    && (newest == null || newest.compare(version, generations) == 0)) {
                stranded.add(column);
            }
        }
        stranded.removeIf(
                column ->
                        columns.had(departure.revision(), column)
                                || departure.columns().contains(column));
        return stranded;
    }
}
