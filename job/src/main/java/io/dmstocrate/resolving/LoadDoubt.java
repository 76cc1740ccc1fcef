package io.dmstocrate.resolving;

import io.dmstocrate.dms.Operation;
import io.dmstocrate.dms.RowChange;
import java.util.List;

/**
 * Notices a reload of one table before the records that announce it have done their way.
 *
 * <p>Within one life of a table DMS builds the messages of the load before those of the changes. So
 * a loaded row that was built after a change belongs to a later life; and if that life has another
 * key, the row can't be tied to the right one yet. Control records are few, but each may take a
 * statement at the target, and rows overtake them.
 *
 * <p>Knows what one subtask has seen since it started; that is enough to be early, and no order
 * rests on it.
 */
final class LoadDoubt {

    private static final long NONE = Long.MAX_VALUE;

    private final long patienceMillis;

    private long lastChangeMicros = -1;
    private long newestLife;

    /** The oldest loaded row that waits; whatever was built later waits too. */
    private long sinceMicros = NONE;

    /** By the clock of this machine; 0 until that is looked at. */
    private long sinceMillis;

    /** Loads up to the next change are believed: nothing has announced them in time. */
    private boolean believed;

    LoadDoubt(long patienceMillis) {
        this.patienceMillis = patienceMillis;
    }

    /** Takes in when the lives of the table began, as far as is announced. */
    void announced(List<Long> generations) {
        newestLife = generations.isEmpty() ? 0 : generations.get(generations.size() - 1);
        if (newestLife > lastChangeMicros) {
            sinceMicros = NONE;
        }
    }

    /** Whether a row should wait for news of its table; if not, it goes on. */
    boolean holds(RowChange change) {
        long built = change.timestampMicros();
        if (built >= sinceMicros) {
            return true;
        }
        if (change.operation() != Operation.LOAD) {
            if (built > lastChangeMicros) {
                lastChangeMicros = built;
                believed = false;
            }
            return false;
        }
        if (believed || lastChangeMicros < 0 || built <= lastChangeMicros) {
            return false;
        }
        if (newestLife > lastChangeMicros) {
            return false;
        }
        sinceMicros = built;
        sinceMillis = 0;
        return true;
    }

    /** Gives up waiting, if it was long enough; true if rows may go on now. */
    boolean gaveUp(long nowMillis) {
        if (sinceMicros == NONE) {
            return false;
        }
        if (sinceMillis == 0) {
            sinceMillis = nowMillis;
        }
        if (nowMillis - sinceMillis < patienceMillis) {
            return false;
        }
        giveUp();
        return true;
    }

    /** Lets rows go on as they are. */
    void giveUp() {
        believed |= sinceMicros != NONE;
        sinceMicros = NONE;
    }
}
