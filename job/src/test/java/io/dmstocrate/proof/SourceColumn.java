package io.dmstocrate.proof;

/** A column of a table of the source. */
record SourceColumn(String name, ColumnKind kind) {}
