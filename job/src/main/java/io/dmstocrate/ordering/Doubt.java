package io.dmstocrate.ordering;

import io.dmstocrate.flow.KeyedChange.Phase;
import io.dmstocrate.ordering.Travels.Departure;
import io.dmstocrate.ordering.Travels.Want;

/**
 * Finds the signs of a reload whose drop-table record is still on its way.
 *
 * <p>Within one life of a table DMS builds the messages of the load before those of the changes. So
 * a loaded row that was built after a change of the same row belongs to a later life; as long as
 * that life is unknown, phases order the two the wrong way round.
 */
final class Doubt {

    private Doubt() {}

    /** Whether a life of the table that is not known yet could make a version the row's base. */
    static boolean about(ChangeVersion version, RowHistory history, Generations generations) {
        if (generations.of(version.timestampMicros()) < generations.newest()) {
            return false;
        }
        ChangeVersion base = history.base();
        ChangeVersion update = history.update();
        if (version.phase() == Phase.CHANGE) {
            // The loaded row would have to win; once overwritten it could not come back. Behind an
            // update that has overwritten it, that is decided already.
            boolean isOverwritten = update != null && version.isNewerThan(update, generations);
            return base != null
                    && !isOverwritten
                    && base.phase() == Phase.LOAD
                    && base.timestampMicros() > version.timestampMicros()
                    && base.isSameLife(version, generations);
        }
        if (base != null) {
            if (base.phase() == Phase.CHANGE && base.isSameLife(version, generations)) {
                return isBuiltBefore(update, version, generations)
                        || base.timestampMicros() < version.timestampMicros();
            }
            if (base.isNewerThan(version, generations)) {
                return false;
            }
        }
        if (isBuiltBefore(update, version, generations)) {
            return true;
        }
        for (int i = 0; i < history.columns(); i++) {
            if (isBuiltBefore(history.version(i), version, generations)) {
                return true;
            }
        }
        for (Want want : history.travels().wants()) {
            if (isBuiltBefore(want.version(), version, generations)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The same of the row that has left by the first departure behind the version: it may also have
     * left before the life began.
     */
    static boolean about(ChangeVersion version, Departure departure, Generations generations) {
        boolean isOfReload =
                version.phase() == Phase.LOAD
                        && isBuiltBefore(departure.version(), version, generations);
        return isOfReload || about(version, departure.former(), generations);
    }

    /** Whether an update of the same life is in a message that was built before a loaded row's. */
    private static boolean isBuiltBefore(
            ChangeVersion update, ChangeVersion version, Generations generations) {
        return update != null
                && update.timestampMicros() < version.timestampMicros()
                && update.isSameLife(version, generations);
    }
}
