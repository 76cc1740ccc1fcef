package io.dmstocrate.target;

import static java.util.Objects.requireNonNull;

import io.dmstocrate.dms.TableId;

/**
 * The table that a row is written to, as far as it has to be known for that.
 *
 * @param source the source table
 * @param life the life of it that the row belongs to; as in {@link TableBatch#life()}
 * @param revision of its types, at least; as in {@link TableBatch#revision()}
 */
public record WrittenTable(TableId source, long life, long revision) {

    public WrittenTable {
        requireNonNull(source, "source is null");
    }
}
