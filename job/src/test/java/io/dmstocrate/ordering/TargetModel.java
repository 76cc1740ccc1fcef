package io.dmstocrate.ordering;

import static org.assertj.core.api.Assertions.assertThat;

import io.dmstocrate.dms.OrderedText;
import io.dmstocrate.flow.RowWrite;
import io.dmstocrate.flow.Transfer;
import io.dmstocrate.flow.ValueRank;
import io.dmstocrate.flow.VersionText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A target table as a map: upserts lay columns over rows, deletes take rows away. */
final class TargetModel {

    private record Stored(
            Map<String, Object> values, Map<String, String> versions, String version) {}

    /** A column whose value a record has left behind with a key, as was told. */
    record Stranded(String recordId, Long key, String column) {}

    /** A column of a parcel. */
    private static final class Slot {
        private String rank;
        private Object value;
        private boolean lost;
        private Long wantedBy;
        private String arrival;
        private boolean dropped;
        private final Map<String, String> onward = new TreeMap<>();
    }

    private final Map<String, Map<String, Slot>> parcels = new HashMap<>();

    /** What of the parcels was told to be lost. */
    private final Set<String> told = new TreeSet<>();

    private final Set<Stranded> stranded = new HashSet<>();

    private final boolean guarded;
    private final Map<Long, Stored> rows = new TreeMap<>();

    /**
     * Makes an empty table.
     *
     * @param guarded whether upserts older than the row they meet are ignored
     */
    TargetModel(boolean guarded) {
        this.guarded = guarded;
    }

    void write(RowWrite write) {
        for (Transfer transfer : write.transfers()) {
            if (!transfer.kind().isAfterwards()) {
                transfer(write, transfer);
            }
        }
        if (write.kind() != RowWrite.Kind.CARRY) {
            writeRow(write);
        }
        for (Transfer transfer : write.transfers()) {
            if (transfer.kind().isAfterwards()) {
                transfer(write, transfer);
            }
        }
    }

    /** The columns that the row of a key goes without, as was told. */
    Set<String> lost(Long key) {
        Set<String> columns = new TreeSet<>();
        parcels.forEach(
                (parcel, slots) ->
                        slots.forEach(
                                (column, slot) -> {
                                    if (slot.lost && !slot.dropped && key.equals(slot.wantedBy)) {
                                        assertThat(told).contains(parcel + "/" + column);
                                        columns.add(column);
                                    }
                                }));
        return columns;
    }

    /** What was told to have been left behind. */
    Set<Stranded> stranded() {
        return stranded;
    }

    /** Whether it was ever told that a value is lost. */
    boolean hasToldOfLosses() {
        return !told.isEmpty();
    }

    private void transfer(RowWrite write, Transfer transfer) {
        Long key = (Long) write.row().value(0);
        if (!transfer.kind().isByParcel()) {
            strand(write, transfer, key);
            return;
        }
        for (int i = 0; i < transfer.columns().size(); i++) {
            String column = transfer.columns().get(i);
            Slot slot = slot(transfer.parcel(), column);
            switch (transfer.kind()) {
                case TAKE -> {
                    Stored stored = rows.get(key);
                    if (stored == null
                            || VersionText.isOfFormerLife(stored.version, transfer.onward())) {
                        break;
                    }
                    Object value = stored.values.get(column);
                    String version = stored.versions.getOrDefault(column, "");
                    if (VersionText.compare(version, transfer.onward()) > 0) {
                        put(slot, transfer.ranks().get(i), null, true);
                    } else if (value != null || !transfer.ranks().get(i).equals("0")) {
                        put(slot, transfer.ranks().get(i), value, false);
                    }
                }
                case GIVE ->
                        put(
                                slot,
                                transfer.ranks().get(i),
                                write.row().value(write.row().columns().indexOf(column)),
                                false);
                case LOSE -> put(slot, transfer.ranks().get(i), null, true);
                case PASS -> slot.onward.put(transfer.onward(), transfer.ranks().get(0));
                case DROP -> slot.dropped = true;
                case WANT -> {
                    slot.wantedBy = key;
                    slot.arrival = transfer.onward();
                }
                case REFILL, LOOK, STRAND -> {}
            }
            propagate(transfer.parcel(), slot, column);
        }
    }

