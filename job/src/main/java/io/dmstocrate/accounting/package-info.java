/**
 * What became of each record, counted per table: exactly once, as it lies in checkpointed state.
 * Used by every operator that ends a record's way.
 */
package io.dmstocrate.accounting;
