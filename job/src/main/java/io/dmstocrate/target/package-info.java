/**
 * The database: connections, tables, statements, and an answer for every row. The only place that
 * knows JDBC.
 */
package io.dmstocrate.target;
