package io.dmstocrate.flow;

import io.dmstocrate.dms.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Under which name the target knows a column, whenever the message was built that names it.
 *
 * <p>A name of the definition is itself, unless it meant another column when the message was built:
 * then, and if the definition does not have it, it goes through what became of the columns since. A
 * rename that is not done yet is followed the other way: the target still has the old name.
 */
public final class ColumnLineage {

    /** No column was ever renamed or dropped. */
    public static final ColumnLineage NONE = new ColumnLineage(Set.of(), List.of(), List.of());

    private final Set<String> definition;
    private final List<ColumnFate> fates;
    private final List<ColumnFate> pending;

    private ColumnLineage(
            Set<String> definition, List<ColumnFate> fates, List<ColumnFate> pending) {
        this.definition = definition;
        this.fates = fates;
        this.pending = pending;
    }

    /** The lineage of a table's columns as it was announced. */
    public static ColumnLineage of(TableAnnouncement table) {
        if (table.fates().isEmpty() && table.pending().isEmpty()) {
            return NONE;
        }
        Set<String> names = new HashSet<>();
        table.definition()
                .ifPresent(known -> known.columns().stream().map(Column::name).forEach(names::add));
        List<ColumnFate> inOrder = new ArrayList<>(table.fates());
        inOrder.sort(Comparator.comparingLong(ColumnFate::sinceMicros));
        return new ColumnLineage(names, List.copyOf(inOrder), table.pending());
    }

    /** Whether every name means itself. */
    public boolean isEmpty() {
        return fates.isEmpty() && pending.isEmpty();
    }

    /** Messages of one era mean the same by a name. */
    public int era(long timestampMicros) {
        int era = 0;
        while (era < fates.size() && fates.get(era).sinceMicros() <= timestampMicros) {
            era++;
        }
        return era;
    }

    /**
     * The name in the target's definition of what a message calls by this name.
     *
     * @return {@code null} if the column is gone; the name itself if nothing is known of it
     */
    public String conform(String name, int era) {
        String at = beforeRenames(follow(name, era));
        if (at != null && !definition.contains(at)) {
            // A message of an old shape that was built anew, as a resumed task does.
            at = beforeRenames(follow(at, 0));
        }
        return at;
    }

    /**
     * Whether a name of a column that is gone, or has another name, may mean a new column, of which
     * nothing is known yet: the message was built since.
     */
    public boolean mayBeNew(String name, int era) {
        return !definition.contains(name)
                && name.equals(beforeRenames(name))
                && name.equals(follow(name, era))
                && !name.equals(follow(name, 0));
    }

    /** The name that the target still has, if the rename to this one is pending. */
    private String beforeRenames(String name) {
        String at = name;
        for (int i = pending.size() - 1; at != null && i >= 0; i--) {
            if (!definition.contains(at) && pending.get(i).successor().equals(at)) {
                at = pending.get(i).column();
            }
        }
        return at;
    }

    private String follow(String name, int era) {
        String at = name;
        for (int i = era; i < fates.size(); i++) {
            ColumnFate fate = fates.get(i);
            if (fate.column().equals(at)) {
                if (fate.isGone()) {
                    return null;
                }
                at = fate.successor();
            }
        }
        return at;
    }
}
