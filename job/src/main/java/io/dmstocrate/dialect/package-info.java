/**
 * SQL as text, for CrateDB and for PostgreSQL. Pure and stateless: what is written here can be read
 * and compared; {@code target} sends it.
 */
package io.dmstocrate.dialect;
