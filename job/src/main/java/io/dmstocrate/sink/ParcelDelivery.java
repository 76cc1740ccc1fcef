package io.dmstocrate.sink;

import io.dmstocrate.flow.VersionText;
import io.dmstocrate.sink.ParcelContent.Content;
import io.dmstocrate.sink.ParcelContent.Entry;
import io.dmstocrate.target.Parcel;
import io.dmstocrate.target.RowAddress;
import io.dmstocrate.target.RowState;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import io.dmstocrate.target.WrittenTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Fills the row that a parcel is for, as soon as both are there, and passes on what goes further.
 *
 * <p>A row is changed only if it is as it was read, and only in columns that nothing newer has
 * written: it tells how new they are.
 */
final class ParcelDelivery {

    private final Target target;
    private final Parcels parcels;

    ParcelDelivery(Target target, Parcels parcels) {
        this.target = target;
        this.parcels = parcels;
    }

    /**
     * Takes what is in a parcel to where it belongs.
     *
     * @param table that the rows are of, as the writer knows it
     * @param isQuiet whether what is lost was told before, and need not be told again
     * @param lost takes in the columns that a row waits for and whose values are lost
     */
    void deliver(WrittenTable table, String name, boolean isQuiet, Set<String> lost) {
        Optional<Parcel> parcel = target.parcel(name);
        while (parcel.isPresent()) {
            Content content = ParcelContent.read(parcel.get().content());
            passOn(table, content, isQuiet, lost);
            Map<String, String> due = new TreeMap<>();
            content.columns.forEach(
                    (column, entry) -> {
                        if (entry.rank == null || !entry.wanted || entry.dropped) {
                            return;
                        }
                        if (!entry.lost) {
                            due.put(column, entry.value);
                        } else if (!isQuiet) {
                            lost.add(column);
                        }
                    });
            if (!due.isEmpty() && !fill(table, name, parcel.get(), content, due, lost)) {
                parcel = target.parcel(name);
                continue;
            }
            Optional<Parcel> after = target.parcel(name);
            if (after.equals(parcel)) {
                return;
            }
            parcel = after;
        }
    }

    private void passOn(WrittenTable table, Content content, boolean isQuiet, Set<String> lost) {
        Set<String> onward = new TreeSet<>();
        content.columns.values().forEach(entry -> onward.addAll(entry.onward.keySet()));
        for (String next : onward) {
            boolean news =
                    parcels.edit(
                            next,
                            other -> {
                                boolean any = false;
                                for (Map.Entry<String, Entry> column : content.columns.entrySet()) {
                                    Entry entry = column.getValue();
                                    String before = entry.onward.get(next);
                                    if (before != null && entry.rank != null) {
                                        any |=
                                                Parcels.put(
                                                        other,
                                                        column.getKey(),
                                                        before + entry.rank,
                                                        entry.value,
                                                        entry.lost);
                                    }
                                }
                                return any;
                            });
            if (news) {
                deliver(table, next, isQuiet, lost);
            }
        }
    }

    /**
     * Whether a column of the new row is newer than what comes for it. After a failure, a newer
     * word may be read before the change of the key is read again; the ordering knows of nobody
     * then who waits for the parcel, which still says so.
     */
    private static boolean isOutdated(String arrival, String version) {
        return !arrival.isEmpty()
                && (VersionText.compare(version, arrival) > 0
                        || VersionText.isReload(version, arrival));
    }

    /** Returns false if the row or the parcel has changed meanwhile. */
    private boolean fill(
            WrittenTable table,
            String name,
            Parcel parcel,
            Content content,
            Map<String, String> due,
            Set<String> lost) {
        RowAddress address = new RowAddress(table, content.key, content.keyValues);
        List<String> columns = List.copyOf(due.keySet());
        try {
            Optional<RowState> row = target.read(address, columns);
            if (row.isEmpty() || VersionText.compare(row.get().version(), content.arrival) < 0) {
                // Gone; or another row yet, until the change comes by which this one gets its key.
                return true;
            }
            Map<String, String> left = new TreeMap<>(due);
            for (int i = 0; i < columns.size(); i++) {
                String column = columns.get(i);
                boolean isThere = Objects.equals(row.get().values().get(i), due.get(column));
                if (isThere || isOutdated(content.arrival, row.get().versions().get(i))) {
                    left.remove(column);
                }
            }
            // The row was read first: if it is written now, the parcel told so before.
            return left.isEmpty()
                    || (target.parcel(name).equals(Optional.of(parcel))
                            && target.fill(
                                    address,
                                    List.copyOf(left.keySet()),
                                    new ArrayList<>(left.values()),
                                    content.arrival,
                                    row.get().stamp()));
        } catch (TargetException e) {
            if (!e.isAboutRows()) {
                throw e;
            }
            lost.addAll(columns);
            return true;
        }
    }
}