    private void strand(RowWrite write, Transfer transfer, Long key) {
        Stored stored = rows.get(key);
        for (String column : transfer.columns()) {
            boolean isThere = transfer.kind() == Transfer.Kind.STRAND;
            if (!isThere && stored != null) {
                isThere =
                        stored.values.get(column) != null
                                || VersionText.compare(stored.version, transfer.onward()) > 0;
            }
            if (isThere) {
                stranded.add(new Stranded(write.position().id(), key, column));
            }
        }
    }

    private Slot slot(String parcel, String column) {
        return parcels.computeIfAbsent(parcel, name -> new HashMap<>())
                .computeIfAbsent(column, name -> new Slot());
    }

    private static void put(Slot slot, String rank, Object value, boolean lost) {
        if (slot.rank == null || ValueRank.compare(slot.rank, rank) < 0) {
            slot.rank = rank;
            slot.value = value;
            slot.lost = lost;
        }
    }

    private void propagate(String parcel, Slot slot, String column) {
        if (slot.rank == null) {
            return;
        }
        slot.onward.forEach(
                (other, before) -> {
                    Slot next = slot(other, column);
                    put(next, before + slot.rank, slot.value, slot.lost);
                    propagate(other, next, column);
                });
        if (slot.wantedBy == null || slot.dropped) {
            return;
        }
        if (slot.lost) {
            told.add(parcel + "/" + column);
            return;
        }
        Stored stored = rows.get(slot.wantedBy);
        if (stored != null
                && VersionText.compare(stored.version, slot.arrival) >= 0
                && VersionText.compare(stored.versions.getOrDefault(column, ""), slot.arrival)
                        <= 0) {
            stored.versions.put(column, slot.arrival);
            if (slot.value == null) {
                stored.values.remove(column);
            } else {
                stored.values.put(column, slot.value);
            }
        }
    }

    private void writeRow(RowWrite write) {
        Long key = (Long) write.row().value(0);
        if (write.kind() == RowWrite.Kind.DELETE) {
            rows.remove(key);
            return;
        }
        Stored stored = rows.get(key);
        if (guarded
                && stored != null
                && write.version().compareTo(stored.version) < 0
                && !VersionText.isReload(write.version(), stored.version)) {
            return;
        }
        Map<String, Object> values = stored == null ? new HashMap<>() : stored.values;
        for (int i = 1; i < write.row().size(); i++) {
            String column = write.row().columns().name(i);
            if (write.row().value(i) == null) {
                values.remove(column);
            } else {
                values.put(column, write.row().value(i));
            }
        }
        Map<String, String> versions = stored == null ? new HashMap<>() : stored.versions;
        for (String column : SourceHistory.VALUES) {
            boolean isWritten = write.row().columns().contains(column);
            String base = write.versions().base();
            // An update says nothing of a column that came later.
            boolean isMeant = isWritten || base.indexOf(VersionText.KNOWING) < 0;
            String version = write.versions().columns().getOrDefault(column, isMeant ? base : "");
            versions.merge(column, version, (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
        rows.put(key, new Stored(values, versions, write.version()));
    }

    /** What the statement of a sweep does. */
    void sweep(long openedMicros) {
        StringBuilder text = new StringBuilder();
        OrderedText.appendFixed(text, openedMicros);
        String opened = text.toString();
        rows.values()
                .removeIf(
                        row ->
                                row.version.compareTo(opened) < 0
                                        && row.version
                                                        .substring(row.version.length() - 9)
                                                        .compareTo(opened)
                                                < 0);
    }

    /** The rows by key, without NULLs. */
    Map<Long, Map<String, Object>> rows() {
        Map<Long, Map<String, Object>> result = new TreeMap<>();
        rows.forEach((key, row) -> result.put(key, row.values));
        return result;
    }
}
