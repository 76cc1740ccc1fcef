package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A step on the way of values from one row to another, whose key a change of the primary key gave
 * it without carrying all columns. The values travel in a parcel, which lies in the target; both
 * rows' writers know it by its name.
 *
 * @param kind what is to be done
 * @param parcel the parcel's name; empty for {@code LOOK} and {@code STRAND}, which have none
 * @param columns the columns that it is about
 * @param ranks for {@code TAKE} and {@code GIVE} how new each value is, see {@link ValueRank}, and
 *     for {@code LOSE} what was lost; for {@code PASS} one, before which the ranks of the parcel it
 *     comes from count. Otherwise empty
 * @param onward for {@code PASS} the parcel that the values go on to; for {@code TAKE} and {@code
 *     WANT} the version of the change of the key; for {@code LOOK} the newest version that the row
 *     may have; otherwise empty
 */
public record Transfer(
        Kind kind, String parcel, List<String> columns, List<String> ranks, String onward) {

    /** What is done, in the order in which it must be: all but the last two before the row. */
    public enum Kind {
        /**
         * The row leaves by a record that did not know of these columns: whether it has values in
         * them is looked up, as they stay behind.
         */
        LOOK,
        /** There are, or may be, values of such columns: they stay behind, and that is told. */
        STRAND,
        /** The row leaves: its values, as the target has them, go into the parcel. */
        TAKE,
        /** A late word of the row that has left: the values of the write go into the parcel. */
        GIVE,
        /** The values are not to be had: newer ones of a row of the same key replaced them. */
        LOSE,
        /** The row goes on before the parcel came: what comes for it goes into another one. */
        PASS,
        /** The row no longer waits for the parcel's values: newer ones are about to be written. */
        DROP,
        /** The row waits for the parcel's values. */
        WANT,
        /** Older values were written where the parcel's belong; those win. */
        REFILL;

        /** Whether it has to do with a parcel. */
        public boolean isByParcel() {
            return this != LOOK && this != STRAND;
        }

        /** Whether it is done when the row has been written. */
        public boolean isAfterwards() {
            return this == WANT || this == REFILL;
        }
    }

    public Transfer {
        requireNonNull(kind, "kind is null");
        requireNonNull(parcel, "parcel is null");
        columns = List.copyOf(columns);
        ranks = List.copyOf(ranks);
        requireNonNull(onward, "onward is null");
    }

    /** A step that needs nothing but the names of columns. */
    public static Transfer of(Kind kind, String parcel, List<String> columns) {
        return new Transfer(kind, parcel, columns, List.of(), "");
    }
}
