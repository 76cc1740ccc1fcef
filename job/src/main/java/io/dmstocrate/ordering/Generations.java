package io.dmstocrate.ordering;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * When the lives of a table began, as far as is known now. A message belongs to the newest life
 * that had begun when it was built.
 *
 * <p>Immutable. When a beginning becomes known, messages move to newer generations, never to older
 * ones.
 */
final class Generations {

    /** No life of the table was ever announced: all its messages belong to one. */
    static final Generations NONE = new Generations(new long[0]);

    private final long[] opened;

    private Generations(long[] opened) {
        this.opened = opened;
    }

    /** The lives that began at these times, microseconds since the epoch. */
    static Generations of(List<Long> openedMicros, List<Long> others) {
        if (openedMicros.isEmpty() && others.isEmpty()) {
            return NONE;
        }
        return new Generations(
                LongStream.concat(micros(openedMicros), micros(others))
                        .sorted()
                        .distinct()
                        .toArray());
    }

    private static LongStream micros(List<Long> openedMicros) {
        return openedMicros.stream().mapToLong(Long::longValue);
    }

    /** The same, and a life that began at a time, though nothing has told of it yet. */
    Generations supposing(long openedMicros) {
        long[] more = Arrays.copyOf(opened, opened.length + 1);
        more[opened.length] = openedMicros;
        Arrays.sort(more);
        return new Generations(more);
    }

    /** When the life began that a message of this time belongs to; 0 if none had begun. */
    long of(long timestampMicros) {
        for (int i = opened.length - 1; i >= 0; i--) {
            if (opened[i] <= timestampMicros) {
                return opened[i];
            }
        }
        return 0;
    }

    /** When the newest life began; 0 if there is none. */
    long newest() {
        return opened.length == 0 ? 0 : opened[opened.length - 1];
    }

    @Override
    public String toString() {
        return (opened.length + 1) + " generations";
    }
}
