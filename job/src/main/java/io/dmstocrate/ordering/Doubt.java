package io.dmstocrate.ordering;

import io.dmstocrate.flow.KeyedChange.Phase;
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
        if (version.phase() == Phase.CHANGE) {
            // The loaded row would have to win; once overwritten it could not come back.
            return base != null
                    && base.phase() == Phase.LOAD
                    && base.timestampMicros() > version.timestampMicros()
                    && base.isSameLife(version, generations);
        }
        if (base != null) {
            if (base.phase() == Phase.CHANGE && base.isSameLife(version, generations)) {
                return base.timestampMicros() < version.timestampMicros();
            }
            if (base.isNewerThan(version, generations)) {
                return false;
            }
        }
        for (int i = 0; i < history.columns(); i++) {
            ChangeVersion column = history.version(i);
            if (column.timestampMicros() < version.timestampMicros()
                    && column.isSameLife(version, generations)) {
                return true;
            }
        }
        for (Want want : history.travels().wants()) {
            if (want.version().timestampMicros() < version.timestampMicros()
                    && want.version().isSameLife(version, generations)) {
                return true;
            }
        }
        return false;
    }
}
