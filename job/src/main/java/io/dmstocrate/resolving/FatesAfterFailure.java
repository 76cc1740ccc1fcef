package io.dmstocrate.resolving;

import io.dmstocrate.dms.RowChange;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.TableAnnouncement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.BroadcastState;

/**
 * The renames that became known when the job had started again. Before that, rows may have been
 * read as if there had been none and may have been written, and nothing remembers them: they were
 * behind the last checkpoint. When they are read again, their values go where they belong; but in
 * the former column those stay that went there by mistake, unless the row carries that column, too.
 *
 * <p>Lies in broadcast state, as announcements do: all subtasks know the same.
 */
final class FatesAfterFailure {

    /** By how much clocks may differ. */
    private static final long CLOCKS_MILLIS = 60_000;

    private final BroadcastState<String, Long> state;

    /** When the job started again, by the clock of this machine; -1 if it did not. */
    private final long startedAgainMillis;

    /**
     * @param state for each of these fates when the job had started that it became known in
     */
    FatesAfterFailure(BroadcastState<String, Long> state, long startedAgainMillis) {
        this.state = state;
        this.startedAgainMillis = startedAgainMillis;
    }

    /** Takes in what became known by an announcement. */
    void add(TableAnnouncement now, List<ColumnFate> known) throws Exception {
        if (startedAgainMillis < 0) {
            return;
        }
        for (ColumnFate rename : renames(now)) {
            String id = id(now, rename);
            if (!known.contains(rename) && !state.contains(id)) {
                state.put(id, startedAgainMillis + CLOCKS_MILLIS);
            }
        }
    }

    /** Those of a table, each with the last time at which a row came that may have been misread. */
    Map<ColumnFate, Long> of(TableAnnouncement table) throws Exception {
        Map<ColumnFate, Long> doubts = new HashMap<>();
        for (ColumnFate rename : renames(table)) {
            Long until = state.get(id(table, rename));
            if (until != null) {
                doubts.put(rename, until);
            }
        }
        return doubts;
    }

    /** All fates by which columns gave up their names, as far as an announcement tells. */
    static List<ColumnFate> fates(TableAnnouncement table) {
        List<ColumnFate> fates = new ArrayList<>(table.fates());
        fates.addAll(table.pending());
        return fates;
    }

    /** The fate that makes a row doubtful, of those of its table. */
    static Optional<ColumnFate> doubtful(RowChange change, Map<ColumnFate, Long> doubts) {
        return doubts.entrySet().stream()
                .filter(doubt -> doubt.getKey().sinceMicros() <= change.timestampMicros())
                .filter(doubt -> change.position().arrivalMillis() <= doubt.getValue())
                .map(Map.Entry::getKey)
                .filter(fate -> change.row().columns().contains(fate.column()))
                .filter(fate -> !change.row().columns().contains(fate.successor()))
                .findFirst();
    }

    private static List<ColumnFate> renames(TableAnnouncement table) {
        return fates(table).stream().filter(fate -> !fate.isGone()).toList();
    }

    private static String id(TableAnnouncement table, ColumnFate fate) {
        return String.join(
                "\n",
                table.table().schema(),
                table.table().name(),
                Long.toString(fate.sinceMicros()),
                fate.column(),
                fate.successor());
    }
}
