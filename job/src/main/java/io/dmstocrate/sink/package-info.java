/**
 * Flink's sink over a {@link io.dmstocrate.target.Target}: when to write, what one batch holds, and
 * what becomes of a row that the target does not take.
 */
package io.dmstocrate.sink;
