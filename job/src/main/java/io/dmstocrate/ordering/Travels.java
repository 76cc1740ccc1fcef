package io.dmstocrate.ordering;

import io.dmstocrate.flow.ColumnLineage;
import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered of a row whose key was changed: which values it waits for, if the record did
 * not carry all columns, and that it has gone, and where. Hardly any row has one.
 *
 * @param wants columns whose values come from the row's old key
 * @param departures where rows of this key went, oldest first
 */
record Travels(List<Want> wants, List<Departure> departures) {

    static final Travels NONE = new Travels(List.of(), List.of());

    /**
     * So many departures with all columns are told apart; a key that is left again and again must
     * not grow for ever.
     */
    static final int DEPARTURES = 8;

    /** A column whose value is the one of the row's old key, as of that version. */
    record Want(String column, ChangeVersion version) {}

    /**
     * A row of this key got another one.
     *
     * @param parcel what its values travel in; empty if the record carried all columns
     * @param columns the columns that the record did not carry
     * @param former what was known of the row when it left
     * @param revision of the definition by which the record was read: of columns that came later it
     *     did not tell whether it carries them
     */
    record Departure(
            ChangeVersion version,
            String parcel,
            List<String> columns,
            RowHistory former,
            long revision) {

        Departure {
            columns = List.copyOf(columns);
        }

        /** The same with what is known of the row by now. */
        Departure with(RowHistory others) {
            return new Departure(version, parcel, columns, others, revision);
        }

        /** Two departures with all columns as one: what went before either may have gone along. */
        private Departure and(Departure later) {
            return new Departure(
                    later.version,
                    "",
                    List.of(),
                    RowHistory.NONE,
                    Math.min(revision, later.revision));
        }
    }

    Travels {
        wants = List.copyOf(wants);
        departures = List.copyOf(departures);
    }

    boolean isNone() {
        return wants.isEmpty() && departures.isEmpty();
    }

    /** The version as of which a column's value comes; {@code null} if it is not awaited. */
    ChangeVersion wanted(String column) {
        for (Want want : wants) {
            if (want.column.equals(column)) {
                return want.version;
            }
        }
        return null;
    }

    /** The departure that has this version; {@code null} if there is none. */
    Departure at(ChangeVersion version, Generations generations) {
        for (Departure departure : departures) {
            if (departure.version.compare(version, generations) == 0) {
                return departure;
            }
        }
        return null;
    }

    /** The first departure behind a version; {@code null} if there is none. */
    Departure after(ChangeVersion version, Generations generations) {
        if (departures.isEmpty()) {
            return null;
        }
        Departure first = null;
        for (Departure departure : departures) {
            if (departure.version.isSameLife(version, generations)
                    && departure.version.isNewerThan(version, generations)
                    && (first == null
                            || first.version.isNewerThan(departure.version, generations))) {
                first = departure;
            }
        }
        return first;
    }

    /** The one object for none, if there are none. */
    Travels orNone() {
        return isNone() ? NONE : this;
    }

    Travels withWants(List<Want> others) {
        return new Travels(others, departures);
    }

    /** The same with another departure, or more of one; of many the two oldest become one. */
    Travels with(Departure departure, Generations generations) {
        List<Departure> more = new ArrayList<>(departures);
        more.removeIf(known -> known.version.equals(departure.version));
        more.add(departure);
        List<Departure> whole = new ArrayList<>(more);
        whole.removeIf(known -> !known.parcel.isEmpty());
        if (whole.size() > DEPARTURES) {
            whole.sort((one, other) -> one.version.compare(other.version, generations));
            more.remove(whole.get(0));
            more.set(more.indexOf(whole.get(1)), whole.get(0).and(whole.get(1)));
        }
        return new Travels(wants, more);
    }

    /** The same with columns under the names that they have by now. */
    Travels conformed(ColumnLineage lineage) {
        if (isNone()) {
            return this;
        }
        List<Want> renamedWants = new ArrayList<>();
        for (Want want : wants) {
            String name = lineage.conform(want.column, era(lineage, want.version));
            if (name != null) {
                renamedWants.add(new Want(name, want.version));
            }
        }
        List<Departure> renamed = new ArrayList<>();
        for (Departure departure : departures) {
            List<String> names = new ArrayList<>();
            for (String column : departure.columns) {
                String name = lineage.conform(column, era(lineage, departure.version));
                if (name != null) {
                    names.add(name);
                }
            }
            renamed.add(
                    new Departure(
                            departure.version,
                            departure.parcel,
                            names,
                            departure.former.conformed(lineage),
                            departure.revision));
        }
        Travels all = new Travels(renamedWants, renamed);
        return all.equals(this) ? this : all;
    }

    private static int era(ColumnLineage lineage, ChangeVersion version) {
        return lineage.era(version.timestampMicros());
    }
}
