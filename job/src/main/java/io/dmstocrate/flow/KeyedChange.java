package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.SourcePosition;
import io.dmstocrate.dms.TableId;
import java.util.List;

/**
 * A change of one row whose key is known and whose columns are those of the table's definition.
 *
 * <p>The key's columns come first in {@link #row()}, in the order of the key. A whole row carries
 * every column of the definition, with NULL for those that its record did not carry; an update
 * those that its record carried; a delete the key only.
 */
public final class KeyedChange {

    /** What the change says about the columns of its row. */
    public enum Word {
        /** All there are, also those that the definition did not have yet: load or insert. */
        WHOLE,
        /**
         * Those that the definition of its {@link #revision()} has, for its record carried them
         * all. Of columns that were added later it says nothing: they are unchanged.
         */
        WHOLE_UPDATE,
        /** Those that it carries; the others are unchanged. */
        PARTIAL,
        /** The row is gone. */
        DELETE
    }

    /** A loaded row gives way to a captured change of the same generation. */
    public enum Phase {
        LOAD,
        CHANGE
    }

    /** A change of the primary key is split; one record then makes two changes. */
    public enum Part {
        /** The record makes this change only. */
        ALL,
        /** The delete of the old key. */
        OLD_KEY,
        /** The upsert of the new key. */
        NEW_KEY
    }

    private final String key;
    private final TableId table;
    private final Word word;
    private final Phase phase;
    private final Part part;
    private final int keySize;
    private final Row row;
    private final long timestampMicros;
    private final SourcePosition source;
    private final RecordPosition position;
    private final byte[] payload;
    private final long revision;
    private final long life;
    private final String newKey;
    private final List<String> leftOut;

    /**
     * @param key table and primary key as one text, equal for equal keys however they were written;
     *     see {@code ordering.RowKey}
     * @param keySize how many of the row's first columns are the primary key
     * @param revision of the table's columns, see {@link TypeNews#revision()}, with which this was
     *     made: who decides over it has to know that much
     * @param life the life of the table under whose definition the change was tied to its row; see
     *     {@link TableAnnouncement#life()}
     * @param newKey the key that the row gets, for a part of a record that changes the primary key
     *     and does not carry every column; else empty
     * @param leftOut the columns that such a record does not carry: they go with the row
     */
    public KeyedChange(
            String key,
            TableId table,
            Word word,
            Phase phase,
            Part part,
            int keySize,
            Row row,
            long timestampMicros,
            SourcePosition source,
            RecordPosition position,
            byte[] payload,
            long revision,
            long life,
            String newKey,
            List<String> leftOut) {
        this.key = requireNonNull(key, "key is null");
        this.table = requireNonNull(table, "table is null");
        this.word = requireNonNull(word, "word is null");
        this.phase = requireNonNull(phase, "phase is null");
        this.part = requireNonNull(part, "part is null");
        this.keySize = keySize;
        this.row = requireNonNull(row, "row is null");
        this.timestampMicros = timestampMicros;
        this.source = requireNonNull(source, "source is null");
        this.position = requireNonNull(position, "position is null");
        this.payload = requireNonNull(payload, "payload is null");
        this.revision = revision;
        this.life = life;
        this.newKey = requireNonNull(newKey, "newKey is null");
        this.leftOut = requireNonNull(leftOut, "leftOut is null");
    }

    /** The same of a table in its first life whose columns never had other types. */
    public KeyedChange(
            String key,
            TableId table,
            Word word,
            Phase phase,
            Part part,
            int keySize,
            Row row,
            long timestampMicros,
            SourcePosition source,
            RecordPosition position,
            byte[] payload) {
        this(
                key,
                table,
                word,
                phase,
                part,
                keySize,
                row,
                timestampMicros,
                source,
                position,
                payload,
                0,
                0,
                "",
                List.of());
    }

    /** The same change with its row under other names. */
    public KeyedChange with(Row other, List<String> otherLeftOut) {
        return new KeyedChange(
                key,
                table,
                word,
                phase,
                part,
                keySize,
                other,
                timestampMicros,
                source,
                position,
                payload,
                revision,
                life,
                newKey,
                otherLeftOut);
    }

    public String key() {
        return key;
    }

    public TableId table() {
        return table;
    }

    public Word word() {
        return word;
    }

    public Phase phase() {
        return phase;
    }

    public Part part() {
        return part;
    }

    public int keySize() {
        return keySize;
    }

    public Row row() {
        return row;
    }

    public long timestampMicros() {
        return timestampMicros;
    }

    public SourcePosition source() {
        return source;
    }

    public RecordPosition position() {
        return position;
    }

    public byte[] payload() {
        return payload;
    }

    public long revision() {
        return revision;
    }

    public long life() {
        return life;
    }

    /** The key that the row gets; empty unless {@link #leftOut()} tells of columns. */
    public String newKey() {
        return newKey;
    }

    /** The columns that go with the row to its new key; empty for almost every change. */
    public List<String> leftOut() {
        return leftOut;
    }

    @Override
    public String toString() {
        return word + " of " + table + " at " + position;
    }
}
