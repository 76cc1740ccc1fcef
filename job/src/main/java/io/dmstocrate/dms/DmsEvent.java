package io.dmstocrate.dms;

/** What one record of the stream says. */
public sealed interface DmsEvent permits RowChange, SchemaChange {

    RecordPosition position();
}
