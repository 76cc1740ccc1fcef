package io.dmstocrate.dms;

/** Keeps {@link TableId}s, so that the rows of a table share one. Of bounded size. */
final class TableIds {

    private static final int SLOTS = 2048;

    private final TableId[] slots = new TableId[SLOTS];

    TableId get(String schema, String name) {
        int hash = schema.hashCode() * 31 + name.hashCode();
        int slot = (hash ^ hash >>> 15) & (SLOTS - 1);
        TableId kept = slots[slot];
        if (kept != null && kept.name().equals(name) && kept.schema().equals(schema)) {
            return kept;
        }
        TableId table = new TableId(schema, name);
        slots[slot] = table;
        return table;
    }
}
