package io.dmstocrate.resolving;

import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.TableId;
import io.dmstocrate.flow.ColumnFate;
import io.dmstocrate.flow.NameUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * For each name of a column the newest row that carried it, of those rows of a table whose values
 * went on from this subtask. If it turns out that a column had given the name up when that row was
 * built, the row was misread, and no row was if the newest was not: see {@link MisreadName}.
 */
final class UsedNames {

    /** The newest row that carried a name. */
    record Use(long timestampMicros, RecordPosition position) {}

    private final Map<String, Use> newest = new HashMap<>();
    private final Set<ColumnFate> doubtsTold = new HashSet<>();

    /** Takes in a row that carried these names. */
    void add(List<String> names, long timestampMicros, RecordPosition position) {
        Use use = new Use(timestampMicros, position);
        for (String name : names) {
            newest.merge(
                    name,
                    use,
                    (known, other) ->
                            other.timestampMicros() > known.timestampMicros() ? other : known);
        }
    }

    /** A copy of what is remembered, by name. */
    Map<String, Use> newest() {
        return new TreeMap<>(newest);
    }

    /** Forgets the rows that carried a name. */
    void forget(String name) {
        newest.remove(name);
    }

    /** Forgets rows that are of a former life of the table. */
    void forgetBefore(long life) {
        newest.values().removeIf(use -> use.timestampMicros() < life);
    }

    /** By which renames rows were doubtful that has been told, since the job has started. */
    Set<ColumnFate> doubtsTold() {
        return doubtsTold;
    }

    /** What is to be kept in state: as a rule one row carried most of the names. */
    List<NameUse> uses(TableId table) {
        Map<Use, List<String>> names = new LinkedHashMap<>();
        newest.forEach(
                (name, use) -> names.computeIfAbsent(use, none -> new ArrayList<>()).add(name));
        List<NameUse> uses = new ArrayList<>(names.size());
        names.forEach(
                (use, its) ->
                        uses.add(new NameUse(table, its, use.timestampMicros(), use.position())));
        return uses;
    }
}
