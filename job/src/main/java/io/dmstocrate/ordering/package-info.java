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
 * order. Two things are not promised. A drop-table record that comes later than {@code Schema.wait}
 * after its rows may find them superseded by changes before it. And where a resumed task goes back
 * to before a reload, its changes count as newer than the reload, as their messages are: that ends
 * well where the reload had missed nothing, and its drop-table record arrived before them.
 */
package io.dmstocrate.ordering;
