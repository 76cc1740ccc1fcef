package io.dmstocrate.dms;

import java.util.List;

/** Makes events comparable. */
final class Events {

    private Events() {}

    /** All that an event says; equal for events that say the same. */
    static List<Object> describe(DmsEvent event) {
        if (event instanceof RowChange change) {
            return List.of(
                    change.table(),
                    change.operation(),
                    change.row(),
                    change.before(),
                    change.timestampMicros(),
                    change.source(),
                    change.source().ordering(),
                    change.position());
        }
        return List.of(event);
    }
}
