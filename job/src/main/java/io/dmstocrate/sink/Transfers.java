package io.dmstocrate.sink;

import io.dmstocrate.dms.Row;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.Transfer;
import io.dmstocrate.flow.ValueRank;
import io.dmstocrate.flow.VersionText;
import io.dmstocrate.sink.ParcelContent.Content;
import io.dmstocrate.target.RowAddress;
import io.dmstocrate.target.RowState;
import io.dmstocrate.target.Target;
import io.dmstocrate.target.TargetException;
import io.dmstocrate.target.WrittenTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Carries values from a row to the one that its key was changed to, through a parcel in the target.
 * The two rows belong to different writers, and either may come first.
 *
 * <p>Each writer first puts down in the parcel what it knows and then looks whether all is there;
 * whoever comes last fills the row. A parcel and a row are changed only if they are as they were
 * read, so no writer undoes what another has done. All of it can be repeated: of two values the one
 * of the higher {@linkplain ValueRank rank} stays, of equal ones the first.
 */
final class Transfers {

    /** A change of what a parcel says of a column; tells whether it has changed anything. */
    @FunctionalInterface
    private interface ColumnChange {
        boolean isNews(Content content, int column);
    }

    private final Target target;
    private final Parcels parcels;
    private final ParcelDelivery delivery;

    Transfers(Target target) {
        this.target = target;
        this.parcels = new Parcels(target);
        this.delivery = new ParcelDelivery(target, parcels);
    }

    /**
     * The columns whose values stay behind with the old key, as far as there are or may be any.
     * Looks them up where that can be, so the row must not have been written yet.
     */
    Set<String> stranded(RowWrite write) {
        Set<String> stranded = new TreeSet<>();
        for (Transfer transfer : write.transfers()) {
            if (transfer.kind() == Transfer.Kind.STRAND) {
                stranded.addAll(transfer.columns());
            } else if (transfer.kind() == Transfer.Kind.LOOK) {
                stranded.addAll(look(write, transfer));
            }
        }
        return stranded;
    }

    private List<String> look(RowWrite write, Transfer transfer) {
        Optional<RowState> row;
        try {
            row = target.read(address(write), transfer.columns());
        } catch (TargetException e) {
            if (!e.isAboutRows()) {
                throw e;
            }
            return transfer.columns();
        }
        if (row.isEmpty() || VersionText.isOfFormerLife(row.get().version(), transfer.onward())) {
            return List.of();
        }
        if (VersionText.compare(row.get().version(), transfer.onward()) >= 0) {
            // Another row by now, or it has left before and what came since was kept out: what this
            // one had can't be seen.
            return transfer.columns();
        }
        List<String> found = new ArrayList<>(transfer.columns());
        List<String> values = row.get().values();
        found.removeIf(column -> values.get(transfer.columns().indexOf(column)) == null);
        return found;
    }

    /**
     * Does what is to be done before, or after, the row itself is written.
     *
     * @return the columns that a row waits for and whose values are lost
     */
    Set<String> carry(RowWrite write, boolean afterwards) {
        Set<String> lost = new TreeSet<>();
        for (Transfer transfer : write.transfers()) {
            if (transfer.kind().isByParcel() && transfer.kind().isAfterwards() == afterwards) {
                carry(write, transfer, lost);
            }
        }
        return lost;
    }

    private void carry(RowWrite write, Transfer transfer, Set<String> lost) {
        switch (transfer.kind()) {
            case TAKE -> take(write, transfer);
            case GIVE -> give(write, transfer);
            case LOSE -> lose(transfer);
            case PASS ->
                    parcels.edit(
                            transfer.parcel(),
                            content ->
                                    Parcels.forEach(
                                            content,
                                            transfer.columns(),
                                            entry ->
                                                    !transfer.ranks()
                                                            .get(0)
                                                            .equals(
                                                                    entry.onward.put(
                                                                            transfer.onward(),
                                                                            transfer.ranks()
                                                                                    .get(0)))));
            case DROP ->
                    parcels.edit(
                            transfer.parcel(),
                            content ->
                                    Parcels.forEach(
                                            content,
                                            transfer.columns(),
                                            entry -> {
                                                boolean news = !entry.dropped;
                                                entry.dropped = true;
                                                return news;
                                            }));
            case WANT -> want(write, transfer);
            case REFILL, LOOK, STRAND -> {}
        }
        boolean isQuiet =
                transfer.kind() == Transfer.Kind.REFILL || transfer.kind() == Transfer.Kind.DROP;
        delivery.deliver(table(write), transfer.parcel(), isQuiet, lost);
    }

