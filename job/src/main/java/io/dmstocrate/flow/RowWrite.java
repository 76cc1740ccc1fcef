package io.dmstocrate.flow;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.RecordPosition;
import io.dmstocrate.dms.Row;
import io.dmstocrate.dms.TableId;
import java.util.List;

/**
 * What is to be written to one row of the target. Writes of one key arrive in the order in which
 * they are to take effect.
 */
public final class RowWrite {

    /** How the row is written. */
    public enum Kind {
        /** The columns of {@link #row()} get its values; other columns keep theirs. */
        UPSERT,
        /** The row goes; {@link #row()} holds its key. */
        DELETE,
        /** The row is not touched; only the {@link #transfers()} are done. */
        CARRY
    }

    private final String key;
    private final TableId table;
    private final Kind kind;
    private final int keySize;
    private final Row row;
    private final RowVersions versions;
    private final boolean counted;
    private final long timestampMicros;
    private final RecordPosition position;
    private final byte[] payload;
    private final long revision;
    private final long life;
    private final List<Transfer> transfers;

    /**
     * @param key as in {@link KeyedChange#key()}
     * @param keySize how many of the row's first columns are the primary key
     * @param versions how new the row and what is written to it are
     * @param counted whether the record counts as applied with this write; false where the same
     *     record makes another write that counts
     * @param revision of the table's types, see {@link TypeNews#revision()}: who writes it has to
     *     know the table at least as it was then
     * @param life the life of the table that the row belongs to; see {@link
     *     TableAnnouncement#life()}
     * @param transfers what is to be done about values that come to or go from the row, in order
     */
    public RowWrite(
            String key,
            TableId table,
            Kind kind,
            int keySize,
            Row row,
            RowVersions versions,
            boolean counted,
            long timestampMicros,
            RecordPosition position,
            byte[] payload,
            long revision,
            long life,
            List<Transfer> transfers) {
        this.key = requireNonNull(key, "key is null");
        this.table = requireNonNull(table, "table is null");
        this.kind = requireNonNull(kind, "kind is null");
        this.keySize = keySize;
        this.row = requireNonNull(row, "row is null");
        this.versions = requireNonNull(versions, "versions is null");
        this.counted = counted;
        this.timestampMicros = timestampMicros;
        this.position = requireNonNull(position, "position is null");
        this.payload = requireNonNull(payload, "payload is null");
        this.revision = revision;
        this.life = life;
        this.transfers = requireNonNull(transfers, "transfers is null");
    }

    /**
     * The newest word on a whole row of a table in its first life whose columns never had other
     * types.
     */
    public RowWrite(
            String key,
            TableId table,
            Kind kind,
            int keySize,
            Row row,
            String version,
            boolean counted,
            long timestampMicros,
            RecordPosition position,
            byte[] payload) {
        this(
                key,
                table,
                kind,
                keySize,
                row,
                RowVersions.whole(version),
                counted,
                timestampMicros,
                position,
                payload,
                0,
                0,
                List.of());
    }

    public String key() {
        return key;
    }

    public TableId table() {
        return table;
    }

    public Kind kind() {
        return kind;
    }

    public int keySize() {
        return keySize;
    }

    public Row row() {
        return row;
    }

    /** The newest version of the row that is known, as order-preserving text. */
    public String version() {
        return versions.newest();
    }

    /** How new the row and what is written to it are. */
    public RowVersions versions() {
        return versions;
    }

    public boolean counted() {
        return counted;
    }

    public long timestampMicros() {
        return timestampMicros;
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

    /** What is done about values that come to or go from the row; hardly ever anything. */
    public List<Transfer> transfers() {
        return transfers;
    }

    @Override
    public String toString() {
        return kind + " of " + table + " at " + position;
    }
}
