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

    /** The life that a version begins with, and the time of the message that it ends with. */
    private static final int TIME = 9;

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
        if (row.isEmpty() || isOfFormerLife(row.get().version(), transfer.onward())) {
            return List.of();
        }
        if (isNotOlder(row.get().version(), transfer.onward())) {
            // Another row by now, or it has left before and what came since was kept out: what this
            // one had can't be seen.
            return transfer.columns();
        }
        List<String> found = new ArrayList<>(transfer.columns());
        List<String> values = row.get().values();
        found.removeIf(column -> values.get(transfer.columns().indexOf(column)) == null);
        return found;
    }

    private static boolean isNewer(String version, String other) {
        return VersionText.ofChange(version).compareTo(VersionText.ofChange(other)) > 0;
    }

    private static boolean isNotOlder(String version, String other) {
        return VersionText.ofChange(version).compareTo(VersionText.ofChange(other)) >= 0;
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
            case LOSE -> lose(transfer.parcel(), transfer.columns(), transfer.ranks());
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
            lose(transfer.parcel(), transfer.columns());
            return;
        }
        if (row.isEmpty() || isOfFormerLife(row.get().version(), transfer.onward())) {
            // It has left before, or was never seen; a late word of it may come.
            return;
        }
        if (isNewer(row.get().version(), transfer.onward())) {
            lose(transfer.parcel(), transfer.columns());
            return;
        }
        edit(
                transfer.parcel(),
                content -> {
                    boolean news = false;
                    for (int i = 0; i < transfer.columns().size(); i++) {
                        String value = row.get().values().get(i);
                        String rank = transfer.ranks().get(i);
                        if (value != null || !rank.equals("0")) {
                            news |= put(content, transfer.columns().get(i), rank, value, false);
                        }
                    }
                    return news;
                });
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
            lose(transfer.parcel(), transfer.columns());
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

    private void lose(String parcel, List<String> columns) {
        lose(parcel, columns, List.of());
    }

    /** Releases before this one gave no ranks. */
    private void lose(String parcel, List<String> columns, List<String> ranks) {
        edit(
                parcel,
                content -> {
                    boolean news = false;
                    for (int i = 0; i < columns.size(); i++) {
                        String rank = ranks.isEmpty() ? ValueRank.LOST : ranks.get(i);
                        news |= put(content, columns.get(i), rank, null, true);
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
                    return forEach(
                                    content,
                                    transfer.columns(),
                                    entry -> {
                                        boolean isNew = !entry.wanted;
                                        entry.wanted = true;
                                        return isNew;
                                    })
                            || news;
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
            if (row.isEmpty() || row.get().values().equals(new ArrayList<>(due.values()))) {
                // Gone, or filled already.
                return true;
            }
            // The row was read first: if it is written now, the parcel told so before.
            return target.parcel(name).equals(Optional.of(parcel))
                    && target.fill(
                            address, columns, new ArrayList<>(due.values()), row.get().stamp());
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

    /**
     * Whether a row was there before the table's life began that another version belongs to. A row
     * that was written before that life was known is told by the time of its message.
     */
    private static boolean isOfFormerLife(String version, String other) {
        if (version.length() < TIME || other.length() < TIME) {
            return false;
        }
        String life = other.substring(0, TIME);
        return version.compareTo(life) < 0
                && version.substring(version.length() - TIME).compareTo(life) < 0;
    }
}
