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
 * <p>A name means the column that was called so when the message was built; it goes through what
 * became of the columns since. A rename that is not done yet is followed the other way then: the
 * target still has the old name, which for a new column is not free as long as that lasts.
 */
public final class ColumnLineage {

    /** No column was ever renamed or dropped. */
    public static final ColumnLineage NONE =
            new ColumnLineage(Set.of(), Set.of(), List.of(), List.of());

    private final Set<String> definition;

    /** The names that the columns of the definition have at the source. */
    private final Set<String> names;

    /** What became of columns at the source, whether the target has followed or not. */
    private final List<ColumnFate> fates;

    private final List<ColumnFate> pending;

    private ColumnLineage(
            Set<String> definition,
            Set<String> names,
            List<ColumnFate> fates,
            List<ColumnFate> pending) {
        this.definition = definition;
        this.names = names;
        this.fates = fates;
        this.pending = pending;
    }

    /** The lineage of a table's columns as it was announced. */
    public static ColumnLineage of(TableAnnouncement table) {
        if (table.fates().isEmpty() && table.pending().isEmpty()) {
            return NONE;
        }
        Set<String> definition = new HashSet<>();
        table.definition()
                .ifPresent(
                        known ->
                                known.columns().stream()
                                        .map(Column::name)
                                        .forEach(definition::add));
        Set<String> names = new HashSet<>(definition);
        List<ColumnFate> inOrder = new ArrayList<>(table.fates());
        for (ColumnFate rename : table.pending()) {
            // A column that takes another one's place was never called by its own name.
            if (!definition.contains(rename.successor())) {
                inOrder.add(rename);
                names.remove(rename.column());
                names.add(rename.successor());
            }
        }
        inOrder.sort(Comparator.comparingLong(ColumnFate::sinceMicros));
        return new ColumnLineage(definition, names, List.copyOf(inOrder), table.pending());
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
            // A message of an old shape that was built anew, as a resumed task does; or a row that
            // got its names when the last column that was called so was about to be renamed.
            at = beforeRenames(follow(at, lastFate(at)));
        }
        return at;
    }

    /**
     * How columns gave a name up until a message was built, the first one first: a message of that
     * time means none of them by it.
     */
    public List<ColumnFate> givenUp(String name, long timestampMicros) {
        return fates.stream()
                .filter(fate -> fate.column().equals(name))
                .filter(fate -> fate.sinceMicros() <= timestampMicros)
                .toList();
    }

    /** Whether the definition has a column of this name. */
    public boolean isInUse(String name) {
        return definition.contains(name);
    }

    /**
     * What messages of an era call a column of the definition: {@link #conform} the other way. Of
     * names in the target one may mean two columns one after the other; such a name never does.
     */
    public String told(String name, int era) {
        if (!definition.contains(name)) {
            return name;
        }
        String at = name;
        for (ColumnFate rename : pending) {
            if (!definition.contains(rename.successor()) && rename.column().equals(at)) {
                at = rename.successor();
            }
        }
        for (int i = fates.size() - 1; i >= era; i--) {
            if (fates.get(i).successor().equals(at)) {
                at = fates.get(i).column();
            }
        }
        return at;
    }

    /**
     * Whether a name of a column that is gone, or has another name, may mean a new column, of which
     * nothing is known yet: the message was built since. The target may still have the name, if the
     * rename of the column that had it is pending.
     */
    public boolean mayBeNew(String name, int era) {
        return !names.contains(name)
                && name.equals(follow(name, era))
                && lastFate(name) < fates.size();
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

    /** Where the last column that had a name gave it up; the end if none did. */
    private int lastFate(String name) {
        int last = fates.size();
        for (int i = 0; i < fates.size(); i++) {
            if (fates.get(i).column().equals(name)) {
                last = i;
            }
        }
        return last;
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
