package io.dmstocrate.flow;

import java.util.List;
import java.util.stream.Stream;

/**
 * Under the definition of which life the rows of a table are written, and where to.
 *
 * <p>A life that the table of the former one can't hold begins in a table beside it, which readers
 * do not see; when its load has ended, that table takes the other's place.
 *
 * @param openedMicros when the life began, microseconds since the epoch; 0 for the first
 * @param beside whether its table has not taken the place of the former one's yet
 * @param abandoned lives whose tables were left before they took the place
 * @param expectedMicros a later life has begun at this time, and its definition is on its way; 0 if
 *     there is none
 */
public record TableLife(
        long openedMicros, boolean beside, List<Long> abandoned, long expectedMicros) {

    /** The life that a table is in when it is met first. */
    public static final TableLife FIRST = new TableLife(0, false, List.of(), 0);

    public TableLife {
        abandoned = List.copyOf(abandoned);
    }

    /** The next life, whose rows go to a table beside this one's. */
    public TableLife next(long opened) {
        List<Long> left =
                beside
                        ? Stream.concat(abandoned.stream(), Stream.of(openedMicros)).toList()
                        : abandoned;
        return new TableLife(opened, true, left, 0);
    }

    /** The same when its table has taken the place. */
    public TableLife inPlace() {
        return new TableLife(openedMicros, false, List.of(), expectedMicros);
    }

    /** The same, expecting the definition of a life; 0 for not any more. */
    public TableLife expecting(long micros) {
        return new TableLife(openedMicros, beside, abandoned, micros);
    }
}
