/**
 * Which change is the newest word on a row: versions, the state of a row, and the operator that
 * lets through what is new. Stands between {@code resolving} and {@code sink}; knows no SQL.
 *
 * <p>A change goes through {@link io.dmstocrate.ordering.ChangeOrdering} to {@code RowDecisions},
 * which asks {@code RowRegister} what it means for the row and {@code Doubt} whether that can be
 * said yet.
 *
 * <p>What no order of arrival can spoil rests on what DMS does: within one life of a table it
 * builds loads before changes; a resumed task sends all changes since some point again, in their
 * order. One thing is not promised: where a resumed task goes back to before a reload, its changes
 * count as newer than the reload, as their messages are. That ends well where the reload had missed
 * nothing, and its drop-table record arrived before them.
 */
package io.dmstocrate.ordering;
