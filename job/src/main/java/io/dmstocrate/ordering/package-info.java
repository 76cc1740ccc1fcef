/**
 * Which change is the newest word on a row: versions, the state of a row, and the operator that
 * lets through what is new. Stands between {@code resolving} and {@code sink}; knows no SQL.
 */
package io.dmstocrate.ordering;
