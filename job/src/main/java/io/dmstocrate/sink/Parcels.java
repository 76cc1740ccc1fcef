package io.dmstocrate.sink;

import io.dmstocrate.flow.ValueRank;
import io.dmstocrate.sink.ParcelContent.Content;
import io.dmstocrate.sink.ParcelContent.Entry;
import io.dmstocrate.target.Parcel;
import io.dmstocrate.target.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Changes parcels, each only as it was read: of two writers that change one at the same time none
 * undoes what the other has done.
 */
final class Parcels {

    private final Target target;

    Parcels(Target target) {
        this.target = target;
    }

    /**
     * Changes what a parcel says; it is begun if there is none.
     *
     * @param change says whether it has changed anything, and may be tried more than once
     * @return whether it has
     */
    boolean edit(String name, Predicate<Content> change) {
        while (true) {
            Optional<Parcel> parcel = target.parcel(name);
            Content content =
                    parcel.map(Parcel::content).map(ParcelContent::read).orElseGet(Content::new);
            if (!change.test(content)) {
                return false;
            }
            if (target.keepParcel(
                    name, ParcelContent.write(content), parcel.map(Parcel::stamp).orElse(""))) {
                return true;
            }
        }
    }

    /** Changes what is said of some columns; returns whether anything has changed. */
    static boolean forEach(Content content, List<String> columns, Predicate<Entry> change) {
        boolean news = false;
        for (String column : columns) {
            news |= change.test(content.columns.computeIfAbsent(column, none -> new Entry()));
        }
        return news;
    }

    /** Puts a value in, unless there is one that is not older; returns whether it did. */
    static boolean put(Content content, String column, String rank, String value, boolean lost) {
        Entry entry = content.columns.computeIfAbsent(column, none -> new Entry());
        if (entry.rank != null && ValueRank.compare(entry.rank, rank) >= 0) {
            return false;
        }
        entry.rank = rank;
        entry.value = value;
        entry.lost = lost;
        return true;
    }
}
