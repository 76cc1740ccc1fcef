/**
 * From a change of a table to a change of a row: finds the key, lays the columns out as the table's
 * definition has them, and lets rows wait whose definition is not known yet. Between {@code source}
 * and {@code ordering}.
 */
package io.dmstocrate.resolving;
