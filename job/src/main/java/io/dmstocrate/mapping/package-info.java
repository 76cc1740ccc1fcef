/**
 * Which source table becomes which target table: names, layout, types and values. Pure: no
 * database, no Flink.
 */
package io.dmstocrate.mapping;
