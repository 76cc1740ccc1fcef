package io.dmstocrate.dms;

/** Something from which the definition of a table, or the state of its load, can be known. */
public sealed interface SchemaEvent permits SchemaChange, TableSighting {}
