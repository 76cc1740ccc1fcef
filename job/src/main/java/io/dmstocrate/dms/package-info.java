/**
 * What AWS DMS says, as plain values. No Flink, no JDBC: {@code source} makes these values from
 * bytes, everything behind it reads them.
 */
package io.dmstocrate.dms;
