package io.dmstocrate.schema;

import io.dmstocrate.dms.SchemaChange;
import java.util.Comparator;
import java.util.Optional;

/**
 * Holds control records whose meaning depends on others that may be on their way, and those that
 * name a column as another one is still named in the target.
 *
 * <p>A definition from which a column is gone, and in which another one is new, may come behind a
 * rename that has not arrived; followed at once it would cost the column's values. So where columns
 * are dropped or renamed as at the source, such a record is held: until the records in between have
 * come, or the time has passed in which they may come late. What was built after it waits with it,
 * so that records are followed in the order of their messages.
 *
 * <p>Likewise the definition of a table that is made anew may come before the record that the old
 * one was dropped. Followed at once, a definition that the old table can't hold would only be
 * refused, and its rows with it. So it is held for as long, whatever the policy is.
 */
final class HeldDefinitions {

    private final ColumnChanges changes;
    private final ShadowReload reload;
    private final boolean reloads;

    /**
     * Makes it.
     *
     * @param reloads whether a record that a table was dropped begins a life of the table
     */
    HeldDefinitions(ColumnChanges changes, ShadowReload reload, boolean reloads) {
        this.changes = changes;
        this.reload = reload;
        this.reloads = reloads;
    }

    /** Takes in a record, to be followed when {@link #next} gives it back. */
    static void add(TableState state, SchemaChange change, long untilMillis) {
        if (state.held.stream().noneMatch(held -> ToldOrder.isSentAgain(held, change))) {
            state.held.add(change);
            state.held.sort(Comparator.comparingLong(SchemaChange::timestampMicros));
            state.heldUntil.put(change, untilMillis);
        }
    }

    /** Lets records that were held before a failure be held anew. */
    static void resume(TableState state, long untilMillis) {
        state.held.forEach(change -> state.heldUntil.put(change, untilMillis));
    }

    /**
     * A record that can be followed now; it is held no longer.
     *
     * <p>Those behind everything that is followed go in the order of their messages. Those in
     * between go the other way: what becomes of their columns is known from the next one.
     */
    Optional<SchemaChange> next(TableState state, long nowMillis) {
        for (int i = 0; i < state.held.size(); i++) {
            if (!waitsForAnother(state, i)
                    && !waitsForAName(state, state.held.get(i))
                    && (!isDoubtful(state, state.held.get(i)) || isOverdue(state, i, nowMillis))) {
                SchemaChange change = state.held.remove(i);
                state.heldUntil.remove(change);
                return Optional.of(change);
            }
        }
        return Optional.empty();
    }

    /** Whether a record is held longer than it may be. */
    static boolean isAnyOverdue(TableState state, long nowMillis) {
        return state.heldUntil.values().stream().anyMatch(until -> until <= nowMillis);
    }

    /**
     * When the first of the held records was built from which on rows can't be tied to the columns
     * that are known: it may be the definition of a life whose beginning is on its way, or it waits
     * for a name. 0 if there is none.
     */
    long doubted(TableState state) {
        return state.held.stream()
                .filter(change -> mayBeginALife(state, change) || waitsForAName(state, change))
                .mapToLong(SchemaChange::timestampMicros)
                .findFirst()
                .orElse(0);
    }

    /** Whether one of them may be the definition of such a life. */
    boolean mayBeginALife(TableState state) {
        return state.held.stream().anyMatch(change -> mayBeginALife(state, change));
    }

    private boolean mayBeginALife(TableState state, SchemaChange change) {
        return reloads
                && change.kind() == SchemaChange.Kind.CREATE_TABLE
                && !isLate(state, change)
                && !ToldOrder.isKnown(state, state.told.size(), change)
                && reload.mayBeNeeded(state, change);
    }

    private static boolean isLate(TableState state, SchemaChange change) {
        return ToldOrder.place(state, change) < state.told.size();
    }

    /** Whether a record has to wait for one that is held between the same two. */
    private static boolean waitsForAnother(TableState state, int held) {
        SchemaChange change = state.held.get(held);
        if (isLate(state, change)) {
            return state.held.subList(held + 1, state.held.size()).stream()
                    .anyMatch(other -> isBeside(state, change, other));
        }
        return state.held.subList(0, held).stream()
                .anyMatch(
                        other ->
                                isBeside(state, change, other)
                                        && !isOfAReload(state, other, change));
    }

    /**
     * Whether a record gives a column a name that another one has in the target, until its rename
     * is done. However long that takes: two columns under one name could not be told apart.
     */
    private static boolean waitsForAName(TableState state, SchemaChange change) {
        if (isLate(state, change)) {
            return false;
        }
        return ToldOrder.at(state, state.told.size() - 1)
                .map(before -> ToldOrder.diff(before, change))
                .filter(diff -> diff.newNames().stream().anyMatch(state::isGivenUp))
                .isPresent();
    }

    /** When a table is made anew, all rows come again, under whatever names. */
    private static boolean isOfAReload(TableState state, SchemaChange before, SchemaChange change) {
        return change.kind() == SchemaChange.Kind.CREATE_TABLE
                && ToldOrder.beginsAnew(state, before, change);
    }

    private static boolean isBeside(TableState state, SchemaChange one, SchemaChange other) {
        return ToldOrder.place(state, one) == ToldOrder.place(state, other);
    }

    /** What is missing was built earlier than what came long ago, so it will not come any more. */
    private static boolean isOverdue(TableState state, int held, long nowMillis) {
        SchemaChange change = state.held.get(held);
        return state.held.subList(held, state.held.size()).stream()
                .filter(other -> isBeside(state, change, other))
                .limit(isLate(state, change) ? 1 : Long.MAX_VALUE)
                .anyMatch(other -> state.heldUntil.get(other) <= nowMillis);
    }

    private boolean isDoubtful(TableState state, SchemaChange change) {
        return mayBeginALife(state, change) || mayStandBehindARename(state, change);
    }

    private boolean mayStandBehindARename(TableState state, SchemaChange change) {
        int place = ToldOrder.place(state, change);
        if (!changes.takesAway(state)
                || ToldOrder.isForgotten(state, place)
                || ToldOrder.isKnown(state, place, change)
                || change.timestampMicros() < state.life.openedMicros()) {
            return false;
        }
        if (isLate(state, change)) {
            return ToldOrder.diff(change, state.told.get(place)).mayHideARename();
        }
        return ToldOrder.at(state, place - 1)
                .filter(before -> !isOfAReload(state, before, change))
                .filter(before -> ToldOrder.diff(before, change).mayHideARename())
                .isPresent();
    }
}
