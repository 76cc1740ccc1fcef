package io.dmstocrate.mapping;

import java.util.EnumMap;
import java.util.Map;

/** Counts values that were written inexactly. For one thread. */
public final class ConversionNotes {

    private final Map<Inexactness, long[]> counts = new EnumMap<>(Inexactness.class);

    public ConversionNotes() {
        for (Inexactness inexactness : Inexactness.values()) {
            counts.put(inexactness, new long[1]);
        }
    }

    void add(Inexactness inexactness) {
        counts.get(inexactness)[0]++;
    }

    /** How many values were written inexactly so far, for each way in which they can be. */
    public Map<Inexactness, Long> counts() {
        Map<Inexactness, Long> result = new EnumMap<>(Inexactness.class);
        counts.forEach((inexactness, count) -> result.put(inexactness, count[0]));
        return result;
    }
}
