package io.dmstocrate.sink;

import io.dmstocrate.dms.Row;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.Transfer;
import io.dmstocrate.flow.ValueRank;
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
import java.util.function.Predicate;

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

    private final Target target;

    Transfers(Target target) {
        this.target = target;
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
                    edit(
                            transfer.parcel(),
                            content ->
                                    forEach(
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
                    edit(
                            transfer.parcel(),
                            content ->
                                    forEach(
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
        deliver(write, transfer.parcel(), isQuiet, lost);
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
        edit(
                transfer.parcel(),
                content -> {
                    boolean news = false;
                    for (int i = 0; i < transfer.columns().size(); i++) {
                        news |= take(content, transfer, i, row.get());
                    }
                    return news;
                });
    }

    /**
     * Takes a column of the row that leaves.
     *
     * <p>After a failure the target may know more than the ordering does. If the row has left
     * before (where deleted rows are kept, it still is there), the parcel has what it had then;
     * what was to be written to it since was kept out as older, and is not to be had.
     */
    private static boolean take(Content content, Transfer transfer, int index, RowState row) {
        String column = transfer.columns().get(index);
        String rank = transfer.ranks().get(index);
        String value = row.values().get(index);
        String version = row.versions().get(index);
        boolean isKnown = !rank.equals(ValueRank.UNKNOWN);
        int againstDeparture = VersionText.compare(version, transfer.onward());
        if (againstDeparture > 0 || (againstDeparture == 0 && isKnown)) {
            return put(content, column, rank, null, true);
        }
        if (againstDeparture == 0 || (value == null && !isKnown)) {
            return false;
        }
        String told = ValueRank.ofVersion(version);
        String newer = ValueRank.compare(told, rank) > 0 ? told : rank;
        return put(content, column, newer, value, false);
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
        edit(
                transfer.parcel(),
                content -> {
                    boolean news = false;
                    for (int i = 0; i < transfer.columns().size(); i++) {
                        news |=
                                put(
                                        content,
                                        transfer.columns().get(i),
                                        transfer.ranks().get(i),
                                        stored.get(i),
                                        false);
                    }
                    return news;
                });
    }

    /** Its values are not to be had. */
    private void lose(Transfer transfer) {
        edit(
                transfer.parcel(),
                content -> {
                    boolean news = false;
                    for (int i = 0; i < transfer.columns().size(); i++) {
                        String column = transfer.columns().get(i);
                        news |= put(content, column, transfer.ranks().get(i), null, true);
                    }
                    return news;
                });
    }

    private void want(RowWrite write, Transfer transfer) {
        RowAddress row = address(write);
        edit(
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
                            forEach(
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

    /**
     * Takes what is there to where it belongs.
     *
     * @param isQuiet whether what is lost was told before, and need not be told again
     */
    private void deliver(RowWrite write, String name, boolean isQuiet, Set<String> lost) {
        Optional<Parcel> parcel = target.parcel(name);
        while (parcel.isPresent()) {
            Content content = ParcelContent.read(parcel.get().content());
            passOn(write, content, isQuiet, lost);
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
            if (!due.isEmpty() && !fill(write, name, parcel.get(), content, due, lost)) {
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

    private void passOn(RowWrite write, Content content, boolean isQuiet, Set<String> lost) {
        Set<String> onward = new TreeSet<>();
        content.columns.values().forEach(entry -> onward.addAll(entry.onward.keySet()));
        for (String next : onward) {
            boolean news =
                    edit(
                            next,
                            other -> {
                                boolean any = false;
                                for (Map.Entry<String, Entry> column : content.columns.entrySet()) {
                                    Entry entry = column.getValue();
                                    String before = entry.onward.get(next);
                                    if (before != null && entry.rank != null) {
                                        any |=
                                                put(
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
                deliver(write, next, isQuiet, lost);
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
            RowWrite write,
            String name,
            Parcel parcel,
            Content content,
            Map<String, String> due,
            Set<String> lost) {
        RowAddress address = new RowAddress(table(write), content.key, content.keyValues);
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

    /** Returns whether the change has changed anything. */
    private boolean edit(String name, Predicate<Content> change) {
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

    private static boolean forEach(Content content, List<String> columns, Predicate<Entry> change) {
        boolean news = false;
        for (String column : columns) {
            news |= change.test(content.columns.computeIfAbsent(column, none -> new Entry()));
        }
        return news;
    }

    private static boolean put(
            Content content, String column, String rank, String value, boolean lost) {
        Entry entry = content.columns.computeIfAbsent(column, none -> new Entry());
        if (entry.rank != null && ValueRank.compare(entry.rank, rank) >= 0) {
            return false;
        }
        entry.rank = rank;
        entry.value = value;
        entry.lost = lost;
        return true;
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
