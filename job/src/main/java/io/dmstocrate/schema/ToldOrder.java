package io.dmstocrate.schema;

import io.dmstocrate.dms.SchemaChange;
import io.dmstocrate.dms.TableDefinition;
import java.util.List;
import java.util.Optional;

/**
 * The followed control records of a table in the order of their messages, in which they did not
 * have to arrive.
 *
 * <p>A record that tells nothing new is remembered for its time: what was built before it and comes
 * later is no news. Of records that tell the same one after another, the first and the last are
 * enough.
 */
final class ToldOrder {

    /** So many are remembered of a table; older ones that come late no more. */
    static final int MOST = 16;

    private ToldOrder() {}

    /** Where a record belongs: behind those that were built before it. */
    static int place(TableState state, SchemaChange change) {
        int place = state.told.size();
        while (place > 0
                && state.told.get(place - 1).timestampMicros() > change.timestampMicros()) {
            place--;
        }
        return place;
    }

    static Optional<SchemaChange> at(TableState state, int place) {
        return place >= 0 && place < state.told.size()
                ? Optional.of(state.told.get(place))
                : Optional.empty();
    }

    /** Whether a record is older than everything that is remembered. */
    static boolean isForgotten(TableState state, int place) {
        return place == 0 && state.told.size() >= MOST;
    }

    /** Whether a record right before or behind a place tells the same. */
    static boolean isKnown(TableState state, int place, SchemaChange change) {
        return at(state, place - 1).filter(told -> tellsTheSame(told, change)).isPresent()
                || at(state, place).filter(told -> tellsTheSame(told, change)).isPresent();
    }

    private static boolean tellsTheSame(SchemaChange told, SchemaChange change) {
        return told.definition().equals(change.definition());
    }

    /** Whether a record told something else than the one before it. */
    static boolean isNews(TableState state, int place) {
        return at(state, place - 1)
                .filter(told -> tellsTheSame(told, state.told.get(place)))
                .isEmpty();
    }

    /** Whether one of two records is the other, sent again. */
    static boolean isSentAgain(SchemaChange one, SchemaChange other) {
        return one.timestampMicros() == other.timestampMicros() && tellsTheSame(one, other);
    }

    static void add(TableState state, int place, SchemaChange change) {
        if (at(state, place - 1).filter(told -> isSentAgain(told, change)).isPresent()) {
            return;
        }
        List<SchemaChange> told = state.told;
        told.add(place, change);
        for (int i = told.size() - 2; i > 0; i--) {
            if (told.get(i).kind() != SchemaChange.Kind.RENAME_COLUMN
                    && tellsTheSame(told.get(i - 1), told.get(i))
                    && tellsTheSame(told.get(i), told.get(i + 1))) {
                told.remove(i);
            }
        }
        if (told.size() > MOST) {
            told.remove(0);
        }
    }

    /** What a record told. */
    static TableDefinition definition(SchemaChange change) {
        return change.definition().orElseThrow();
    }

    /** What is different between two records that follow each other. */
    static SchemaDiff diff(SchemaChange before, SchemaChange next) {
        return SchemaDiff.between(definition(before), definition(next), next.kind());
    }

    /** Whether the table began anew between two records, or with the second. */
    static boolean beginsAnew(TableState state, SchemaChange before, SchemaChange next) {
        return state.generations.stream()
                .anyMatch(
                        opened ->
                                opened > before.timestampMicros()
                                        && opened <= next.timestampMicros());
    }
}