    private void take(RowWrite write, Transfer transfer) {
        Optional<RowState> row;
        try {
            row = target.read(address(write), transfer.columns());
        } catch (TargetException e) {
            if (!e.isAboutRows()) {
                throw e;
            }
            lose(transfer);
            return;
        }
        if (row.isEmpty() || VersionText.isOfFormerLife(row.get().version(), transfer.onward())) {
            // It has left before, or was never seen; a late word of it may come.
            return;
        }
        editEach(transfer, (content, i) -> take(content, transfer, i, row.get()));
    }

    /**
     * Takes a column of the row that leaves.
     *
     * <p>After a failure the target may know more than the ordering does. If the row has left
     * before (where deleted rows are kept, it still is there), the parcel has what it had then;
     * what was to be written to it since was kept out as older, and is not to be had.
     */
    private static boolean take(Content content, Transfer transfer, int index, RowState row) {
        String rank = transfer.ranks().get(index);
        String value = row.values().get(index);
        String version = row.versions().get(index);
        boolean isKnown = !rank.equals(ValueRank.UNKNOWN);
        int againstDeparture = VersionText.compare(version, transfer.onward());
        if (againstDeparture > 0 || (againstDeparture == 0 && isKnown)) {
            return put(content, transfer, index, null, true);
        }
        if (againstDeparture == 0 || (value == null && !isKnown)) {
            return false;
        }
        String told = ValueRank.ofVersion(version);
        String newer = ValueRank.compare(told, rank) > 0 ? told : rank;
        return Parcels.put(content, transfer.columns().get(index), newer, value, false);
    }

    private void give(RowWrite write, Transfer transfer) {
        List<Object> values = new ArrayList<>();
        Row row = write.row();
        transfer.columns().forEach(name -> values.add(row.value(row.columns().indexOf(name))));
        List<String> stored;
        try {
            stored = target.stored(table(write), transfer.columns(), values);
        } catch (TargetException e) {
            if (!e.isAboutRows()) {
                throw e;
            }
            lose(transfer);
            return;
        }
        editEach(transfer, (content, i) -> put(content, transfer, i, stored.get(i), false));
    }

    /** Its values are not to be had. */
    private void lose(Transfer transfer) {
        editEach(transfer, (content, i) -> put(content, transfer, i, null, true));
    }

    private static boolean put(
            Content content, Transfer transfer, int index, String value, boolean lost) {
        String rank = transfer.ranks().get(index);
        return Parcels.put(content, transfer.columns().get(index), rank, value, lost);
    }

    /** Changes what the parcel says of one of the columns after the other. */
    private void editEach(Transfer transfer, ColumnChange change) {
        parcels.edit(
                transfer.parcel(),
                content -> {
                    boolean news = false;
                    for (int i = 0; i < transfer.columns().size(); i++) {
                        news |= change.isNews(content, i);
                    }
                    return news;
                });
    }

    private void want(RowWrite write, Transfer transfer) {
        RowAddress row = address(write);
        parcels.edit(
                transfer.parcel(),
                content -> {
                    boolean news = !content.keyValues.equals(row.values());
                    content.key = row.key();
                    content.keyValues = row.values();
                    if (VersionText.compare(content.arrival, transfer.onward()) < 0) {
                        content.arrival = transfer.onward();
                        news = true;
                    }
                    news |=
                            Parcels.forEach(
                                    content,
                                    transfer.columns(),
                                    entry -> {
                                        boolean isNew = !entry.wanted;
                                        entry.wanted = true;
                                        return isNew;
                                    });
                    return news;
                });
    }

    private RowAddress address(RowWrite write) {
        List<String> key = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < write.keySize(); i++) {
            key.add(write.row().columns().name(i));
            values.add(write.row().value(i));
        }
        return new RowAddress(table(write), key, target.stored(table(write), key, values));
    }

    private static WrittenTable table(RowWrite write) {
        return new WrittenTable(write.table(), write.life(), write.revision());
    }
}
